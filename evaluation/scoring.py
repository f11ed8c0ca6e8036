"""All measures of a run on a data set, and which questions could not count in which."""

from collections.abc import Mapping

from config.settings import Settings
from evaluation.answer_measures import answer_measures, gold_queries, passage_measures
from evaluation.article_measures import article_measures, ranked_queries
from evaluation.dataset import Dataset
from evaluation.measures import Measure
from evaluation.published import cited_texts
from evaluation.run import Run


def score(dataset: Dataset, run: Run, settings: Settings) -> dict[str, Measure]:
    """The measures by name, in the order in which they are shown. Reads the articles that are cited."""
    texts = cited_texts(dataset, run, settings)
    measures = [
        *article_measures(dataset, run),
        *passage_measures(dataset, run),
        *answer_measures(dataset, run, texts),
    ]
    return {measure.name: measure for measure in measures}


def ineligible(dataset: Dataset) -> Mapping[str, str]:
    """Questions that count nowhere, or not in all measures, each with a sentence why."""
    ranked = {query.id for query in ranked_queries(dataset)}
    gold = {query.id for query in gold_queries(dataset)}
    reasons = dict(dataset.left_out)
    for query in dataset.queries:
        if query.kind == "present":
            missing = [
                *(
                    ()
                    if query.id in ranked
                    else ("no article that answers is named: not in the ranking's measures",)
                ),
                *(
                    ()
                    if query.id in gold
                    else ("no gold answer to look for: not in words@, in_quotes and risk",)
                ),
            ]
            if missing:
                reasons[query.id] = f"{'; '.join(missing).capitalize()}."
    return reasons

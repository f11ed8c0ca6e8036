"""How well articles are ranked, by ir-measures.

hit@k: an article that answers is among the first k. mrr, map, ndcg, recall as ir-measures defines them. Every
question for which an article is named counts; one that the run left out scores 0.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from evaluation.dataset import Dataset, Query
from evaluation.measures import Measure, mean, measure
from evaluation.run import Reply, Run

CURVE = (1, 2, 3, 4, 5, 7, 10, 15, 20, 30, 50)  # the k of the hit@k curve


def ranked_queries(dataset: Dataset) -> list[Query]:
    """The questions whose ranking can be judged: present, and an article that answers is named."""
    return [query for query in dataset.queries if query.kind == "present" and dataset.wanted(query.id)]


def article_measures(dataset: Dataset, run: Run) -> list[Measure]:
    """The measures, in the order in which they are shown."""
    from ir_measures import AP, RR, R, Success, nDCG  # takes most of a second to import

    wanted = {f"hit@{k}": Success @ k for k in (1, 4, 10)}
    wanted |= {
        "mrr@10": RR @ 10,
        "map@10": AP @ 10,
        "ndcg@10": nDCG @ 10,
        "recall@10": R @ 10,
        "recall@50": R @ 50,
    }
    return [measure(name, values, mean) for name, values in _per_query(dataset, run, wanted).items()]


def hit_curve(dataset: Dataset, run: Run) -> dict[int, float]:
    """The share of questions with an article that answers among the first k, by k."""
    queries = ranked_queries(dataset)
    ranks = [first_rank(dataset, query.id, run.get(query.id, Reply())) for query in queries]
    return {k: sum(rank is not None and rank <= k for rank in ranks) / max(1, len(ranks)) for k in CURVE}


def first_rank(dataset: Dataset, query: str, reply: Reply) -> int | None:
    """Where the first article that answers stands, from 1; None if nowhere."""
    wanted = set(dataset.wanted(query))
    return next((rank for rank, one in enumerate(reply.ranking, 1) if one.article in wanted), None)


def _per_query(dataset: Dataset, run: Run, wanted: Mapping[str, Any]) -> dict[str, dict[str, float]]:
    """Each measure's value for each question, in the questions' order."""
    import ir_measures

    ids = [query.id for query in ranked_queries(dataset)]
    qrels = [
        ir_measures.Qrel(id_, article, grade) for id_ in ids for article, grade in dataset.qrels[id_].items()
    ]
    ranked = [  # by rank alone: scores may tie, and other systems' may not even fall
        ir_measures.ScoredDoc(id_, one.article, 1 / rank)
        for id_ in ids
        for rank, one in enumerate(run.get(id_, Reply()).ranking, 1)
    ]
    values = {name: dict.fromkeys(ids, 0.0) for name in wanted}
    names = MappingProxyType({measure_: name for name, measure_ in wanted.items()})
    for metric in ir_measures.iter_calc(list(wanted.values()), qrels, ranked):
        values[names[metric.measure]][metric.query_id] = metric.value
    return values

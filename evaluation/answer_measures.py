"""How well passages and answers hold what was asked for.

words@n       the first n words of the passages, best first, hold the gold answer word for word
answered      share of present questions that were answered
in_quotes     share of present questions whose quotes hold the gold answer
quotes_valid  share of all quotes that stand word for word in the article that they cite
refused       share of absent questions that were refused
auroc         how well confidence tells present questions from absent ones
risk          share of the answers that are wrong: given to an absent question, or without the gold answer
ms_median, ms_p95   milliseconds from a question to its answer

A present question without a known gold answer counts in answered and auroc only. A question that the run left
out counts as found nothing, not answered and not refused, with confidence 0.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from evaluation.dataset import Dataset, Query
from evaluation.measures import Measure, auroc, mean, measure, median, p95, ratio
from evaluation.run import Reply, Run

WORDS = (150, 500, 1500)

_TAG = re.compile(r"<[^>]+>")
_BETWEEN_WORDS = re.compile(r"[\W_]+")


def words_of(text: str) -> list[str]:
    """The words of a text for comparison: letters and digits, whatever their case, without mark-up."""
    return _BETWEEN_WORDS.sub(" ", _TAG.sub(" ", text.casefold())).split()


def holds(words: Iterable[str], gold: str) -> bool:
    """Whether the words of the gold answer stand there, one after the other."""
    return f" {' '.join(words_of(gold))} " in f" {' '.join(words)} "


def gold_queries(dataset: Dataset) -> list[Query]:
    """The present questions whose gold answer can be looked for."""
    return [query for query in dataset.queries if query.kind == "present" and words_of(query.answer or "")]


def passage_measures(dataset: Dataset, run: Run) -> list[Measure]:
    """words@n for each n."""
    found = {query: _words_of_passages(run.get(query.id, Reply())) for query in gold_queries(dataset)}
    return [
        measure(
            f"words@{n}", {q.id: float(holds(words[:n], q.answer or "")) for q, words in found.items()}, mean
        )
        for n in WORDS
    ]


def answer_measures(dataset: Dataset, run: Run, texts: Mapping[str, str] | None) -> list[Measure]:
    """The measures of answers and time; none where the run has no answers.

    `texts` are the articles'; None where they are not at hand, and quotes cannot be checked.
    """
    if all(reply.answer is None for reply in run.values()):
        return []
    answers = {query.id: run.get(query.id, Reply()).answer or {} for query in dataset.queries}
    present = [query for query in dataset.queries if query.kind == "present"]
    absent = [query for query in dataset.queries if query.kind == "absent"]
    sureness = {
        q.id: (float(answers[q.id].get("confidence", 0)), float(q.kind == "present")) for q in dataset.queries
    }
    risk = {query.id: _wrong(query, answers[query.id]) for query in _judgeable(dataset)}
    return [
        measure("answered", {q.id: float(is_answered(answers[q.id])) for q in present}, mean),
        measure("in_quotes", {q.id: float(is_right(q, answers[q.id])) for q in gold_queries(dataset)}, mean),
        *([] if texts is None else [_valid_quotes(answers, texts)]),
        measure("refused", {q.id: float(answers[q.id].get("status") == "no_evidence") for q in absent}, mean),
        measure("auroc", sureness, auroc),
        measure("risk", risk, ratio, lower=True),
        *_time_measures(answers),
    ]


def is_answered(answer: Mapping[str, Any]) -> bool:
    """Whether there was an answer, right or wrong."""
    return bool(answer.get("status") == "answered")


def is_right(query: Query, answer: Mapping[str, Any]) -> bool:
    """Whether the quotes hold the gold answer of a present question."""
    return query.kind == "present" and holds(words_of(" ".join(_quotes(answer))), query.answer or "")


def outcomes_by_confidence(dataset: Dataset, run: Run) -> list[tuple[float, bool]]:
    """Confidence of each answer that can be judged, and whether it is right; the surest first."""
    answers = [(query, run.get(query.id, Reply()).answer or {}) for query in _judgeable(dataset)]
    judged = [(float(a["confidence"]), is_right(q, a)) for q, a in answers if is_answered(a)]
    return sorted(judged, key=lambda pair: -pair[0])


def _judgeable(dataset: Dataset) -> list[Query]:
    return [*gold_queries(dataset), *(query for query in dataset.queries if query.kind == "absent")]


def _time_measures(answers: Mapping[str, Mapping[str, Any]]) -> list[Measure]:
    took = {id_: a["took_ms"]["total"] for id_, a in answers.items() if "total" in a.get("took_ms", {})}
    if not took:
        return []
    return [measure("ms_median", took, median, lower=True), measure("ms_p95", took, p95, lower=True)]


def _words_of_passages(reply: Reply) -> list[str]:
    """Their words in order; a mark between passages keeps an answer from being found across two."""
    words: list[str] = []
    for passage in reply.passages:
        words += ["|", *words_of(passage.text)] if words else words_of(passage.text)
    return words


def _valid_quotes(answers: Mapping[str, Mapping[str, Any]], texts: Mapping[str, str]) -> Measure:
    squeezed = {id_: _squeezed(text) for id_, text in texts.items()}
    validity = {id_: _validity(answer, squeezed) for id_, answer in answers.items()}
    return measure("quotes_valid", validity, ratio)


def _validity(answer: Mapping[str, Any], squeezed: Mapping[str, str]) -> tuple[float, float]:
    """How many quotes are valid, and how many there are."""
    citations = answer.get("citations", ())
    valid = sum(_squeezed(one["quote"]) in squeezed.get(one["article"], "") for one in citations)
    return float(valid), float(len(citations))


def _wrong(query: Query, answer: Mapping[str, Any]) -> tuple[float, float]:
    """Whether an answer is wrong, and whether there is one."""
    answered = is_answered(answer)
    return float(answered and not is_right(query, answer)), float(answered)


def _quotes(answer: Mapping[str, Any]) -> list[str]:
    return [str(citation["quote"]) for citation in answer.get("citations", ())]


def _squeezed(text: str) -> str:
    return " ".join(text.split())

"""Where articles disagree: the answer shows each of them with its date, and judges none. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import combinations

import numpy as np

from answer.answers import Citation
from answer.figures import counted_in, denies, disagree, figure_of, figures_apart
from answer.notes import Contradict, DatedFigure, Differ
from answer.sentences import Array, Sentence, sentences_of
from index.search import Hit

_AS_RELEVANT = 0.9  # share of the question in the article, of that in the best one's
_GAP = 6.0  # a sentence with another figure may be this much below the best


def with_other_figures(
    question: str, sentences: Sequence[Sentence], scores: Array, rows: Sequence[int], most: int
) -> tuple[int, ...]:
    """The rows of an answer, and for each other figure that other articles give for what is counted its best row."""
    counted = counted_in(question)
    if not counted or not rows:
        return tuple(rows)
    by_value: dict[float, int] = {}
    relevant = max(sentences[row].hit.coverage_in_article for row in rows) * _AS_RELEVANT
    for row in np.argsort(-scores, kind="stable").tolist():
        if scores[row] < scores[rows[0]] - _GAP or not np.isfinite(scores[row]):
            break
        figure = figure_of(counted, sentences[row].text)
        if figure is not None and sentences[row].hit.coverage_in_article >= relevant:
            by_value.setdefault(figure.value, row)
    articles = {sentences[row].hit.passage.article for row in by_value.values()}
    if min(len(by_value), len(articles)) <= 1:
        return tuple(rows)
    return tuple(dict.fromkeys((*by_value.values(), *rows)))[:most]


def with_denials(
    sentences: tuple[Sentence, ...], scores: Array, rows: Sequence[int], others: Iterable[Hit], most: int
) -> tuple[tuple[Sentence, ...], Array, tuple[int, ...]]:
    """Sentences, scores and rows with what `others`, who tell the same stories, say with other numbers or deny.

    What is added has no score of its own, and stands behind the best row.
    """
    denied = tuple(
        other
        for hit in others
        for other in sentences_of(hit)
        if any(disagree(sentences[row].text, other.text) for row in rows)
    )
    added = range(len(sentences), len(sentences) + len(denied))
    without_score = np.full(len(denied), -np.inf)
    return (*sentences, *denied), np.append(scores, without_score), (*rows[:1], *added, *rows[1:])[:most]


def in_time(citations: Sequence[Citation]) -> tuple[Citation, ...]:
    """The citations in the order in which they were published, numbered anew; the undated last."""
    ordered = sorted(citations, key=lambda one: (one.published is None, one.published or ""))
    return tuple(replace(one, marker=marker) for marker, one in enumerate(ordered, 1))


def disagreement(question: str, citations: Sequence[Citation]) -> Differ | Contradict | None:
    """How the quotes of different articles disagree, if they do."""
    counted = counted_in(question)
    figures = [(one, figure) for one in citations if (figure := figure_of(counted, one.quote))]
    if len({figure.value for _, figure in figures}) > 1 and len({one.article for one, _ in figures}) > 1:
        return Differ(tuple(DatedFigure(figure.text, one.published) for one, figure in figures))
    apart = [(one, other) for one, other in combinations(citations, 2) if one.article != other.article]
    for one, other in apart:
        if (differ := figures_apart(one.quote, other.quote)) is not None:
            dates = (one.published, other.published)
            return Differ(
                tuple(DatedFigure(figure.text, at) for figure, at in zip(differ, dates, strict=True))
            )
    return Contradict() if any(denies(one.quote, other.quote) for one, other in apart) else None

"""Picks the sentences that answer, out of the passages that were found. No language model."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from answer.attribution import begins_with_pronoun, full_name, speech_strength
from answer.citations import Quote
from answer.questions import Question
from index.search import Hit
from index.sentences import sentence_spans
from index.words import words_of

_MIN_WORDS, _MAX_CHARACTERS = 4, 420
_SAME = 0.6  # share of common words above which two sentences say the same


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence of a hit, `passage.text[start:end]`, with the one before it in the same paragraph."""

    hit: Hit
    start: int
    end: int
    text: str
    before: str
    words: frozenset[str]


@dataclass(frozen=True, slots=True)
class Scored:
    """A candidate with its score and what it is made of, each 0 to 1."""

    candidate: Candidate
    score: float
    overlap: float
    cosine: float
    speech: float


def candidates(hits: Sequence[Hit]) -> list[Candidate]:
    """The sentences of the hits that can be quoted: neither scraps nor endless, each article's once."""
    found: list[Candidate] = []
    for hit in hits:
        text = hit.passage.text
        spans = sentence_spans(text, hit.passage.language)
        for at, span in enumerate(spans):
            sentence = text[span.start : span.end]
            words = frozenset(words_of(sentence))
            if len(words) < _MIN_WORDS or len(sentence) > _MAX_CHARACTERS or sentence == hit.passage.title:
                continue
            before = spans[at - 1] if at else None
            is_close = before is not None and "\n" not in text[before.end : span.start]
            context = text[before.start : before.end] if before is not None and is_close else ""
            found.append(Candidate(hit, span.start, span.end, sentence, context, words))
    return found


def overlap(candidate: Candidate, question: Question, rarity: Mapping[str, float]) -> float:
    """Share of the question's content words, by rarity, in the sentence; title and passage count in part."""
    wanted = question.words
    total = sum(rarity[word] for word in wanted)
    if not total:
        return 0.0
    title = frozenset(words_of(candidate.hit.passage.title))
    passage = frozenset(words_of(candidate.hit.passage.text))
    held = sum(
        rarity[word]
        * (1.0 if word in candidate.words else 0.6 if word in title else 0.4 if word in passage else 0.0)
        for word in wanted
    )
    return held / total


def choose(scored: Sequence[Scored], most: int) -> list[Scored]:
    """The best candidates, best first, none saying what another says; weak ones stay out."""
    chosen: list[Scored] = []
    for candidate in sorted(scored, key=lambda one: -one.score):
        if len(chosen) == most or (chosen and candidate.score < 0.6 * chosen[0].score):
            break
        if not any(_says_the_same(candidate.candidate, other.candidate) for other in chosen):
            chosen.append(candidate)
    return chosen


def quote_of(scored: Scored, question: Question) -> Quote:
    """The quote for a chosen sentence, with the sentence before where a pronoun needs it."""
    candidate = scored.candidate
    passage = candidate.hit.passage
    start = candidate.start
    if candidate.before and begins_with_pronoun(candidate.text):
        start = passage.text.rindex(candidate.before, 0, candidate.start)
    speaker = None
    if question.speaker and scored.speech >= 0.5:  # noqa: PLR2004 - named, or a pronoun for who was named
        speaker = full_name(passage.text, question.speaker) or full_name(passage.title, question.speaker)
    text = passage.text[start : candidate.end]
    return Quote(passage.article, passage.version, passage.start + start, text, speaker)


def score(candidate: Candidate, question: Question, rarity: Mapping[str, float], cosine: float) -> Scored:
    """Score one candidate; weights are a first guess, replaced when measured (docs/evaluation.md)."""
    held = overlap(candidate, question, rarity)
    speech = speech_strength(candidate.text, candidate.before, question.speaker) if question.speaker else 0.0
    total = 0.35 * held + 0.35 * cosine + 0.3 * candidate.hit.score + 0.4 * speech
    return Scored(candidate, total, held, cosine, speech)


def _says_the_same(one: Candidate, other: Candidate) -> bool:
    return len(one.words & other.words) / min(len(one.words), len(other.words)) >= _SAME

"""Picks the one to four sentences that answer, and makes quotes of them. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from answer.answers import Citation
from answer.attribution import begins_with_pronoun, full_name, speech_strength
from answer.questions import Speaker
from answer.quotes import Quote
from answer.sentences import Array, Sentence
from index.words import words_of

LONGEST = 420  # characters of a quote
_FEWEST_WORDS = 4
_SAME = 0.7  # share of common words above which two sentences say the same
_GAP = 3.0  # a sentence this much below the best is no part of the answer: rtqa-train, docs/evaluation.md
SPEECH_GAP = 8.0  # the speaker's words are all on the question; less of a gap hides what else was said
_ON_TOPIC = 0.3  # share of the topic from which a statement is on it
_BEFORE = 3  # sentences in which a pronoun's person is looked for
_SPOKEN = 0.5  # named beside a verb of speech, or a pronoun for who was named just before
_SPEECH_BONUS = 1.5  # not tuned: rtqa-train holds one such question


@dataclass(frozen=True, slots=True)
class Spoken:
    """A sentence that holds the words of the speaker asked about: how surely, and how much of the topic (0 to 1)."""

    strength: float
    on_topic: float


def spoken(sentences: Sequence[Sentence], speaker: Speaker, rarity: Mapping[str, float]) -> dict[int, Spoken]:
    """By row, the sentences that report the speaker's words."""
    found = {}
    for row, sentence in enumerate(sentences):
        before = [one for one in sentences[max(row - _BEFORE, 0) : row] if one.hit is sentence.hit]
        strength = speech_strength(sentence.text, " ".join(one.text for one in before), speaker.name)
        if strength >= _SPOKEN:
            around = {word for one in (*before[-1:], sentence) for word in one.words}
            found[row] = Spoken(strength, _share(speaker.topic, around, sentence, rarity))
    return found


def with_speech(scores: Array, of_speaker: Mapping[int, Spoken]) -> Array:
    """Scores that leave only the speaker's words, those on the topic first."""
    only = np.full(len(scores), -np.inf)
    wanted = min(_ON_TOPIC, max((found.on_topic for found in of_speaker.values()), default=0.0))
    for row, found in of_speaker.items():
        if found.on_topic < wanted:
            continue
        only[row] = scores[row] + _SPEECH_BONUS * found.strength + 2 * _SPEECH_BONUS * found.on_topic
    return only


def without(sentences: Sequence[Sentence], scores: Array, shown: Sequence[Citation]) -> Array:
    """Scores that leave only what the quotes that were shown do not hold."""
    return np.array(
        [
            -np.inf if any(_stands_in(sentence, one) for one in shown) else score
            for sentence, score in zip(sentences, scores, strict=True)
        ]
    )


def _stands_in(sentence: Sentence, citation: Citation) -> bool:
    passage = sentence.hit.passage
    is_same_text = (passage.article, passage.version) == (citation.article, citation.version)
    return is_same_text and citation.start <= passage.start + sentence.start < citation.end


def choose(sentences: Sequence[Sentence], scores: Array, most: int, *, gap: float = _GAP) -> list[int]:
    """Rows of the best sentences, best first: none far below the best, none saying what another says."""
    chosen: list[int] = []
    for row in np.argsort(-scores, kind="stable").tolist():
        if len(chosen) == most or not np.isfinite(scores[row]):
            break
        if chosen and scores[row] < scores[chosen[0]] - gap:
            break
        if _quotable(sentences[row]) and not any(
            _repeats(sentences[row], sentences[other]) for other in chosen
        ):
            chosen.append(row)
    return chosen


def quote_of(sentences: Sequence[Sentence], row: int, speaker: Speaker | None) -> Quote:
    """The quote for a sentence, with the one before where its subject is a pronoun."""
    sentence = sentences[row]
    passage = sentence.hit.passage
    start = sentence.start
    before = sentences[row - 1] if row and sentences[row - 1].hit is sentence.hit else None
    if before is not None and begins_with_pronoun(sentence.text):
        is_same_paragraph = "\n" not in passage.text[before.end : sentence.start]
        if is_same_paragraph and sentence.end - before.start <= LONGEST:
            start = before.start
    name = None
    if speaker is not None:
        name = full_name(passage.text, speaker.name) or full_name(passage.title, speaker.name)
    return Quote(
        passage.article, passage.version, passage.start + start, passage.text[start : sentence.end], name
    )


def _share(topic: frozenset[str], words: set[str], sentence: Sentence, rarity: Mapping[str, float]) -> float:
    """Share of the topic, by rarity, that stands in a sentence, half of it for what only its article's title has."""
    total = sum(rarity.get(word, 0.0) for word in topic)
    if not total:
        return 1.0
    title = set(words_of(sentence.hit.passage.title))
    held = sum(
        rarity.get(word, 0.0) * (1.0 if word in words else 0.5 if word in title else 0.0) for word in topic
    )
    return held / total


def _quotable(sentence: Sentence) -> bool:
    return (
        len(sentence.words) >= _FEWEST_WORDS
        and len(sentence.text) <= LONGEST
        and sentence.text != sentence.hit.passage.title
    )


def _repeats(one: Sentence, other: Sentence) -> bool:
    mine, theirs = set(one.words), set(other.words)
    return len(mine & theirs) / min(len(mine), len(theirs)) >= _SAME

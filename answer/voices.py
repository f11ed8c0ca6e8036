"""The words of the person that a question asks about, among the sentences of the hits. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from answer.questions import Speaker
from answer.sentences import Array, Sentence
from index.statements.statement import Statement
from index.words import words_of

SPEECH_GAP = 8.0  # the speaker's words are all on the question; less of a gap hides what else was said
_ON_TOPIC = 0.3  # share of the topic from which a statement is on it
_GOES_ON = 0.8  # how surely a quotation without a verb is the words of who spoke before it
_SPEECH_BONUS = 1.5  # not tuned: rtqa-train holds one such question

Statements = Mapping[int, Sequence[Statement]]  # by article number


@dataclass(frozen=True, slots=True)
class Spoken:
    """A sentence that holds the words of the speaker asked about, under the name that the article gives.

    `strength` is how surely, `on_topic` how much of the topic it holds (0 to 1).
    """

    speaker: str
    strength: float
    on_topic: float


def spoken(
    sentences: Sequence[Sentence], speaker: Speaker, rarity: Mapping[str, float], statements: Statements
) -> dict[int, Spoken]:
    """By row, the sentences that hold the speaker's words, out of the statements in the sentences' articles."""
    held = [statements_in(sentence, statements) for sentence in sentences]
    meant = _by_name(speaker, statements)
    if not any(name[0].isupper() for name in meant):
        meant |= _by_description(speaker, sentences, held)
    found = {}
    for row, (sentence, of_sentence) in enumerate(zip(sentences, held, strict=True)):
        statement = next((one for one in of_sentence if one.speaker in meant), None)
        if statement is None:
            continue
        before = sentences[row - 1 : row] if row and sentences[row - 1].hit is sentence.hit else ()
        around = {word for one in (*before, sentence) for word in one.words}
        strength = 1.0 if statement.verb else _GOES_ON
        found[row] = Spoken(statement.speaker, strength, share_of(speaker.topic, around, sentence, rarity))
    return found


def statements_in(sentence: Sentence, statements: Statements) -> list[Statement]:
    """The statements that have words in a sentence, those with most of it first."""
    passage = sentence.hit.passage
    start, end = passage.start + sentence.start, passage.start + sentence.end

    def shared(one: Statement) -> int:
        return min(one.end, end) - max(one.start, start)

    within = [one for one in statements.get(passage.article_number, ()) if shared(one) > 0]
    return sorted(within, key=shared, reverse=True)


def _by_name(speaker: Speaker, statements: Statements) -> frozenset[str]:
    """The speakers who are named as the question names somebody; by their given name too, if it gives one."""
    asked = set(speaker.name)
    named = {
        one.speaker: words
        for of_article in statements.values()
        for one in of_article
        if speaker.name[-1] in (words := words_of(one.speaker))
    }
    in_full = {name for name, words in named.items() if asked.issuperset(words) and len(words) > 1}
    return frozenset(in_full or named)


def _by_description(
    speaker: Speaker, sentences: Sequence[Sentence], held: Sequence[Sequence[Statement]]
) -> frozenset[str]:
    """The speakers who are described so where their words are told: "the transport minister, Henrik Solvang, said"."""
    asked = set(speaker.name)
    return frozenset(
        statement.speaker
        for sentence, of_sentence in zip(sentences, held, strict=True)
        for statement in of_sentence
        if asked <= set(words_of(_attribution(sentence, statement)))
    )


def _attribution(sentence: Sentence, statement: Statement) -> str:
    """What of a sentence is not the words that it attributes; all of it where they stand around the attribution."""
    at = sentence.hit.passage.start + sentence.start
    start, end = statement.start - at, statement.end - at
    outside = f"{sentence.text[: max(0, start)]} {sentence.text[max(0, end) :]}"
    return outside if words_of(outside) else sentence.text


def with_speech(scores: Array, of_speaker: Mapping[int, Spoken]) -> Array:
    """Scores that leave only the speaker's words, those on the topic first."""
    only = np.full(len(scores), -np.inf)
    wanted = min(_ON_TOPIC, max((found.on_topic for found in of_speaker.values()), default=0.0))
    for row, found in of_speaker.items():
        if found.on_topic < wanted:
            continue
        only[row] = scores[row] + _SPEECH_BONUS * found.strength + 2 * _SPEECH_BONUS * found.on_topic
    return only


def share_of(
    topic: frozenset[str], words: set[str], sentence: Sentence, rarity: Mapping[str, float]
) -> float:
    """Share of the topic, by rarity, that stands in a sentence, half of it for what only its article's title has."""
    total = sum(rarity.get(word, 0.0) for word in topic)
    if not total:
        return 1.0
    title = set(words_of(sentence.hit.passage.title))
    held = sum(
        rarity.get(word, 0.0) * (1.0 if word in words else 0.5 if word in title else 0.0) for word in topic
    )
    return held / total

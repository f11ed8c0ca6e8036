"""What a follow-up asks, in the light of the turns before: names and topic terms carried over. Pure.

A question that is complete in itself stays as it is. A fragment ("and the French?", "in January?") takes the place of
what is like it in the question before; "he" and "she" become the name that they stand for; what lacks a topic
("why?", "when was that?") gets the rarest words of the question before, in brackets.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from answer.answers import Citation, Turn
from answer.followups import (
    Fragment,
    fragment_in,
    lacks_a_topic,
    own_words,
    points_back,
    pronoun_of_person,
    wants_more,
    without_and,
)
from answer.kinds import Kind, kind_of, kind_of_noun
from answer.naming import LEADS, Name, is_same_name, names_in
from answer.outlets import NamedOutlet
from answer.questions import speaker_in
from answer.when import window_in
from index.words import content_words, words_of

_REMEMBERED = 3  # turns in which a person is looked for
_MOST_TERMS = 6
_RARE_ENOUGH = 0.5  # of the rarity of the question's rarest word
_ACTORS = {Kind.PERSON, Kind.ORGANISATION}
_ACTING = (
    "ers",
    "ors",
    "ists",
    "ants",
    "ans",
    "opposition",
    "government",
    "police",
    "judge",
    "union",
    "others",
)


@dataclass(frozen=True, slots=True)
class Known:
    """What the library knows: how rare words are, which it does not hold, which outlet's reports a question wants."""

    rarity: Callable[[Iterable[str]], Mapping[str, float]]
    unknown: Callable[[Iterable[str]], frozenset[str]]
    outlet_in: Callable[[str], NamedOutlet | None]


@dataclass(frozen=True, slots=True)
class Context:
    """What the turns before bring to a question.

    `words` (as the index holds them) say where to look, not what is asked; beyond the quotes `shown` more is wanted.
    """

    words: frozenset[str] = frozenset()
    shown: tuple[Citation, ...] = ()


NO_CONTEXT = Context()


@dataclass(frozen=True, slots=True)
class Understood:
    """A question that is complete in itself, and its context."""

    question: str
    context: Context = NO_CONTEXT


def understood(question: str, asked: datetime, before: Sequence[Turn], known: Known) -> Understood:
    """The question, complete in itself. `before` are the turns of the conversation, oldest first."""
    if not before or not words_of(question):
        return Understood(question)
    last = before[-1]
    shown = tuple(one for turn in before for one in turn.citations) if wants_more(question) else ()
    if (fragment := fragment_in(question)) is not None:
        if (instead := _instead(last.question, fragment, asked, known)) is not None:
            return Understood(instead)
        return _with_topic(question, last, asked, known)
    named = _with_person(question, before)
    if points_back(question) or lacks_a_topic(question):
        found = _with_topic(named, last, asked, known)
        return replace(found, context=replace(found.context, shown=shown))
    return Understood(named, Context(shown=shown) if named != question else NO_CONTEXT)


# --- a fragment in the place of what is like it ----------------------------------------------------------


def _instead(last: str, fragment: Fragment, asked: datetime, known: Known) -> str | None:
    """The last question about something else; None where nothing in it is like the fragment."""
    if (when := _as_time(fragment.text, asked)) is not None:
        old = window_in(last, asked)
        return _put_last(last.replace(old.words, " ") if old else last, when)
    if (source := _as_source(fragment.text, known)) is not None:
        old_source = known.outlet_in(last)
        return _put_last(old_source.question if old_source else last, source)
    if fragment.lead:
        return _in_phrase(last, fragment)
    return _in_place(last, fragment)


def _as_time(text: str, asked: datetime) -> str | None:
    """The fragment as a time, with the preposition that a month or a weekday needs."""
    for lead in ("", "in ", "on "):
        when = window_in(lead + text, asked)
        if when is not None and not own_words((lead + text).replace(when.words, " ")):
            return lead + text
    return None


def _as_source(text: str, known: Known) -> str | None:
    """The fragment as the outlet whose reports are wanted."""
    for lead in ("", "according to "):
        outlet = known.outlet_in(lead + text)
        if outlet is not None and not own_words(outlet.question):
            return lead + text
    return None


def _in_phrase(last: str, fragment: Fragment) -> str:
    """The fragment for the phrase that a like preposition leads, else at the end."""
    leads = "|".join(LEADS[fragment.lead].split())
    every = "|".join(word for words in LEADS.values() for word in words.split())
    phrase = re.compile(
        rf"\b(?:{leads})\b(?:\s+to)?\s+.+?(?=\s+(?:{every}|with|mit|before|after|that|who|which)\b|[,?.!]|$)",
        re.IGNORECASE,
    )
    found = list(phrase.finditer(last))
    if not found:
        return _put_last(last, fragment.text)
    old = found[-1]
    return last[: old.start()] + fragment.text + last[old.end() :]


def _in_place(last: str, fragment: Fragment) -> str | None:
    """The fragment for the nation, the person or the name that the last question is about."""
    names = names_in(last)
    given = names_in(f"about {fragment.text}")
    is_name = bool(given) or (last[1:].islower() and len(fragment.text.split()) == 1)
    is_actor = is_name or _is_actor(fragment.text.lower().split())
    nations = [name for name in names if name.is_nation]
    if given and given[0].is_nation and nations:
        return _put(last, nations[0], fragment.text)
    if is_actor and (speaker := _speaker_of(last)) is not None:
        return _put(last, speaker, fragment.text)
    if fragment.is_topic and not is_name:
        return _in_phrase(last, Fragment(f"about {fragment.text}", "topic")) if _is_about(last) else None
    doers = [name for name in names if name.lead in {"", "source", "doer"}] or list(names)
    return _put(last, doers[0], fragment.text) if is_name and doers else None


def _is_actor(words: Sequence[str]) -> bool:
    """Whether words such as "the union" or "the employers" name who may speak."""
    return kind_of_noun(words) in _ACTORS or words[-1].endswith(_ACTING)


def _is_about(question: str) -> bool:
    return re.search(r"\b(?:about|on|über|zu|zum|zur)\b", question, re.IGNORECASE) is not None


def _put(question: str, old: Name, new: str) -> str:
    """The question with a name replaced, its article too where the new one has its own."""
    start = old.start
    if article := re.search(r"\b(?:the|der|die|das|den|dem)\s+$", question[:start], re.IGNORECASE):
        start = article.start() if re.match(r"(?:the|der|die|das|den|dem)\s", new, re.IGNORECASE) else start
    return question[:start] + new + question[old.end :]


def _put_last(question: str, words: str) -> str:
    """The question with words before its question mark."""
    plain = re.sub(r"\s+", " ", question).strip().rstrip("?.! ,")
    return f"{plain} {words}?"


def _speaker_of(question: str) -> Name | None:
    """Whose words a question asks for, as they stand in it, a title such as "mayor" included."""
    speaker = speaker_in(question)
    if speaker is None:
        return None
    words = [word for word in re.finditer(r"[\w’'.-]+", question) if words_of(word.group())]
    held = [word for word in words if set(words_of(word.group())) & set(speaker.name)]
    if not held:
        return None
    start, end = held[0].start(), held[-1].end()
    return Name(question[start:end].rstrip("."), start, len(question[:end].rstrip(".")))


_OF_THINGS = re.compile(r"\b(?:the|der|die|das|den|dem|ein\w*|kein\w*|sein\w*|ihr\w*)\s+$", re.IGNORECASE)
_WER = re.compile(r"we[rnm]\b", re.IGNORECASE)


# --- he and she ------------------------------------------------------------------------------------------


def _with_person(question: str, before: Sequence[Turn]) -> str:
    """The question with the name of whom "he" or "she" stands for."""
    while (pronoun := pronoun_of_person(question)) is not None:
        people = (person for turn in reversed(before[-_REMEMBERED:]) if (person := _person_of(turn)))
        if (person := next(people, None)) is None:
            return question
        name = f"{person}’s" if pronoun["owner"] else person
        question = question[: pronoun.start()] + name + question[pronoun.end() :]
    return question


def _person_of(turn: Turn) -> str | None:
    """Whom a turn is about: who answered its question, who spoke, or who is named in it."""
    if (kind_of(turn.question) is Kind.PERSON or _WER.match(turn.question)) and (person := _answer_of(turn)):
        return person
    if (speaker := _speaker_of(turn.question)) is not None:
        return speaker.text
    people = [
        name
        for name in names_in(turn.question)
        if name.lead != "place" and not name.is_nation and not _OF_THINGS.search(turn.question[: name.start])
    ]
    if people:
        return min(people, key=lambda name: " " not in name.text).text
    return next((one.speaker for one in turn.citations if one.speaker), None)


def _answer_of(turn: Turn) -> str | None:
    """The name in the first quotes that answers: the question does not hold it."""
    asked = names_in(turn.question)
    for citation in turn.citations[:2]:
        for name in names_in(citation.quote):
            is_new = not any(is_same_name(name.text, other.text) for other in asked)
            is_thing = _OF_THINGS.search(citation.quote[: name.start])
            is_whole = re.fullmatch(r"[^\W\d]+(?:[ .’'-]+[^\W\d]+)+", name.text) is not None
            if is_new and not is_thing and is_whole and not name.lead and not name.is_nation:
                return name.text.split(" of ")[0]
    return None


# --- topic terms -----------------------------------------------------------------------------------------


def _with_topic(question: str, last: Turn, asked: datetime, known: Known) -> Understood:
    """The question with the rarest words of the last one in brackets, and with its time and outlet."""
    plain = without_and(question).rstrip("?.! ")
    outlet = known.outlet_in(last.question)
    when = window_in(last.question, asked)
    topic = outlet.question if outlet else last.question
    terms = _terms(topic.replace(when.words, " ") if when else topic, plain, known)
    if when is not None and window_in(plain, asked) is None:
        terms = (*terms, when.words.strip())
    source = f", according to {outlet.names[0]}" if outlet and known.outlet_in(plain) is None else ""
    if not terms:
        return Understood(question)
    carried = frozenset(words_of(" ".join(terms)))
    return Understood(
        f"{plain} ({' '.join(terms)}){source}?", Context(carried if own_words(plain) else frozenset())
    )


def _terms(last: str, question: str, known: Known) -> tuple[str, ...]:
    """The names and the rarest words of the last question that this one does not hold, in their order."""
    rarity = known.rarity(content_words(last))
    held = set(words_of(question))
    named = {word for name in names_in(last) for word in words_of(name.text)}
    about = set(own_words(last)) - held - known.unknown(rarity)
    least = _RARE_ENOUGH * max((rarity.get(word, 0.0) for word in about), default=0.0)
    rare = sorted((w for w in about if rarity.get(w, 0.0) >= least), key=lambda w: -rarity.get(w, 0.0))
    wanted = (named - held) | set(rare[:_MOST_TERMS])
    written = dict.fromkeys(re.findall(r"[\w’'.-]*\w", last))
    return tuple(word for word in written if wanted.intersection(words_of(word)))

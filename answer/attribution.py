"""Whose words a sentence reports: a speaker's name beside a verb of speech."""

import re
from collections.abc import Sequence

from index.words import words_of

_VERBS = frozenset(
    words_of(
        "said says say saying told tells tell stated states warned warns added adds argued argues claimed claims "
        "called calls insisted insists declared declares announced announces replied replies responded explained "
        "noted acknowledged admitted denied denies stressed emphasised emphasized described describes suggested "
        "predicted pledged promised urged demanded criticised criticized condemned accused asked wrote tweeted "
        "posted remarked commented recalled reiterated repeated confirmed conceded vowed cautioned according "
        "sagte sagt erklärte erklärt betonte warnte forderte nannte kritisierte meinte bezeichnete kündigte teilte"
    )
)
_QUOTED = re.compile(r"[“\"„«][^”\"“»]{3,}[”\"“»]")
_PRONOUN = frozenset(words_of("he she they er sie"))
_NEAR = 8  # words between a name and its verb
_NEXT = 2  # words between a pronoun and its verb


def speech_strength(sentence: str, before: str, speaker: Sequence[str]) -> float:
    """How surely a sentence reports the speaker's words: 1 named beside a verb of speech, 0 not at all.

    `speaker` is words as the index holds them, the family name last; `before` is the few sentences before, to
    which a pronoun refers.
    """
    words = words_of(sentence)
    speaks = [at for at, word in enumerate(words) if word in _VERBS]
    named = [at for at, word in enumerate(words) if word == speaker[-1]]
    if _beside(speaks, named, _NEAR):
        return 1.0
    pronouns = [at for at, word in enumerate(words) if word in _PRONOUN]
    is_named_before = speaker[-1] in words_of(before)
    if is_named_before and _beside(speaks, pronouns, _NEXT):
        return 0.8
    if is_named_before and not speaks and _QUOTED.search(sentence):
        return 0.5
    return 0.3 if named else 0.0


def _beside(some: Sequence[int], others: Sequence[int], words: int) -> bool:
    return any(abs(one - other) <= words for one in some for other in others)


def begins_with_pronoun(sentence: str) -> bool:
    """Whether a sentence cannot be understood without the one before, because a pronoun is its subject."""
    return (
        re.match(r"[“\"„«]?(?:he|she|it|they|this|that|these|those)\b", sentence, re.IGNORECASE) is not None
    )


def full_name(text: str, speaker: Sequence[str]) -> str | None:
    """The longest form in which a text names the speaker, such as "Friedrich Merz"; None where it does not."""
    capitalised = r"[^\W\d_a-zß-öø-ÿ][\w’'-]*"
    found = re.findall(rf"(?:{capitalised}[ \u00a0])*{capitalised}", text)
    named = [name for name in found if words_of(name)[-1:] == [speaker[-1]]]
    names = [" ".join(name.split()[-_NAME_WORDS:]) for name in named]
    return max(sorted(set(names)), key=lambda name: (_is_plain_name(name), names.count(name)), default=None)


_NAME_WORDS = 2


def _is_plain_name(name: str) -> bool:
    return len(name.split()) == _NAME_WORDS

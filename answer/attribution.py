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
_PRONOUN_START = re.compile(
    r"(?:[“\"„«].{0,400}?[”\"“»],?\s+)?(?:and |but )?(?:he|she|they|er|sie)\b", re.IGNORECASE
)
_NEAR = 8  # words between a name and its verb


def speech_strength(sentence: str, before: str, speaker: Sequence[str]) -> float:
    """How surely a sentence reports the speaker's words: 1 named beside a verb of speech, 0 not at all.

    `speaker` is words as the index holds them, the family name last; `before` is the sentence before, to which
    a pronoun refers.
    """
    words = words_of(sentence)
    speaks = [at for at, word in enumerate(words) if word in _VERBS]
    named = [at for at, word in enumerate(words) if word == speaker[-1]]
    if named and any(abs(verb - name) <= _NEAR for verb in speaks for name in named):
        return 1.0
    names_before = speaker[-1] in words_of(before)
    if names_before and (speaks or _QUOTED.search(sentence)) and _PRONOUN_START.match(sentence):
        return 0.8
    if names_before and _QUOTED.search(sentence):
        return 0.5
    return 0.3 if named else 0.0


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

"""How a question leans on the one before: "and the French?", "when did he say that?", "warum?". Pure."""

import re
from dataclasses import dataclass

from answer.naming import lead_of, names_in
from index.words import content_words, words_of

_LONGEST_FRAGMENT = 7  # words
_LONGEST_BARE_FRAGMENT = 5  # words of one that nothing such as "and" announces
_WEAK = 2  # words of its own that a question about "the captain" may have

_AND = re.compile(r"^(?:and|und|but|aber|or|oder|also|so|ok(?:ay)?)\b[\s,]*", re.IGNORECASE)
_WHAT_ABOUT = re.compile(
    r"^(?:(?:what|how) about|was ist mit|wie ist es mit|wie steht es (?:mit|um)|what of)\s+", re.IGNORECASE
)
_ASKING = (
    "who whom whose what which where when why how wer wen wem wessen was welche welcher welches welchem welchen wo "
    "wann warum wieso weshalb wie woher wohin"
)
_QUESTION_WORD = re.compile(rf"\b(?:{_ASKING.replace(' ', '|')})\b", re.IGNORECASE)
_VERB_FIRST = re.compile(
    r"^(?:is|are|was|were|do|does|did|has|have|had|will|would|can|could|should|tell|show|give|explain|ist|sind|war|"
    r"waren|hat|haben|hatte|wird|werden|kann|können|gab|gibt|sagte|sagten|erzähl\w*)\b",
    re.IGNORECASE,
)
_HE_OR_SHE = re.compile(
    r"\b(?:(?P<owner>his|her(?=\s+\w)|hers|sein(?:e[nmrs]?)?(?=\s+\w)|ihre?[nmrs]?(?=\s+[A-ZÄÖÜ]))"
    r"|(?:he|she|him|her|himself|herself|er|ihn|ihm|(?-i:sie)))\b",
    re.IGNORECASE,
)
_THING = re.compile(
    r"\b(?:it|its|they|them|their|theirs|there|then|es|deren|dort|davon|dazu|dafür|dagegen|darüber|daran|darauf|damit"
    r"|dabei|danach)\b"
    r"|\b(?:that|this|these|those|das|dies)\b(?=\s*(?:[?.!,]|$)|\s+(?:was|is|did|does|happen\w*|mean\w*|exactly|go|end"
    r"|start\w*|begin|cost|take|took|help\w*|work\w*|passiert\w*|war|ist|geschah|gesagt|kosten|bedeute\w*)\b)",
    re.IGNORECASE,
)
_THERE_IS = re.compile(
    r"\b(?:is|are|was|were|gibt|gab)\s+(?:there|es)\b|\bthere\s+(?:is|are|was|were|will|be)\b", re.IGNORECASE
)
_DUMMY = re.compile(
    r"\b(?:it|es)\b.*(?:\bto\s+\w+|\bthat\s+\w+|,)|\bit\s+(?:snow|rain|hail|thunder|freeze)|\bso\s+that\b",
    re.IGNORECASE,
)
_THE = re.compile(r"\b(?:the|der|die|das|den|dem)\s+[\w-]+(?:\s+[\w-]+){0,2}\s*(?:\?|$)", re.IGNORECASE)
_ELLIPTIC = re.compile(
    r"^(?:\w+\s+)?(?:which|what|how many|how much|whose|welche\w*|wie viele?)(?:\s+[\w-]+)?\s*\??$",
    re.IGNORECASE,
)
_AT_END = re.compile(r"\W*\w*\W*")
_MORE = frozenset(
    words_of(
        """
say said says tell told think mean happen happened do did done go more else exactly again other others another
anything something anybody anyone someone details detail background reason reasons please explain so far because
come still yet also too then now really sure new time date day place show give me us long few often one ones
noch mehr sonst außerdem genau sagte gesagt sagen passiert geschehen denn eigentlich dazu bitte viel viele jemand
etwas weiter weitere seit ab lange oft tun getan macht gemacht
"""
    )
)
_ELSE = re.compile(
    r"\b(?:else|more|other|another|further|noch|sonst|mehr|weitere\w*|außerdem)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Fragment:
    """What is asked about instead, such as "the French" or "in January"; `is_topic` after "what about"."""

    text: str
    lead: str
    is_topic: bool = False


def fragment_in(question: str) -> Fragment | None:
    """What a question asks the one before about instead; None where it is a question of its own."""
    plain = question.strip().rstrip("?.! ")
    rest = _AND.sub("", plain)
    about = _WHAT_ABOUT.match(rest)
    is_announced = about is not None or rest != plain
    rest = rest[about.end() :] if about else rest
    words = rest.split()
    lead = lead_of(words[:1])
    longest = _LONGEST_FRAGMENT if is_announced else _LONGEST_BARE_FRAGMENT
    if not 0 < len(words) <= longest or _QUESTION_WORD.search(rest) or _VERB_FIRST.match(rest):
        return None
    return Fragment(rest, lead, about is not None) if is_announced or lead else None


def without_and(question: str) -> str:
    """The question without the "and" that ties it to the one before."""
    rest = _AND.sub("", question.strip())
    return rest[:1].upper() + rest[1:]


def pronoun_of_person(question: str) -> re.Match[str] | None:
    """The "he", "she" or "his" for which the question itself holds nobody."""
    found = _HE_OR_SHE.search(question)
    if found is None or any(name.start < found.start() for name in names_in(question)):
        return None
    return found


def points_back(question: str) -> bool:
    """Whether "it", "that", "they" or "there" stands for what the question itself does not name."""
    question = _THERE_IS.sub(" ", question)
    found = _THING.search(question)
    if found is None or _DUMMY.search(question):
        return False
    before = question[: found.start()]
    is_last = _AT_END.fullmatch(question[found.end() :]) is not None
    return not names_in(before) and len(own_words(before)) <= (_WEAK if is_last else 0)


def lacks_a_topic(question: str) -> bool:
    """Whether a question names nothing to search for, or only "the captain" of something."""
    if names_in(question):
        return False
    own = own_words(question)
    if _ELLIPTIC.match(question.strip()):
        return True
    is_tied = _AND.match(question.strip()) is not None
    return not own or is_tied or (len(own) <= _WEAK and _THE.search(question) is not None)


def may_stand_alone(question: str) -> bool:
    """Whether a question that lacks a topic may be meant as it stands, such as "How is the weather?"."""
    is_tied = fragment_in(question) or pronoun_of_person(question) or points_back(question)
    return not is_tied and bool(own_words(question))


def own_words(question: str) -> list[str]:
    """The words, as the index holds them, that say what a question is about."""
    return [word for word in content_words(question) if word not in _MORE]


def wants_more(question: str) -> bool:
    """Whether what was not told yet is asked for."""
    return _ELSE.search(question) is not None

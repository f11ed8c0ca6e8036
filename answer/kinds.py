"""What kind of answer a question wants, and what it calls it, read from its words. No language model; English.

The lists are closed vocabularies, of nouns collected on rtqa-train and of verbs.
"""

import re
from collections.abc import Sequence
from enum import StrEnum
from itertools import dropwhile


class Kind(StrEnum):
    """What the answer to a question should look like."""

    PERSON = "person"
    COUNTRY = "country"
    STATE = "state"
    PLACE = "place"
    ORGANISATION = "organisation"
    TITLE = "title"
    NUMBER = "number"
    MONEY = "money"
    DATE = "date"
    NAME = "name"
    THING = "thing"


_PERSON = """
player star actor actress singer rapper artist musician athlete politician senator governor president candidate
leader minister justice judge quarterback pitcher golfer director filmmaker comedian comic host anchor author writer
lawmaker figure celebrity billionaire ceo executive royal man woman person people legend coach driver swimmer gymnast
sprinter runner boxer icon personality congressman congresswoman congressperson representative mayor secretary
official prince princess king queen pope monarch businessman businesswoman entrepreneur influencer model designer
footballer soccer basketball tennis songwriter vocalist drummer guitarist rocker frontman whistleblower activist
general nominee republican democrat astronaut scientist economist skater skier cyclist wrestler fighter champion mvp
producer dictator premier chancellor attorney lawyer tycoon magnate heir founder fugitive suspect hitter outfielder
slugger
"""
_ORGANISATION = """
company companies firm corporation automaker carmaker airline airlines chain retailer brand team club university
school college agency bank network department organization organisation group party union manufacturer maker startup
start-up platform app store restaurant franchise studio publisher newspaper magazine broadcaster channel league band
website site service giant business institution ministry court committee army militia developer museum hotel hospital
airport carrier conglomerate supermarket drugmaker automakers browser search social media tech
"""
_TITLE = """
movie film show series book novel song album game sitcom musical play sequel remake single documentary podcast track
video drama
"""
_PLACE = """
city cities town place region area county island continent location province capital neighborhood venue park river
ocean lake border sea stadium site territory village suburb destination district peninsula mountain volcano canal
bridge landmark
"""
_AMOUNT = """
percentage percent number share age rate score distance size length height width weight temperature speed total count
portion fraction magnitude
"""
_STOPPERS = frozenset(
    """
is are was were did does do has have had will would can could that who which of in on at for with from to by this
just recently announced became won made said says and as after s when where if but or than while not be been may might
should must shall saw struck lost took gave came went got left held found told sent met ran led fell rose hit set cut
put beat sold bought brought built caught drew drove ate flew froze grew heard hid kept knew laid let meant paid quit
read rode rang sang sank shook shot shut sat slept spoke spent stood stole swam threw woke wore wrote broke began chose
goes comes takes makes wants gets seeks gives
""".split()
)
_PAST = re.compile("(?<!unit)ed$")
_BEFORE_NOUNS = frozenset("of the a an this his her its their these those following us american".split())
_WORDS_OF_FOCUS = 4
_PLAINLY = {
    Kind.PERSON: "person",
    Kind.PLACE: "place",
    Kind.DATE: "date",
    Kind.NUMBER: "number",
    Kind.MONEY: "amount of money",
}
_HEADS = tuple(
    (frozenset(nouns.split()), kind)
    for nouns, kind in (
        ("state states", Kind.STATE),
        ("country countries nation nations", Kind.COUNTRY),
        (_PLACE, Kind.PLACE),
        (_TITLE, Kind.TITLE),
        ("day date month year decade century season holiday time weekday", Kind.DATE),
        (_AMOUNT, Kind.NUMBER),
        (_PERSON, Kind.PERSON),
        (_ORGANISATION, Kind.ORGANISATION),
    )
)
_MONEY = re.compile(
    r"\bhow much (?:money|did|does|do|will|would|was|were|is|are|has|have)\b"
    r"|\b(?:price|cost|salary|fine|worth|fee|value|bounty|prize)\b"
)
_MANY = re.compile(
    r"\bhow (?:many|old|long|far|tall|high|big|fast|often|large|few|hot|cold|deep|heavy|much)\b"
    r"|\bwhat (?:percent|percentage|number|fraction|share)\b"
)
_WHEN = re.compile(r"(?:^|[.?!,]\s*)when (?:is|was|did|does|do|will|are|were|has)\b")
_WHO = re.compile(r"(?:^|[.?!,]\s*|\b(?:by|for|to|against|with|from|of)\s+)wh(?:o|om|ose)\b")
_WHICH = re.compile(r"\b(?:which|what|whose)\b(?P<rest>(?:\W+[\w’'-]+){0,6})")
_CALLED = re.compile(
    r"\W*\b(?:is|are|was|were)\W+(?:the|a|an)\W+(?:names?\W+of\W+)?(?P<rest>(?:\W*[\w’'-]+){1,6})"
)
_WORD = re.compile(r"[\w’'-]+")


def kind_of(question: str) -> Kind:
    """The kind of answer that a question wants, from its question words and the noun after them."""
    lowered = question.lower()
    if _MANY.search(lowered):
        return Kind.MONEY if "how much" in lowered and _MONEY.search(lowered) else Kind.NUMBER
    if _WHEN.search(lowered):
        return Kind.DATE
    for match in _WHICH.finditer(lowered):
        if (kind := kind_of_noun(_WORD.findall(match.group("rest")))) is not None:
            return kind
    if _WHO.search(lowered):
        return Kind.PERSON
    if re.search(r"\bwhere\b", lowered):
        return Kind.PLACE
    return Kind.NAME if re.search(r"\b(?:which|name|named|called|nickname)\b", lowered) else Kind.THING


def focus_of(question: str) -> str:
    """What a question asks for, in its words or plain ones: "fast-food chain", "person"; "" where it does not tell."""
    lowered = question.lower()
    for match in _WHICH.finditer(lowered):
        called = _CALLED.match(lowered, match.start("rest"))
        for following in (match, called):
            if following and (noun := _noun(_WORD.findall(following.group("rest")))):
                return noun
    return _PLAINLY.get(kind_of(question), "")


def kind_of_noun(following: Sequence[str]) -> Kind | None:
    """The kind of the last listed noun in some words in lower case, up to a verb; None where none is listed."""
    found: Kind | None = None
    for word in _up_to_verb(following):
        found = next((kind for nouns, kind in _HEADS if word in nouns), found)
    return found


def _noun(following: Sequence[str]) -> str:
    """The first words, in lower case, that may name what is asked for."""
    plain = (re.sub("[’']s$", "", word) for word in following)
    return " ".join(_up_to_verb(list(dropwhile(_BEFORE_NOUNS.__contains__, plain)))[:_WORDS_OF_FOCUS])


def _up_to_verb(words: Sequence[str]) -> list[str]:
    """The words before one that goes before no noun; the first one may be a participle."""
    ends = (at for at, word in enumerate(words) if word in _STOPPERS or (at and _PAST.search(word)))
    return list(words[: next(ends, len(words))])

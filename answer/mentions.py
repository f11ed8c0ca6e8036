"""What a sentence mentions that could be an answer: names, numbers, money, dates, titles, countries, states.

No model: capital letters, digits, quotation marks and two closed lists. English.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from answer.kinds import Kind

COUNTRIES = frozenset(
    name.replace("_", " ")
    for name in """
afghanistan albania algeria andorra angola argentina armenia australia austria azerbaijan bahamas bahrain
bangladesh barbados belarus belgium belize benin bhutan bolivia bosnia botswana brazil brunei bulgaria
burkina_faso burundi cambodia cameroon canada chad chile china colombia comoros congo costa_rica croatia cuba
cyprus czech_republic czechia denmark djibouti dominica dominican_republic ecuador egypt el_salvador eritrea
estonia eswatini ethiopia fiji finland france gabon gambia germany ghana greece grenada guatemala guinea
guyana haiti honduras hungary iceland india indonesia iran iraq ireland israel italy ivory_coast jamaica japan
jordan kazakhstan kenya kiribati kosovo kuwait kyrgyzstan laos latvia lebanon lesotho liberia libya
liechtenstein lithuania luxembourg madagascar malawi malaysia maldives mali malta mauritania mauritius mexico
micronesia moldova monaco mongolia montenegro morocco mozambique myanmar namibia nauru nepal netherlands
new_zealand nicaragua niger nigeria north_korea north_macedonia norway oman pakistan palau palestine panama
papua_new_guinea paraguay peru philippines poland portugal qatar romania russia rwanda samoa san_marino
saudi_arabia senegal serbia seychelles sierra_leone singapore slovakia slovenia solomon_islands somalia
south_africa south_korea south_sudan spain sri_lanka sudan suriname sweden switzerland syria taiwan tajikistan
tanzania thailand togo tonga trinidad tunisia turkey turkiye turkmenistan tuvalu uganda ukraine
united_arab_emirates uae united_kingdom uk britain england scotland wales united_states us usa uruguay
uzbekistan vanuatu vatican venezuela vietnam yemen zambia zimbabwe greenland hong_kong
""".split()
)
STATES = frozenset(
    name.replace("_", " ")
    for name in """
alabama alaska arizona arkansas california colorado connecticut delaware florida georgia hawaii idaho illinois
indiana iowa kansas kentucky louisiana maine maryland massachusetts michigan minnesota mississippi missouri
montana nebraska nevada new_hampshire new_jersey new_mexico new_york north_carolina north_dakota ohio oklahoma
oregon pennsylvania rhode_island south_carolina south_dakota tennessee texas utah vermont virginia washington
west_virginia wisconsin wyoming
""".split()
)
# Words that open a sentence with a capital letter and are no name.
_OPENERS = frozenset(
    """
the a an in on at it he she they we i you but and or so if as when while after before since for from with by
to of this that these those there here what who why how where his her its their our your my is are was were do
does did not no yes now then also more most some many one two three all both each such even just still last
next first second according although because during despite however meanwhile once only other others over
under until about through among against between like read see get sign click advertisement photo image video
cnn ap reuters monday tuesday wednesday thursday friday saturday sunday january february march april may june
july august september october november december today yesterday tonight earlier later instead nearly almost
around officials police experts researchers scientists people mr mrs ms dr
""".split()
)
_CAPITAL = r"(?:[A-Z][\w’'&-]*|[a-z]{1,2}[A-Z]\w+)(?:\.(?=[A-Z]))?"
_NAME = re.compile(
    rf"{_CAPITAL}(?:(?:\s+(?:of|the|de|la|al|bin|van|von|du|del|and|&|y)){{0,2}}\s+{_CAPITAL}|\s+\d+\b)*"
)
_MONEY = re.compile(
    r"[$£€¥]\s?\d[\d,.]*(?:\s?(?:thousand|million|billion|trillion|[mbk]n?\b))?"
    r"|\b\d[\d,.]*\s?(?:dollars|cents|euros|pounds)\b",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"\b\d[\d,.]*(?:\s?%|(?:st|nd|rd|th)\b|[\s-]?(?:percent|per cent|thousand|million|billion|trillion|hundred|years?"
    r"|days?|hours?|minutes?|months?|weeks?|miles|feet|points?|people)\b)?"
    r"|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen"
    r"|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|dozen|half|third|quarter)\b",
    re.IGNORECASE,
)
_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|Jan\.|Feb\.|Aug\.|Sept\.|Oct\.|Nov\.|Dec\.)"
)
_DATE = re.compile(
    rf"\b(?:{_MONTH}(?:\s+\d{{1,2}}\b)?(?:,?\s+\d{{4}})?|\d{{1,2}}\s+{_MONTH}"
    r"|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:19|20)\d\d)\b"
)
_TITLE = re.compile(r"[“\"‘]([^“”\"]{2,60})[”\"’]")
_PUNCTUATION = str.maketrans(dict.fromkeys("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~“”‘…—–", " "))
_NAMELIKE = frozenset({Kind.PERSON, Kind.PLACE, Kind.ORGANISATION, Kind.NAME, Kind.THING})
_LONGEST = 600  # characters of a sentence that are looked at: patterns stay quick on whatever the web holds
_SHORTEST_OPENER = 3


@dataclass(frozen=True, slots=True)
class Mention:
    """Something that could be an answer: its key (folded words) and the kinds of answer that it could be."""

    key: str
    kinds: frozenset[Kind]


def fold(text: str) -> str:
    """Lower case without accents, possessives and punctuation: the key of a mention."""
    decomposed = unicodedata.normalize("NFKD", text.lower())
    plain = "".join(character for character in decomposed if not unicodedata.combining(character))
    return " ".join(re.sub(r"[’']s\b", "", plain).replace("’", " ").translate(_PUNCTUATION).split())


def mentions(sentence: str) -> tuple[Mention, ...]:
    """What a sentence mentions, each key once."""
    found: dict[str, set[Kind]] = {}
    for key, kinds in _found(sentence[:_LONGEST]):
        if key:
            found.setdefault(key, set()).update(kinds)
    return tuple(Mention(key, frozenset(kinds)) for key, kinds in found.items())


def _found(sentence: str) -> Iterator[tuple[str, frozenset[Kind]]]:
    for pattern, kinds in (
        (_DATE, frozenset({Kind.DATE})),
        (_MONEY, frozenset({Kind.MONEY, Kind.NUMBER})),
        (_NUMBER, frozenset({Kind.NUMBER})),
    ):
        yield from ((fold(match.group()), kinds) for match in pattern.finditer(sentence))
    for match in _TITLE.finditer(sentence):
        if match.group(1)[0].isupper():
            yield fold(match.group(1)), frozenset({Kind.TITLE, Kind.NAME})
    for match in _NAME.finditer(sentence):
        yield from _name(match.group(), opens=match.start() == 0)


def _name(text: str, *, opens: bool) -> Iterator[tuple[str, frozenset[Kind]]]:
    words = fold(text).split()
    while words and words[0] in _OPENERS:
        words = words[1:]
    if not words or (opens and len(words) == 1 and len(words[0]) < _SHORTEST_OPENER):
        return
    key = " ".join(words)
    kinds = _NAMELIKE
    if key in COUNTRIES:
        kinds = frozenset({Kind.COUNTRY, Kind.PLACE, Kind.NAME})
    if key in STATES:
        kinds = (kinds | {Kind.STATE, Kind.PLACE}) - {Kind.PERSON, Kind.ORGANISATION}
    if any(character.isdigit() for character in key):
        kinds -= {Kind.PERSON}
    yield key, kinds

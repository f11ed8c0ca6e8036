"""Sentences as tokens that can be compared: numbers by value, dates by day, words by stem, names letter by letter.

English and German. Numbers written as words are read by text2num.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from text_to_num import alpha2digit

from answer.writing.folding import plain
from answer.writing.vocabulary import (
    ALIKE,
    BE,
    BOUNDARIES,
    CUES,
    IRREGULAR_PARTICIPLES,
    LIGHT,
    MONTHS,
    RELATIVE_DAYS,
    UNITS,
    WEEKDAYS,
    Cue,
)
from index.words import words_of

_MONTH = "|".join(sorted((name.title() for name in MONTHS), key=len, reverse=True))
_TOKEN = re.compile(
    r"(?<!\d)(?P<iso>\d{4}-\d{2}-\d{2})(?!\d)"
    r"|(?<!\d)(?P<dotted>\d{1,2}\.\d{1,2}\.\d{4})(?!\d)"
    rf"|(?<![\d.,])(?P<day_month>\d{{1,2}}(?:st|nd|rd|th|\.)?\s+(?:of\s+)?(?:{_MONTH})\b\.?)"
    rf"|\b(?P<month_day>(?:{_MONTH})\.?\s+\d{{1,2}}(?:st|nd|rd|th)?(?![\d.,:]*\d)(?!\w))"
    r"|(?P<ordinal>\d+(?:st|nd|rd|th)\b)"
    r"|(?P<number>(?:(?<![\w-])-)?\d+(?:[.,:]\d+)*)"
    r"|(?P<word>[^\W\d_]\w*(?:'[^\W\d_]+)?)"
    r"|(?P<unit>[%$€£¥])"
    r"|(?P<mark>[^\w\s])"
)
_INITIALS = re.compile(r"\b(?:[A-Z]\.){2,}")
_TITLE_DOT = re.compile(r"\b(Mr|Mrs|Ms|Dr|Prof|St|Gen|Sen|Rep|Gov|Jr|Sr|No|Nr)\.")
_HYPHEN = re.compile(r"(?<=[^\W\d_])-(?=\w)|(?<=\d)-(?=[^\W\d_])")
_SINGLE_QUOTED = re.compile(r"(?<!\w)'(?=\S)([^']*(?:\w'\w[^']*)*)'(?!\w)")
_NOT = re.compile(r"(?i)\b(can|won|sha)?(\w*?)n't\b|\bcannot\b")
_MAGNITUDES = {"mn": 6, "mio": 6, "bn": 9, "mrd": 9, "tn": 12}
_MAGNITUDES_OF_MONEY = {"k": 3, "m": 6, "b": 9}
_WHOLE_MAGNITUDES = {"#1000": 3, "#1000000": 6, "#1000000000": 9, "#1000000000000": 12}
_WORDS_OF_A_TITLE = 4
_MONEY = frozenset({"dollar", "euro", "pound", "yen"})
_BETWEEN_BE_AND_PARTICIPLE = frozenset({"not", "also", "never", "been", "being", "nicht", "auch"})
_OF_A_MONTH = frozenset(
    "in on since until of by last next early mid late this during im seit bis ab anfang mitte ende".split()
)


@dataclass(frozen=True, slots=True)
class Token:
    """A word, number, date, unit or mark. `key` says what it means, `exact` how it is written (folded).

    `is_name`: written with a capital within a sentence, or a number. `is_owner`: with 's. `is_passive`: a participle
    behind a form of "be". `is_quoted`: within quotation marks that hold more than a few words.
    """

    key: str
    exact: str
    is_mark: bool = False
    is_date: bool = False
    is_name: bool = False
    is_owner: bool = False
    is_participle: bool = False
    is_passive: bool = False
    is_quoted: bool = False

    @property
    def is_light(self) -> bool:
        """Whether a sentence may have or leave it out freely."""
        return self.exact in LIGHT and not self.is_date and not self.is_boundary

    @property
    def is_boundary(self) -> bool:
        """Whether it opens another clause."""
        return self.exact in BOUNDARIES

    @property
    def cue(self) -> Cue | None:
        """How it turns, limits or attributes what is said, if it does."""
        return None if self.is_date else CUES.get(self.exact)

    @property
    def is_number(self) -> bool:
        """Whether it counts something."""
        return self.key.startswith("#")

    @property
    def is_content(self) -> bool:
        """Whether it says something of its own."""
        return not (self.is_mark or self.is_light or self.is_boundary)

    def means(self, other: "Token") -> bool:
        """Whether the other token says the same; names must be the same letter by letter."""
        if self.key != other.key or self.is_owner != other.is_owner:
            return False
        is_free = self.key.startswith(("*", "@")) or not (self.is_name or other.is_name)
        return is_free or self.is_number or self.exact == other.exact


def tokens_of(text: str, language: str) -> tuple[Token, ...]:
    """The tokens of a text in English ("en") or German ("de")."""
    text = _SINGLE_QUOTED.sub(r'"\1"', _NOT.sub(_spelled_not, plain(text)))
    text = _INITIALS.sub(lambda found: found[0].replace(".", ""), text)
    text = _HYPHEN.sub(" ", _TITLE_DOT.sub(r"\1", text))
    text = alpha2digit(text, language, 0)
    found = [token for match in _TOKEN.finditer(text) for token in _tokens(match, text, language)]
    return tuple(_with_quotations(list(_with_voice(_in_order(_multiplied(_with_years(found)))))))


def _spelled_not(found: re.Match[str]) -> str:
    if found[0].lower() == "cannot":
        return "can not"
    irregular = {"can": "can", "won": "will", "sha": "shall"}
    return f"{irregular.get((found[1] or '').lower(), '')}{found[2]} not"


def _tokens(match: re.Match[str], text: str, language: str) -> Iterator[Token]:
    kind, said = match.lastgroup, match[0]
    if kind == "iso":
        year, month, day = map(int, said.split("-"))
        yield from (_day(month, day), _number(str(year), language))
    elif kind == "dotted":
        day, month, year = map(int, said.split("."))
        yield from (_day(month, day), _number(str(year), language))
    elif kind in ("day_month", "month_day"):
        name = re.search(_MONTH, said)
        yield _day(MONTHS[name[0].lower()] if name else 0, int(re.findall(r"\d+", said)[0]))
    elif kind == "ordinal":
        yield Token(f"#{said[:-2]}th", said.lower(), is_name=True)
    elif kind == "number":
        yield _number(said, language)
    elif kind == "unit":
        yield Token(UNITS[said], said)
    elif kind == "mark":
        yield Token(said, said, is_mark=True)
    else:
        yield _word(said, text[: match.start()])


def _day(month: int, day: int) -> Token:
    return Token(f"@{month:02}-{day:02}", f"@{month:02}-{day:02}", is_date=True)


def _number(said: str, language: str) -> Token:
    thousands, point = (".", ",") if language == "de" else (",", ".")
    grouped = rf"-?\d{{1,3}}(?:{re.escape(thousands)}\d{{3}})+(?:{re.escape(point)}\d+)?"
    if re.fullmatch(grouped, said):
        said = said.replace(thousands, "")
    said = said.replace(point, ".")
    key = said if not re.fullmatch(r"-?\d+(?:\.\d+)?", said) else f"{Decimal(said).normalize():f}"
    return Token(f"#{key}", said, is_name=True)


def _word(said: str, before: str) -> Token:
    is_owner = said.lower().endswith("'s")
    word = said[:-2] if is_owner else said
    exact = word.casefold()
    last = before.rstrip()[-1:]
    opens = not last or last in '.!?:"'
    is_capital = word[0].isupper()
    if is_capital and exact in WEEKDAYS:
        return Token(f"@w{WEEKDAYS[exact]}", exact, is_date=True)
    if is_capital and exact in MONTHS and _is_month(exact, before):
        return Token(f"@m{MONTHS[exact]}", exact, is_date=True)
    if exact in RELATIVE_DAYS:
        return Token(f"@{exact}", exact, is_date=True)
    stems = words_of(word)
    key = ALIKE.get(exact) or UNITS.get(exact) or (stems[0] if stems else exact)
    participle = (exact.endswith("ed") and not is_capital) or exact in IRREGULAR_PARTICIPLES
    return Token(key, exact, is_name=is_capital and not opens, is_owner=is_owner, is_participle=participle)


def _is_month(name: str, before: str) -> bool:
    """Whether "May" and "March" name a month here."""
    words = before.casefold().split()
    return name not in ("may", "march") or bool(words and words[-1] in _OF_A_MONTH)


def _with_years(tokens: Sequence[Token]) -> list[Token]:
    """The year behind a date is a part of the date."""
    years: list[Token] = []
    for token in tokens:
        before = [other for other in years[-2:] if not other.is_mark]
        if before and before[-1].is_date and re.fullmatch(r"#(?:19|20)\d\d", token.key):
            token = replace(token, key=f"@y{token.key[1:]}", is_date=True)  # noqa: PLW2901 - the same token, known better
        years.append(token)
    return years


def _multiplied(tokens: Sequence[Token]) -> Iterator[Token]:
    """Numbers with the "million" behind them as one number."""
    at = 0
    while at < len(tokens):
        token, following = tokens[at], tokens[at + 1] if at + 1 < len(tokens) else None
        zeros = None
        if token.is_number and following is not None:
            zeros = _WHOLE_MAGNITUDES.get(following.key) or _MAGNITUDES.get(following.exact)
            if at and tokens[at - 1].key in _MONEY:
                zeros = zeros or _MAGNITUDES_OF_MONEY.get(following.exact)
        if zeros and re.fullmatch(r"#-?[\d.]+", token.key):
            value = Decimal(token.key[1:]).scaleb(zeros)
            yield replace(token, key=f"#{value.normalize():f}")
            at += 2
        else:
            yield token
            at += 1


def _in_order(tokens: Iterator[Token]) -> Iterator[Token]:
    """Units behind their numbers: "$5" as "5 dollars"."""
    held: Token | None = None
    for token in tokens:
        if held is not None:
            yield from (token, held) if token.is_number else (held, token)
            held = None
        elif token.key in _MONEY and unicodedata.category(token.exact[0]) == "Sc":
            held = token
        else:
            yield token
    if held is not None:
        yield held


def _with_voice(tokens: Iterator[Token]) -> Iterator[Token]:
    """Participles behind a form of "be" are marked as passive."""
    after_be = False
    for token in tokens:
        yield replace(token, is_passive=token.is_participle and after_be)
        if token.exact in BE:
            after_be = True
        elif token.exact not in _BETWEEN_BE_AND_PARTICIPLE and not token.exact.endswith("ly"):
            after_be = False


def _with_quotations(tokens: Sequence[Token]) -> Iterator[Token]:
    """Tokens within quotation marks are marked, where they are somebody's words and no title or turn of phrase."""
    marks = [at for at, token in enumerate(tokens) if token.exact == '"'] + [len(tokens)]
    quoted: set[int] = set()
    for opening, closing in zip(marks[::2], marks[1::2], strict=False):
        if closing - opening > _WORDS_OF_A_TITLE:
            quoted.update(range(opening, closing))
    yield from (replace(token, is_quoted=at in quoted) for at, token in enumerate(tokens))

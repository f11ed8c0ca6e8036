"""From an answer to what Discord shows: one card a message, always within Discord's limits.

A card is one embed in a message of its own, so Discord's limit over all embeds of a message (6,000) follows
from the bounds on its parts. An answer is laid out in blocks (what was written, each quote, each source), and
a block that no longer fits begins the next card; no block is ever torn. A very long quote is shortened, which
the ellipsis behind its quotation mark says. Lengths are counted in UTF-16 units, the most that Discord can
count.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from answer.answers import Answer, Answered, Citation, NoEvidence
from bot.markdown import (
    ellipted,
    escaped,
    hidden_characters,
    isolated,
    masked_link,
    one_line,
    shortened,
    units,
)
from bot.wording import Texts, note_text, nothing_found, searched

MAX_TITLE = 256
MAX_DESCRIPTION = 4_096
MAX_FOOTER = 1_000  # Discord allows 2,048; with this a whole card stays under 6,000
MAX_QUOTE = 1_000
MAX_NAME = 200
MAX_OUTLETS = 4
MAX_WRITTEN = 3_000

ANSWER_COLOUR = 0x2F6FDE
NOTHING_COLOUR = 0x80848E
PROBLEM_COLOUR = 0xD9822B

_MARKER = re.compile(r"\[\d+\]")


@dataclass(frozen=True, slots=True)
class Card:
    """One message. Title and description are Discord's Markdown, the footer is plain text."""

    colour: int
    description: str
    title: str | None = None
    footer: str | None = None


@dataclass(frozen=True, slots=True)
class _Block:
    """A piece that stays in one card, and what parts it from the piece before."""

    text: str
    gap: str = "\n\n"


def render(answer: Answer, texts: Texts) -> tuple[Card, ...]:
    """The cards of an answer, in the order in which they are sent; at least one."""
    title = _title(answer.question)
    notes = [note_text(texts, note) for note in answer.notes]
    match answer:
        case Answered():
            footer = _footer(searched(texts, answer.coverage), *notes)
            pages = list(_pages(_blocks(answer, texts)))
            last = len(pages) - 1
            return tuple(
                Card(ANSWER_COLOUR, page, None if number else title, footer if number == last else None)
                for number, page in enumerate(pages)
            )
        case NoEvidence():
            return (Card(NOTHING_COLOUR, nothing_found(texts, answer.coverage), title, _footer(*notes)),)


def problem(message: str, texts: Texts) -> Card:
    """What a person reads when there is no answer."""
    description = ellipted(message, MAX_WRITTEN, _cost)
    return Card(PROBLEM_COLOUR, escaped(description), texts.say("problem"))


def notice(message: str) -> Card:
    """A text from the wording, shown as it is."""
    return Card(NOTHING_COLOUR, message)


def _blocks(answer: Answered, texts: Texts) -> Iterator[_Block]:
    if _says_more_than_quotes(answer):
        written = "\n".join(map(one_line, answer.text.splitlines()))
        yield _Block(escaped(ellipted(written, MAX_WRITTEN, _cost)))
    for citation in answer.citations:
        yield _Block(_quote(citation, texts))
    for number, source in enumerate(_sources(answer.citations, texts)):
        yield _Block(source, "\n") if number else _Block(f"### {texts.say('sources')}\n{source}")


def _quote(citation: Citation, texts: Texts) -> str:
    """A block quote: the words as they are stored, then who said or published them, when, and the way there."""
    said = shortened(citation.quote, MAX_QUOTE, lambda text: units(_verbatim(text)))
    invisible = hidden_characters(said)
    who, *where = filter(None, (_name(citation.speaker), _outlet(citation, texts)))
    facts = [
        f"**{citation.marker}**",
        f"**{who}**",
        *where,
        texts.day(citation.published),
        _link(texts.say("in-context"), citation.link, citation.url),
        texts.say("shortened") if said != citation.quote else None,
        texts.say("hidden-characters", number=invisible) if invisible else None,
    ]
    return f"{_verbatim(said)}\n> {_dotted(facts)}"


def _verbatim(text: str) -> str:
    return "\n".join(f"> {escaped(line)}" for line in text.splitlines())


def _sources(citations: Iterable[Citation], texts: Texts) -> Iterator[str]:
    """One entry an article: the numbers of its quotes, title, outlet, date, link."""

    def article(citation: Citation) -> tuple[str, int]:
        return citation.article, citation.version

    by_article = (list(group) for _, group in groupby(sorted(citations, key=article), key=article))
    for cited in sorted(by_article, key=lambda group: group[0].marker):
        first = cited[0]
        numbers = ellipted(", ".join(str(citation.marker) for citation in cited), MAX_NAME)
        facts = [
            _outlet(first, texts),
            texts.day(first.published),
            _link(texts.say("article"), first.url),
            _also_in(cited, texts),
        ]
        yield f"- **{numbers}** · {_name(first.title) or texts.say('untitled')}\n  {_dotted(facts)}"


def _also_in(cited: Iterable[Citation], texts: Texts) -> str | None:
    """The other outlets that say the same, a few by name."""
    outlets = list(dict.fromkeys(outlet for citation in cited for outlet in citation.other_outlets))
    named = [name for outlet in outlets[:MAX_OUTLETS] if (name := _name(outlet))]
    if not named:
        return None
    return texts.say("also-in", outlets=", ".join(named), more=len(outlets) - len(named))


def _says_more_than_quotes(answer: Answered) -> bool:
    """Whether `text` holds words of its own, so that it is worth showing above the quotes."""
    rest = " ".join(_MARKER.sub("", answer.text).split())
    for quote in sorted((citation.quote for citation in answer.citations), key=len, reverse=True):
        rest = rest.replace(" ".join(quote.split()), "")
    return any(character.isalnum() for character in rest)


def _pages(blocks: Iterable[_Block]) -> Iterator[str]:
    page = ""
    for block in blocks:
        longer = page + block.gap + block.text if page else block.text
        if page and units(longer) > MAX_DESCRIPTION:
            yield page
            longer = block.text
        page = longer
    yield page


def _title(question: str) -> str | None:
    return escaped(ellipted(one_line(question), MAX_TITLE, _cost)) or None


def _outlet(citation: Citation, texts: Texts) -> str:
    return _name(citation.outlet) or texts.say("unknown-outlet")


def _name(text: str | None) -> str:
    """A title or an outlet: one line, nothing hidden, escaped, of bounded length."""
    return isolated(escaped(ellipted(one_line(text or ""), MAX_NAME, _cost)))


def _footer(*lines: str) -> str | None:
    return ellipted("\n".join(lines), MAX_FOOTER) or None


def _link(label: str, *urls: str | None) -> str | None:
    """The first of `urls` that can be linked."""
    return next(filter(None, (masked_link(label, url) for url in urls)), None)


def _dotted(parts: Iterable[str | None]) -> str:
    return " · ".join(part for part in parts if part)


def _cost(text: str) -> int:
    """The length that `text` has when it is escaped."""
    return units(escaped(text))

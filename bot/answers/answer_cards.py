"""From an answer to its cards: what was said, who said it, when and where; then the sources and what was searched.

All text of articles, models and people is escaped; links are those of the library. A very long quote is shortened,
and says so.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import groupby

from answer.answers import Answer, Answered, Citation, Nearby, NoEvidence, Standing
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
from bot.rendering import ANSWER_COLOUR, NOTHING_COLOUR, Block, Card, Gap, cards, heading, small
from bot.wording import Texts, note_text, nothing_found, searched

MAX_TITLE = 400
MAX_QUOTE = 1_000
MAX_NAME = 200
MAX_OUTLETS = 4
MAX_PARAGRAPH = 2_000
MAX_WRITTEN = 12_000
MAX_NOTE = 1_000

_MARKER = re.compile(r"\[(\d{1,3})\]")


def render(answer: Answer, texts: Texts, remarks: Sequence[str] = ()) -> tuple[Card, ...]:
    """The cards of an answer, in the order in which they are sent; at least one. `remarks` of ours come last."""
    notes = (*_notes(answer, texts), *remarks)
    match answer:
        case Answered():
            small_print = _small_print((searched(texts, answer.coverage), *notes))
            return cards(ANSWER_COLOUR, (*_asked(answer, texts), *_answered(answer, texts), *small_print))
        case NoEvidence():
            nothing = Block(nothing_found(texts, answer.coverage), Gap.NONE)
            blocks = (*_asked(answer, texts), nothing, *_nearby(answer, texts), *_small_print(notes))
            return cards(NOTHING_COLOUR, blocks)


def quote_block(citation: Citation, texts: Texts) -> Block:
    """A quote: the words as they are stored, then who said or published them, when, and the way there."""
    said = shortened(citation.quote, MAX_QUOTE, lambda text: units(verbatim(text)))
    invisible = hidden_characters(said)
    who, *where = filter(None, (name(citation.speaker), outlet_of(citation, texts)))
    facts = [
        f"`{citation.marker}` **{who}**",
        *where,
        texts.day(citation.published),
        link(texts.say("in-context"), citation.link, citation.url),
        texts.say("shortened") if said != citation.quote else None,
        texts.say("hidden-characters", number=invisible) if invisible else None,
        *standing(citation.standing, texts),
    ]
    return Block(f"{verbatim(said)}\n> {dotted(facts)}")


def standing(of: Standing | None, texts: Texts) -> Iterator[str]:
    """What has become of a quoted article, in a few words each."""
    if of is None:
        return
    if of.is_removed:
        yield texts.say("removed")
    if of.newer is not None:
        still = "yes" if of.newer.holds_quote else "no"
        yield texts.say("newer", day=texts.day(of.newer.stored), still=still)
    if of.withdrawn is not None:
        yield texts.say("withdrawn", day=texts.day(of.withdrawn))


def verbatim(text: str) -> str:
    """A block quote that shows exactly these words."""
    return "\n".join(f"> {escaped(line)}" for line in text.splitlines())


def name(text: str | None) -> str:
    """A title, a person or an outlet: one line, nothing hidden, escaped, of bounded length; empty for nothing."""
    return isolated(escaped(ellipted(one_line(text or ""), MAX_NAME, _cost)))


def outlet_of(article: Citation | Nearby, texts: Texts) -> str:
    """Who published it."""
    return name(article.outlet) or texts.say("unknown-outlet")


def dotted(parts: Iterable[str | None]) -> str:
    """Facts on one line; those that are None or empty are left out."""
    return " · ".join(part for part in parts if part)


def age(published: str | None) -> str | None:
    """How long ago, as Discord counts it for each reader; None where no moment is known, but perhaps a day."""
    try:
        moment = datetime.fromisoformat(published or "")
    except ValueError:
        return None
    return f"<t:{int(moment.timestamp())}:R>" if moment.tzinfo else None


def _asked(answer: Answer, texts: Texts) -> Iterator[Block]:
    """The question, and how it was understood where the turns before completed it."""
    question = _title(answer.question)
    yield heading(question or texts.say("no-question"))
    if understood := _title(answer.understood):
        yield Block(small(texts.say("understood", question=understood)), Gap.NONE)


def _answered(answer: Answered, texts: Texts) -> Iterator[Block]:
    is_first = True
    if _says_more_than_quotes(answer):
        known = {citation.marker for citation in answer.citations}
        for paragraph in _paragraphs(answer.text):
            yield Block(_with_markers(paragraph, known), Gap.NONE if is_first else Gap.SPACE)
            is_first = False
        if answer.written_by:
            yield Block(small(texts.say("written-by", model=name(answer.written_by))))
    for citation in answer.citations:
        block = quote_block(citation, texts)
        yield Block(block.text, Gap.NONE if is_first else Gap.SPACE)
        is_first = False
    for number, source in enumerate(_sources(answer.citations, texts)):
        yield (
            Block(source, Gap.NONE) if number else Block(f"**{texts.say('sources')}**\n{source}", Gap.LINE)
        )


def _nearby(answer: NoEvidence, texts: Texts) -> Iterator[Block]:
    for number, near in enumerate(answer.nearby):
        entry = _entry(near, texts)
        yield Block(entry, Gap.NONE) if number else Block(f"**{texts.say('nearby')}**\n{entry}", Gap.LINE)


def _paragraphs(text: str) -> Iterator[str]:
    """What was written, in pieces that fit a card each; nothing is left out before MAX_WRITTEN."""
    for line in ellipted(text, MAX_WRITTEN, _cost).splitlines():
        rest = one_line(line)
        while rest:
            piece = shortened(rest, MAX_PARAGRAPH, _cost) or rest[0]
            yield piece
            rest = rest[len(piece) :].lstrip()


def _with_markers(text: str, known: Iterable[int]) -> str:
    """Escaped, with the numbers of quotes set off as they are below; a number without a quote stays text."""
    marks = {str(marker) for marker in known}
    pieces = _MARKER.split(text)
    return "".join(
        escaped(piece) if not at % 2 else f"`{piece}`" if piece in marks else escaped(f"[{piece}]")
        for at, piece in enumerate(pieces)
    )


def _sources(citations: Iterable[Citation], texts: Texts) -> Iterator[str]:
    """One entry an article: the numbers of its quotes, title, outlet, age, link."""

    def article(citation: Citation) -> tuple[str, int]:
        return citation.article, citation.version

    by_article = (list(group) for _, group in groupby(sorted(citations, key=article), key=article))
    for cited in sorted(by_article, key=lambda group: group[0].marker):
        numbers = " ".join(f"`{citation.marker}`" for citation in cited)
        yield f"{numbers} {_entry(cited[0], texts, also_in(cited, texts))}"


def _entry(article: Citation | Nearby, texts: Texts, others: str | None = None) -> str:
    """An article in two lines: its title; its outlet, age and link."""
    facts = [
        outlet_of(article, texts),
        age(article.published) or texts.day(article.published),
        link(texts.say("article"), article.url),
        texts.say("withdrawn", day=texts.day(article.withdrawn))
        if isinstance(article, Nearby) and article.withdrawn
        else None,
        others,
    ]
    return f"{name(article.title) or texts.say('untitled')}\n{small(dotted(facts))}"


def also_in(cited: Iterable[Citation], texts: Texts) -> str | None:
    """The other outlets that say the same, a few by name."""
    outlets = list(dict.fromkeys(outlet for citation in cited for outlet in citation.other_outlets))
    named = [shown for outlet in outlets[:MAX_OUTLETS] if (shown := name(outlet))]
    if not named:
        return None
    return texts.say("also-in", outlets=", ".join(named), more=len(outlets) - len(named))


def _notes(answer: Answer, texts: Texts) -> list[str]:
    return [escaped(ellipted(one_line(note_text(texts, note)), MAX_NOTE, _cost)) for note in answer.notes]


def _small_print(lines: Iterable[str]) -> Iterator[Block]:
    for number, line in enumerate(lines):
        yield Block(small(line), Gap.NONE if number else Gap.SPACE)


def _says_more_than_quotes(answer: Answered) -> bool:
    """Whether `text` holds words of its own, so that it is worth showing above the quotes."""
    rest = " ".join(_MARKER.sub("", answer.text).split())
    for quote in sorted((citation.quote for citation in answer.citations), key=len, reverse=True):
        rest = rest.replace(" ".join(quote.split()), "")
    return any(character.isalnum() for character in rest)


def _title(question: str | None) -> str:
    return escaped(ellipted(one_line(question or ""), MAX_TITLE, _cost))


def link(label: str, *urls: str | None) -> str | None:
    """The first of `urls` that can be linked."""
    return next(filter(None, (masked_link(label, url) for url in urls)), None)


def _cost(text: str) -> int:
    """The length that `text` has when it is escaped."""
    return units(escaped(text))

"""Lists of quotes and lines, a page at a time: what /digest, /quotes and /watch list show, and watches tell. Pure."""

from collections.abc import Iterable

from answer.answers import Citation
from bot.answers.answer_cards import also_in, name, quote_block
from bot.markdown import units
from bot.rendering import ANSWER_COLOUR, Block, Card, Gap, heading, small
from bot.wording import Texts

AT_ONCE = 2  # lists of a kind that are looked up at the same time, so that questions keep their speed
_MOST = 5  # to a page, which is read on a phone
_ROOM = 3_000  # of a card's 4,000, for the blocks


def story_block(citation: Citation, texts: Texts) -> Block:
    """A quote with who, when, the way there, and where else it stands."""
    block = quote_block(citation, texts)
    others = also_in((citation,), texts)
    return Block(f"{block.text}\n> {small(others)}") if others else block


def pages(
    title: str, blocks: Iterable[Block], lines: Iterable[str] = (), *, most: int = _MOST
) -> tuple[Card, ...]:
    """Blocks on pages, at least one; each has the title and, in small print, the lines below."""
    below = [Block(small(line), Gap.NONE if number else Gap.SPACE) for number, line in enumerate(lines)]
    title_block = heading(name(title))
    return tuple(Card(ANSWER_COLOUR, (title_block, *page, *below)) for page in _filled(blocks, most) or ([],))


def _filled(blocks: Iterable[Block], most: int) -> list[list[Block]]:
    filled: list[list[Block]] = []
    for block in blocks:
        page = filled[-1] if filled else []
        if page and len(page) < most and sum(units(one.text) for one in (*page, block)) <= _ROOM:
            page.append(block)
        else:
            filled.append([block])
    return filled

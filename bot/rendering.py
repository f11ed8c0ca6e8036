"""What Discord shows: cards, each a message of its own, always within Discord's limits.

A card is one frame of Components V2. It is laid out in blocks, and a block that no longer fits begins the next
card, so no link, no quote and no code is ever torn. Lengths are counted in UTF-16 units, the most that Discord can
count.
"""

import enum
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bot.markdown import ellipted, escaped, units
from bot.wording import Texts

MAX_CARD = 4_000  # over all texts of a message
MAX_GROUPS = 16  # with a separator each, the frame and a row of five buttons: 39 of the 40 components allowed
MAX_PROBLEM = 3_000

ANSWER_COLOUR = 0x2F6FDE
NOTHING_COLOUR = 0x80848E
PROBLEM_COLOUR = 0xD9822B


class Gap(enum.Enum):
    """What parts a block from the one before."""

    NONE = "the next line"
    SPACE = "some space"
    LINE = "a line across"


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of Markdown, never empty and of at most MAX_CARD units, that stays in one card."""

    text: str
    gap: Gap = Gap.SPACE


@dataclass(frozen=True, slots=True)
class Card:
    """One message."""

    colour: int
    blocks: tuple[Block, ...]

    @property
    def groups(self) -> list[Block]:
        """The blocks, with those that only begin a new line put together."""
        groups: list[Block] = []
        for block in self.blocks:
            if groups and block.gap is Gap.NONE:
                groups[-1] = Block(f"{groups[-1].text}\n{block.text}", groups[-1].gap)
            else:
                groups.append(block)
        return groups


def cards(colour: int, blocks: Iterable[Block]) -> tuple[Card, ...]:
    """The blocks on as few cards as hold them, in their order."""
    return tuple(Card(colour, tuple(page)) for page in _pages(blocks))


def problem(message: str, texts: Texts) -> Card:
    """What a person reads when there is no answer."""
    words = escaped(ellipted(message, MAX_PROBLEM, lambda text: units(escaped(text))))
    return Card(PROBLEM_COLOUR, (heading(texts.say("problem")), Block(words, Gap.NONE)))


def notice(message: str) -> Card:
    """A text from the wording, shown as it is."""
    return Card(NOTHING_COLOUR, (Block(message),))


def heading(text: str) -> Block:
    """A title of one line, in Markdown."""
    return Block(f"### {text}")


def small(line: str) -> str:
    """A line in small print."""
    return f"-# {line}"


def _pages(blocks: Iterable[Block]) -> Iterator[list[Block]]:
    page: list[Block] = []
    length = groups = 0
    for block in blocks:
        length += units(block.text) + 1  # a new line may be put between two
        groups += block.gap is not Gap.NONE
        if page and (length > MAX_CARD or groups > MAX_GROUPS):
            yield page
            page, length, groups = [], units(block.text) + 1, 1
        page.append(block)
    yield page

"""The tables of docs/scale.md: what a library of a size takes, from what was measured, by formulas that are shown.

    python bench/sizing.py

Measure anew with the commands that stand beside `ROWS` and `COSTS`, change the numbers here, and run it again:
`pytest tests/deploy/test_scale.py` compares the page with what this prints.
"""

import math
from dataclasses import dataclass

SIZES = (1_000_000, 10_000_000, 100_000_000, 1_000_000_000)
CORES = 2  # on which `Row` was measured
MIB, DAY = 1 << 20, 86_400
UNITS = ("B", "kB", "MB", "GB", "TB")


@dataclass(frozen=True, slots=True)
class Row:
    """A library that was asked: `make bench-scale`, docs/performance.md. Milliseconds are medians, memory in MiB."""

    passages: int
    answer: float
    four_at_once: float
    newsdesk: float
    chroma: float


@dataclass(frozen=True, slots=True)
class Costs:
    """`python bench/costs.py --shared ../shared --articles 5000`: the articles of rtqa-dev, on one machine."""

    passages_per_article: float = 8.07
    # processor milliseconds an article
    embedding: float = 76.5
    storing: float = 11.2
    all: float = 95.8
    # bytes a passage
    truth: int = 3_233
    keywords: int = 623
    vectors: int = 2_047


# in order of size; the two largest give the slopes
ROWS = (
    Row(13_458, answer=38, four_at_once=163, newsdesk=400, chroma=101),
    Row(100_005, answer=43, four_at_once=162, newsdesk=419, chroma=277),
    Row(500_001, answer=55, four_at_once=201, newsdesk=585, chroma=1_070),
    Row(1_000_013, answer=76, four_at_once=308, newsdesk=771, chroma=1_996),
)
COSTS = Costs()


def main() -> None:
    """Print both tables as Markdown."""
    print(answers())
    print()
    print(libraries())


def answers() -> str:
    """What one machine needs to answer from its own indexes."""
    lines = [
        "| passages | | answer | answers a second and core | memory: newsdesk | Chroma |",
        "|--:|---|--:|--:|--:|--:|",
    ]
    for row in (*ROWS, *(_derived(size) for size in SIZES if size > ROWS[-1].passages)):
        kind = "measured" if row in ROWS else "derived"
        rate = 4000 / row.four_at_once / CORES
        lines.append(
            f"| {row.passages:,} | {kind} | {_short(row.answer)} ms | {rate:.2g} | {_bytes(row.newsdesk * MIB)} "
            f"| {_bytes(row.chroma * MIB)} |"
        )
    return "\n".join(lines)


def _derived(size: int) -> Row:
    """Each figure on the line through the two largest sizes that were measured."""
    before, last = ROWS[-2:]
    beyond = (size - last.passages) / (last.passages - before.passages)

    def at(one: float, other: float) -> float:
        return other + (other - one) * beyond

    return Row(
        size,
        at(before.answer, last.answer),
        at(before.four_at_once, last.four_at_once),
        at(before.newsdesk, last.newsdesk),
        at(before.chroma, last.chroma),
    )


def libraries() -> str:
    """What holding and ingesting it takes; derived, all of it."""
    lines = [
        "| passages | articles | truth | keywords | vectors | core hours | of it embedding | writer at least |",
        "|--:|--:|--:|--:|--:|--:|--:|--:|",
    ]
    for size in SIZES:
        articles = size / COSTS.passages_per_article
        writing = articles * COSTS.storing / 1000 / DAY
        lines.append(
            f"| {size:,} | {_short(articles / 1e6)} million | {_bytes(size * COSTS.truth)} "
            f"| {_bytes(size * COSTS.keywords)} | {_bytes(size * COSTS.vectors)} "
            f"| {_short(articles * COSTS.all / 3.6e6)} | {_short(articles * COSTS.embedding / 3.6e6)} "
            f"| {_short(writing * 24) + ' hours' if writing < 1 else _short(writing) + ' days'} |"
        )
    return "\n".join(lines)


def _bytes(size: float) -> str:
    power = min(4, int(math.log10(size)) // 3)
    return f"{_short(size / 1000**power)} {UNITS[power]}"


def _short(number: float) -> str:
    """Two significant digits: more would promise too much."""
    return f"{float(f'{number:.2g}'):,.10g}"


if __name__ == "__main__":
    main()

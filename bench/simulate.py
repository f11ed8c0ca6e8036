"""`make simulate`: newsdesk under 1 to 1,000 times the load of one newsroom, by measured service times.

    python bench/simulate.py [--hours 1] [--seed 20260106] [--plot docs/images/simulated.svg]

A discrete-event simulation (SimPy) of feeds that publish, the one process that polls them, and the bots that answer.
It shows what waits for what: how long after its publication an article can be found, how many wait to be stored, and
how long a question takes. It is no measurement: networks, disks and databases under load are not in it. The service
times are those that docs/scale.md names the commands of; change `Measured` to yours.
"""

import argparse
import math
import random
import re
from collections.abc import Generator, Sequence
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path
from typing import Any

import numpy as np
import simpy
from rich.console import Console
from rich.table import Table

Wait = Generator[simpy.Event, Any, None]

HOUR = 3600.0
DAY = 24 * HOUR
TIMES = 100  # newsrooms, marked in the plot


@dataclass(frozen=True, slots=True)
class Measured:
    """Service times on two cores, seconds; docs/scale.md says by which commands they were measured."""

    embed: float = 0.038  # an article
    store: float = 0.067  # one that comes alone, without embedding: storing it, and both indexes
    answer: float = 0.043
    answer_p95: float = 0.070
    fetch: float = 0.8  # a page over the internet; taken, not measured


@dataclass(frozen=True, slots=True)
class Load:
    """What arrives. A newsroom: 50 feeds of 40 articles a day, 30 questions an hour; twice that in the busy hour."""

    times: int
    feeds: int = 50
    articles_per_feed_and_day: float = 40
    questions_per_hour: float = 30
    poll_seconds: float = 900  # feeds.interval_minutes = 15
    busy: float = 2.0

    @property
    def articles_per_second(self) -> float:
        """In the busy hour."""
        return self.busy * self.times * self.feeds * self.articles_per_feed_and_day / DAY

    @property
    def questions_per_second(self) -> float:
        """In the busy hour."""
        return self.busy * self.times * self.questions_per_hour / HOUR


@dataclass(frozen=True, slots=True)
class Machines:
    """What serves it. Bot and feeds have two cores each, or share them on one machine.

    `hosts` is `fetch.hosts`; an embedding server is so many times as fast as two cores.
    """

    name: str
    is_one: bool = False
    hosts: int = 8
    embeds: float = 1
    bots: int = 1


@dataclass(slots=True)
class Seen:
    """What one run saw: seconds from publication to findable, seconds a question took, busy seconds by part."""

    fresh: list[float] = field(default_factory=list)
    answered: list[float] = field(default_factory=list)
    waiting: list[int] = field(default_factory=list)
    busy: dict[str, float] = field(default_factory=lambda: dict.fromkeys(("pages", "feeds", "bots"), 0))


class Newsdesk:
    """One set-up under one load."""

    def __init__(self, load: Load, machines: Machines, measured: Measured, seed: int) -> None:
        self._env = simpy.Environment()
        self._random = random.Random(seed)  # noqa: S311 - a simulation, no secret
        self._load, self._machines, self._measured = load, machines, measured
        self._fetching = simpy.Resource(self._env, machines.hosts)
        self._fetched: simpy.Store = simpy.Store(self._env)
        self._answering = simpy.PriorityResource(self._env, machines.bots)
        self._storing = self._answering if machines.is_one else simpy.PriorityResource(self._env, 1)
        self._seen = Seen()

    def run(self, hours: float) -> Seen:
        """Simulate so many busy hours."""
        for process in (self._publish(), self._store(), self._ask(), self._look()):
            self._env.process(process)
        self._env.run(until=hours * HOUR)
        # what still waits counts as old as it is, or an overload would look like freshness
        self._seen.fresh += [self._env.now - published for published in self._fetched.items]
        return self._seen

    def _publish(self) -> Wait:
        while True:
            yield self._env.timeout(self._random.expovariate(self._load.articles_per_second))
            self._env.process(self._fetch(self._env.now))

    def _fetch(self, published: float) -> Wait:
        """The feed is polled some time later, then the page is fetched."""
        yield self._env.timeout(self._random.uniform(0, self._load.poll_seconds))
        with self._fetching.request() as turn:
            yield turn
            yield from self._spend("pages", self._random.expovariate(1 / self._measured.fetch))
        yield self._fetched.put(published)

    def _store(self) -> Wait:
        """One process polls, and stores what one visit to a feed brought after the other."""
        while True:
            published = yield self._fetched.get()
            with self._storing.request(
                priority=1
            ) as turn:  # a question comes first, but what runs is finished
                yield turn
                yield from self._spend(
                    "feeds", self._measured.embed / self._machines.embeds + self._measured.store
                )
            self._seen.fresh.append(self._env.now - published)

    def _ask(self) -> Wait:
        while True:
            yield self._env.timeout(self._random.expovariate(self._load.questions_per_second))
            self._env.process(self._answer(self._env.now))

    def _answer(self, asked: float) -> Wait:
        spread = math.log(self._measured.answer_p95 / self._measured.answer) / 1.645
        with self._answering.request(priority=0) as turn:
            yield turn
            yield from self._spend(
                "bots", self._random.lognormvariate(math.log(self._measured.answer), spread)
            )
        self._seen.answered.append(self._env.now - asked)

    def _look(self) -> Wait:
        """How many articles wait to be fetched or stored, every ten seconds."""
        while True:
            yield self._env.timeout(10)
            self._seen.waiting.append(len(self._fetching.queue) + len(self._fetched.items))

    def _spend(self, part: str, seconds: float) -> Wait:
        self._seen.busy[part] += seconds
        yield self._env.timeout(seconds)


LOADS = (1, 3, 10, 30, 100, 300, 1000)
SET_UPS = (
    Machines("one machine", is_one=True),
    Machines("feeds and bot apart", hosts=32),
    Machines("apart, embedding 10 times as fast", hosts=64, embeds=10, bots=2),
)


@dataclass(frozen=True, slots=True)
class Run:
    """A set-up under a load, and what was seen: 50th and 95th percentiles in seconds, shares of time."""

    load: Load
    machines: Machines
    fresh: tuple[float, float]
    answered: tuple[float, float]
    waiting: float
    busiest: str
    busy: float


def main() -> None:
    """Simulate every set-up, print a table, and draw how the waits of articles and questions grow."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--hours", type=float, default=1, help="busy hours to simulate")
    parser.add_argument("--seed", type=int, default=20260106)
    parser.add_argument("--plot", type=Path, default=Path("docs/images/simulated.svg"))
    given = parser.parse_args()
    runs = [
        simulate(Load(times), machines, given.hours, given.seed) for machines in SET_UPS for times in LOADS
    ]
    Console(width=150).print(_table(runs))
    given.plot.parent.mkdir(parents=True, exist_ok=True)
    given.plot.write_text(_drawn(runs))


def simulate(load: Load, machines: Machines, hours: float, seed: int) -> Run:
    """One run of so many busy hours."""
    seen = Newsdesk(load, machines, Measured(), seed).run(hours)
    count = {"pages": machines.hosts, "bots": machines.bots}
    busy = {part: seconds / (hours * HOUR * count.get(part, 1)) for part, seconds in seen.busy.items()}
    if machines.is_one:
        busy = {"pages": busy["pages"], "its cores": busy["feeds"] + busy["bots"]}
    busiest = max(busy, key=lambda part: busy[part])
    return Run(
        load,
        machines,
        _middle_and_slow(seen.fresh),
        _middle_and_slow(seen.answered),
        float(np.mean(seen.waiting)),
        busiest,
        busy[busiest],
    )


def _middle_and_slow(seconds: Sequence[float]) -> tuple[float, float]:
    middle, slow = np.percentile(seconds or [math.nan], (50, 95))
    return float(middle), float(slow)


def _table(runs: Sequence[Run]) -> Table:
    headings = (
        "set-up",
        "load",
        "articles a day",
        "findable after",
        "(95%)",
        "waiting",
        "answer",
        "(95%)",
        "busiest",
    )
    table = Table()
    for heading in headings:
        table.add_column(heading, justify="left" if heading == "set-up" else "right", no_wrap=True)
    for run in runs:
        table.add_row(
            run.machines.name,
            f"{run.load.times:,} ×",
            f"{run.load.articles_per_second / run.load.busy * DAY:,.0f}",
            *(f"{seconds / 60:.1f} min" for seconds in run.fresh),
            f"{run.waiting:,.1f}",
            *(f"{seconds * 1000:,.0f} ms" for seconds in run.answered),
            f"{run.busiest} {run.busy:.0%}",
            end_section=run.load.times == LOADS[-1],
        )
    return table


INK = "#24292f"  # replaced by the reader's own, dark or light
COLOURS = ("#3b82f6", "#ea7317", "#12a150")
SCHEMES = f"<style>svg{{color:{INK}}}@media(prefers-color-scheme:dark){{svg{{color:#e6edf3}}}}</style>"


def _drawn(runs: Sequence[Run]) -> str:
    """Three plots beside each other as SVG; text and axes in the reader's colour."""
    import matplotlib as mpl  # slow to import
    from matplotlib.figure import Figure

    ink = {f"{part}color": INK for part in ("text.", "axes.label", "axes.edge", "xtick.", "ytick.")}
    with mpl.rc_context({"svg.fonttype": "none", "svg.hashsalt": "newsdesk", "font.size": 10, **ink}):
        figure = Figure(figsize=(10.5, 3.7), layout="constrained")
        plots = figure.subplots(1, 3)
        titles = (
            ("An article can be found", "minutes after publication (95%)"),
            ("Articles that wait to be stored", "number, on average"),
            ("A question is answered", "milliseconds (95%)"),
        )
        for plot, (title, unit) in zip(plots, titles, strict=True):
            plot.set_title(title, loc="left", fontweight="bold", fontsize=11)
            plot.set_ylabel(unit)
            plot.set(xscale="log", xlabel="newsrooms of 2,000 articles a day")
            plot.axvline(TIMES, color=INK, linewidth=0.8, linestyle=":")
            plot.grid(color="#8b949e", alpha=0.3, linewidth=0.6)
            plot.spines[["top", "right"]].set_visible(False)
        for machines, colour in zip(SET_UPS, COLOURS, strict=True):
            mine = [run for run in runs if run.machines == machines]
            loads = [run.load.times for run in mine]
            lines = (
                [run.fresh[1] / 60 for run in mine],
                [run.waiting for run in mine],
                [run.answered[1] * 1000 for run in mine],
            )
            for plot, line in zip(plots, lines, strict=True):
                plot.plot(loads, line, marker="o", markersize=4, color=colour, label=machines.name)
        plots[0].set(ylim=(0, None))
        plots[1].set(yscale="symlog", ylim=(0, None))
        plots[2].set(ylim=(0, None))
        for plot in plots:
            plot.xaxis.set_major_formatter("{x:,.0f}")
            plot.minorticks_off()
        plots[1].yaxis.set_major_formatter("{x:,.0f}")
        figure.legend(
            *plots[0].get_legend_handles_labels(), loc="outside lower center", ncols=3, frameon=False
        )
        written = StringIO()
        figure.savefig(written, format="svg", transparent=True, metadata={"Date": None})
    drawn = written.getvalue().replace(INK, "currentColor")
    return re.sub(r"(<svg [^>]*>)", rf"\1{SCHEMES}", drawn, count=1)


if __name__ == "__main__":
    main()

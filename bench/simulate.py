"""`make simulate`: newsdesk under 1 to 100 times the load of one newsroom, by measured service times.

    python bench/simulate.py [--hours 1] [--seed 20260106] [--plot build/simulated.svg]

A discrete-event simulation (SimPy) of feeds, pollers, ingest workers, the one writer of the truth, each bot's
own indexes, and the bots that answer. It shows what waits for what: how long after its publication an article
can be found, and how long a question takes. It is no measurement: networks, disks under load and PostgreSQL over
a network are not in it. The service times are those of docs/performance.md; change `Measured` to yours.
"""

import argparse
import math
import random
from collections.abc import Generator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import simpy
from rich.console import Console
from rich.table import Table

Wait = Generator[simpy.Event, Any, None]

HOUR = 3600.0
DAY = 24 * HOUR


@dataclass(frozen=True, slots=True)
class Measured:
    """Service times on two cores, seconds; docs/performance.md says by which commands they were measured."""

    embed_article: float = 0.043
    store_article: float = 0.004
    index_passage: float = 0.0006
    answer: float = 0.043
    answer_p95: float = 0.070
    passages_per_article: float = 8.2
    fetch: float = 0.8  # a page over the internet; not measured here


@dataclass(frozen=True, slots=True)
class Load:
    """What arrives. A newsroom: 50 feeds of 40 articles a day, 30 questions an hour; twice that in the busy hour."""

    times: int
    feeds: int = 50
    articles_per_feed_and_day: float = 40
    questions_per_hour: float = 30
    poll_seconds: float = 900
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
    """What serves it, in pairs of cores. On one machine, worker and bot share a pair."""

    workers: int = 1
    bots: int = 1
    share_cores: bool = True
    fetchers: int = 8
    batch: int = 64

    def __str__(self) -> str:
        if self.share_cores:
            return "one machine"
        return f"{self.workers} workers, {self.bots} bots"


@dataclass(slots=True)
class Seen:
    """What one run saw: seconds from publication to findable, seconds a question took, busy seconds by part."""

    fresh: list[float] = field(default_factory=list)
    answered: list[float] = field(default_factory=list)
    busy: dict[str, float] = field(
        default_factory=lambda: dict.fromkeys(("workers", "writer", "indexes", "bots"), 0)
    )
    published: int = 0
    asked: int = 0


class Newsdesk:
    """One set-up under one load."""

    def __init__(self, load: Load, machines: Machines, measured: Measured, seed: int) -> None:
        self._env = simpy.Environment()
        self._random = random.Random(seed)  # noqa: S311 - a simulation, no secret
        self._load, self._machines, self._measured = load, machines, measured
        self._found: simpy.Store = simpy.Store(self._env)
        self._fetching = simpy.Resource(self._env, machines.fetchers * machines.workers)
        self._writing = simpy.Resource(self._env, 1)
        bots = simpy.PriorityResource(self._env, machines.bots)
        self._answering = bots
        self._embedding = (
            bots if machines.share_cores else simpy.PriorityResource(self._env, machines.workers)
        )
        self._stored: simpy.Store = simpy.Store(self._env)
        self._seen = Seen()

    def run(self, hours: float) -> Seen:
        """Simulate so many busy hours."""
        self._env.process(self._publish())
        self._env.process(self._ask())
        for _ in range(self._machines.workers):
            self._env.process(self._work())
        self._env.process(self._index())
        self._env.run(until=hours * HOUR)
        return self._seen

    def _publish(self) -> Wait:
        while True:
            yield self._env.timeout(self._random.expovariate(self._load.articles_per_second))
            self._seen.published += 1
            self._env.process(self._fetch(self._env.now))

    def _fetch(self, published: float) -> Wait:
        """The feed is polled some time later, then the page is fetched."""
        yield self._env.timeout(self._random.uniform(0, self._load.poll_seconds))
        with self._fetching.request() as turn:
            yield turn
            yield self._env.timeout(self._random.expovariate(1 / self._measured.fetch))
        yield self._found.put(published)

    def _work(self) -> Wait:
        """Embed what was found, a batch at a time; one process writes at a time."""
        while True:
            first = yield self._found.get()
            batch = [first] + [
                self._found.items.pop(0) for _ in range(min(len(self._found.items), self._machines.batch - 1))
            ]
            for _ in batch:  # a question comes first, but an article that is being embedded is finished
                with self._embedding.request(priority=1) as turn:
                    yield turn
                    yield from self._spend("workers", self._measured.embed_article)
            with self._writing.request() as turn:
                yield turn
                yield from self._spend("writer", self._measured.store_article * len(batch))
            yield self._stored.put(batch)

    def _index(self) -> Wait:
        """One bot's indexes follow the truth; those of the other bots do the same at the same time."""
        while True:
            batch = yield self._stored.get()
            passages = len(batch) * self._measured.passages_per_article
            yield from self._spend("indexes", passages * self._measured.index_passage)
            self._seen.fresh += [self._env.now - published for published in batch]

    def _ask(self) -> Wait:
        while True:
            yield self._env.timeout(self._random.expovariate(self._load.questions_per_second))
            self._seen.asked += 1
            self._env.process(self._answer(self._env.now))

    def _answer(self, asked: float) -> Wait:
        spread = math.log(self._measured.answer_p95 / self._measured.answer) / 1.645
        with self._answering.request(priority=0) as turn:
            yield turn
            yield from self._spend(
                "bots", self._random.lognormvariate(math.log(self._measured.answer), spread)
            )
        self._seen.answered.append(self._env.now - asked)

    def _spend(self, part: str, seconds: float) -> Wait:
        self._seen.busy[part] += seconds
        yield self._env.timeout(seconds)


LOADS = (1, 10, 100, 300, 1000)
SET_UPS = (
    Machines(),
    Machines(workers=4, bots=2, share_cores=False),
    Machines(workers=20, bots=8, share_cores=False),
)


@dataclass(frozen=True, slots=True)
class Run:
    """A set-up under a load, and what was seen of it: 50th and 95th percentiles in seconds, shares of time."""

    load: Load
    machines: Machines
    fresh: tuple[float, float]
    answered: tuple[float, float]
    busiest: str
    busy: float


def main() -> None:
    """Simulate every set-up, print a table, and draw how the waits of articles and questions grow."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--hours", type=float, default=1, help="busy hours to simulate")
    parser.add_argument("--seed", type=int, default=20260106)
    parser.add_argument("--plot", type=Path, default=Path("build/simulated.svg"))
    given = parser.parse_args()
    runs = [
        simulate(Load(times), machines, given.hours, given.seed) for machines in SET_UPS for times in LOADS
    ]
    Console(width=120).print(_table(runs))
    given.plot.parent.mkdir(parents=True, exist_ok=True)
    _draw(runs, given.plot)


def simulate(load: Load, machines: Machines, hours: float, seed: int) -> Run:
    """One run of so many busy hours."""
    seen = Newsdesk(load, machines, Measured(), seed).run(hours)
    count = {"workers": machines.workers, "bots": machines.bots}
    busy = {part: seconds / (hours * HOUR * count.get(part, 1)) for part, seconds in seen.busy.items()}
    if machines.share_cores:
        busy["bots"] += busy.pop("workers")
    busiest = max(busy, key=lambda part: busy[part])
    return Run(
        load, machines, _middle_and_slow(seen.fresh), _middle_and_slow(seen.answered), busiest, busy[busiest]
    )


def _middle_and_slow(seconds: Sequence[float]) -> tuple[float, float]:
    middle, slow = np.percentile(seconds or [math.nan], (50, 95))
    return float(middle), float(slow)


def _table(runs: Sequence[Run]) -> Table:
    table = Table()
    for heading in (
        "set-up",
        "load",
        "articles a day",
        "findable after",
        "(95%)",
        "answer",
        "(95%)",
        "busiest",
    ):
        table.add_column(heading, justify="left" if heading == "set-up" else "right")
    for run in runs:
        table.add_row(
            str(run.machines),
            f"{run.load.times} ×",
            f"{run.load.articles_per_second / run.load.busy * DAY:,.0f}",
            *(f"{seconds / 60:.1f} min" for seconds in run.fresh),
            *(f"{seconds * 1000:.0f} ms" for seconds in run.answered),
            f"{run.busiest} {run.busy:.0%}",
            end_section=run.load.times == LOADS[-1],
        )
    return table


def _draw(runs: Sequence[Run], file: Path) -> None:
    """Two plots beside each other, both scales logarithmic."""
    from matplotlib.figure import Figure  # slow to import

    figure = Figure(figsize=(9, 3.4), layout="constrained")
    findable, answer = figure.subplots(1, 2)
    for machines in SET_UPS:
        mine = [run for run in runs if run.machines == machines]
        loads = [run.load.times for run in mine]
        findable.plot(loads, [run.fresh[1] / 60 for run in mine], marker="o", label=str(machines))
        answer.plot(loads, [run.answered[1] * 1000 for run in mine], marker="o", label=str(machines))
    findable.set_title("findable after, minutes (95%)")
    answer.set_title("answer, milliseconds (95%)")
    for plot in (findable, answer):
        plot.set(xscale="log", yscale="log", xlabel="load, times one newsroom")
        plot.grid(alpha=0.3)
    findable.legend(frameon=False)
    figure.savefig(file)


if __name__ == "__main__":
    main()

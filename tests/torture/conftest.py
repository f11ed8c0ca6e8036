"""How much is done (TORTURE, 1 is all), by which chance (TORTURE_SEED), and the table of what came of it.

Among the other slow tests a tenth is done; `make torture` does all.
"""

import os
import random
import shutil
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from config.settings import Settings, load_settings
from index.library import Library
from index.searchable import SearchableLibrary
from tests.conftest import CACHE
from tests.torture.commands import Command, newsdesk
from tests.torture.fleet import Book, Found, convoy

NOW = datetime(2026, 1, 10, tzinfo=UTC)
WITHIN_SECONDS = 60.0
CONVOY = 2_500  # passages: more than Chroma keeps in memory before it writes its graph to files

SCALE = float(os.environ.get("TORTURE", "0.1"))
SEED = os.environ.get("TORTURE_SEED", "20261123")
COLUMNS = ("points", "acknowledged", "lost", "twice", "unclear", "unsound", "unfound")


class Trial:
    """A part of the torture: its chance, what was counted, and what went wrong, which must be nothing."""

    def __init__(self, name: str) -> None:
        self.chance = random.Random(f"{SEED} {name}")
        self.counted: Counter[str] = Counter({"points": 0})
        self.faults: list[str] = []
        self.seconds: list[float] = []  # until everything could be searched again
        self.answered: float | None = None  # seconds until a question was answered, where that was looked at
        self.row = name.partition("[")[0].removeprefix("test_").replace("_", " ")

    def points(self, whole: int) -> Iterator[int]:
        """So many points, or what TORTURE leaves of them; at least one."""
        for point in range(max(1, round(whole * SCALE))):
            yield point
            self.counted["points"] += 1

    def expect(self, is_so: object, column: str, what: object) -> None:
        """Count a fault where something is not so."""
        if not is_so:
            self.counted[column] += 1
            self.faults.append(f"point {self.counted['points']}, {column}: {what}")

    def compare(
        self, book: Book, library: Library, given: Sequence[dict[str, str]], acknowledged: int
    ) -> Found:
        """Expect that nothing is lost and nothing there twice."""
        found = book.compare(library, given, acknowledged)
        self.counted["acknowledged"] += acknowledged
        self.expect(not found.lost, "lost", f"{found.lost} of {acknowledged}")
        self.expect(not found.twice, "twice", found.twice)
        return found

    def expect_clear(self, command: Command) -> None:
        """Expect that a command said nothing that only its authors understand."""
        self.expect(not command.unclear(), "unclear", command.said[-2000:])

    def expect_sound(self, settings: Settings) -> None:
        """Expect that `newsdesk check` finds nothing."""
        code, command = newsdesk(settings, "check")
        self.expect(code == 0, "unsound", command.said)

    def expect_searchable(
        self, library: SearchableLibrary, question: str, article: str, *, began: float | None = None
    ) -> None:
        """Expect that words find an article at once, and meaning is searched again within 60 s, both unattended."""
        began = time.monotonic() if began is None else began
        while True:
            result = library.search(question, asked=NOW)
            found = {hit.passage.article for hit in result.hits}
            self.expect(
                article in found, "unfound", f"{article} by {'meaning' if result.by_meaning else 'words'}"
            )
            took = time.monotonic() - began
            if result.by_meaning or took > WITHIN_SECONDS:
                break
            threading.Event().wait(0.1)  # asked again, as people would
        self.expect(result.by_meaning, "unfound", f"meaning is not searched after {took:.0f} s")
        self.seconds.append(took)

    def told(self) -> dict[str, object]:
        """What the table needs; pytest-xdist carries it from process to process."""
        times = {"seconds": max(self.seconds, default=None), "answered": self.answered}
        return {"row": self.row, **times, **self.counted}


@pytest.fixture
def trial(request: pytest.FixtureRequest) -> Iterator[Trial]:
    """The trial that a test is. It fails if a fault was counted."""
    trial = Trial(request.node.name)
    yield trial
    request.node.user_properties.append(("torture", trial.told()))
    if trial.faults:
        pytest.fail(f"Repeat it with TORTURE_SEED={SEED} TORTURE={SCALE:g}:\n" + "\n".join(trial.faults))


@pytest.fixture(scope="session")
def _convoy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data directory of a library of CONVOY passages, complete with its indexes."""
    settings = load_settings(data_dir=tmp_path_factory.mktemp("convoy") / "data", cache_dir=CACHE)
    with SearchableLibrary(settings) as library:
        convoy(library, CONVOY, np.random.default_rng(1))
        library.follow()
        library.close(stop_server_if_last=True)
    return settings.data_dir


@pytest.fixture
def at_sea(_convoy: Path, settings: Settings) -> Settings:
    """Settings of a library that holds the convoy."""
    shutil.copytree(_convoy, settings.data_dir)
    return settings


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the table, a row for each kind of torture."""
    rows: dict[str, list[dict]] = defaultdict(list)
    reports = [report for some in terminalreporter.stats.values() for report in some]
    for report in reports:
        for name, told in getattr(report, "user_properties", ()):
            if name == "torture" and report.when == "teardown":
                rows[told["row"]].append(told)
    if not rows:
        return
    terminalreporter.section(f"torture, TORTURE={SCALE:g} TORTURE_SEED={SEED}")
    width = max(map(len, rows))
    terminalreporter.line(f"{'':{width}}  {'  '.join(COLUMNS)}  answered (s)  slowest (s)")
    for name, told in sorted(rows.items()):
        counts = [f"{sum(one.get(column, 0) for one in told):{len(column)}}" for column in COLUMNS]
        times = f"{_slowest(told, 'answered'):>12}  {_slowest(told, 'seconds'):>11}"
        terminalreporter.line(f"{name:{width}}  {'  '.join(counts)}  {times}".rstrip())


def _slowest(told: Sequence[dict], column: str) -> str:
    waited = max((one[column] for one in told if one[column] is not None), default=None)
    return "" if waited is None else f"{waited:.1f}"

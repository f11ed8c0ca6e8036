"""docs/scale.md: its tables are those that its commands print."""

import re
import runpy
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "scale.md").read_text()


def test_the_tables_of_sizes_are_what_the_script_prints():
    printed = subprocess.run(
        [sys.executable, ROOT / "bench" / "sizing.py"], capture_output=True, text=True, check=True
    ).stdout
    tables = printed.strip().split("\n\n")
    assert len(tables) == 2
    assert [table for table in tables if table not in PAGE] == []


def test_the_costs_that_sizes_follow_from_are_those_of_the_page():
    costs = runpy.run_path(str(ROOT / "bench" / "sizing.py"))["COSTS"]
    row = re.search(r"^\| an article \|(.*)\|$", PAGE, re.MULTILINE)
    assert row
    _, _, embedding, storing, *_, whole = (float(cell) for cell in row[1].split("|"))
    assert (costs.embedding, costs.storing, costs.all) == (embedding, storing, whole)


def test_the_sizes_that_were_measured_are_those_of_performance():
    rows = runpy.run_path(str(ROOT / "bench" / "sizing.py"))["ROWS"]
    performance = (ROOT / "docs" / "performance.md").read_text()
    answers = re.search(r"^\| total \|(.*)\|$", performance, re.MULTILINE)
    sizes = re.search(r"^\| \| ([\d,]+ passages.*)\|$", performance, re.MULTILINE)
    assert answers
    assert sizes
    told = [int(number.replace(",", "")) for number in re.findall(r"[\d,]{5,}", sizes[1])]
    assert [row.passages for row in rows] == told
    assert [row.answer for row in rows] == [float(cell.split()[0]) for cell in answers[1].split("|")]


def test_the_plot_is_light_and_follows_the_readers_colours():
    plot = (ROOT / "docs" / "images" / "simulated.svg").read_text()
    assert "docs/images/simulated.svg" not in PAGE
    assert "](images/simulated.svg)" in PAGE
    assert len(plot) < 100_000
    assert "prefers-color-scheme:dark" in plot
    assert "#24292f" not in plot.partition("</style>")[2]

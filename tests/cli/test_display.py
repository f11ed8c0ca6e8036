"""How an answer looks in a terminal."""

from datetime import UTC, datetime
from io import StringIO

import pytest
from rich.console import Console

from answer.answers import AlsoIn, Answered, Citation, Coverage, Newer, Standing
from cli.display import show_answer


@pytest.fixture
def shown():
    """Show an answer of one citation with these facts; returns the lines."""

    def show(understood=None, **facts):
        values = {"article": "a", "version": 1, "title": "Heaters recalled", "outlet": "Meridian Wire"}
        values |= {"published": "2025-12-17", "url": None, "link": None, "start": 0, "end": 1}
        cited = Citation(1, "Nobody was hurt.", **(values | facts))
        asked, covered = datetime(2026, 1, 1, tzinfo=UTC), Coverage(3, None, None)
        answer = Answered("?", asked, 0.9, "…", (cited,), covered, understood=understood)
        console = Console(file=StringIO(), width=100)
        show_answer(answer, console)
        return [line.strip() for line in console.file.getvalue().splitlines()]

    return show


def test_how_a_follow_up_was_understood_stands_before_the_answer(shown):
    assert shown()[1].startswith("[1]")
    lines = shown(understood="What did Scholz say about \x1b[31ma ceasefire?")
    assert lines[1] == "Understood as: What did Scholz say about [31ma ceasefire?"


def other(outlet):
    return AlsoIn("b", outlet, "Heaters", None, None)


def test_other_outlets_that_say_the_same_are_named_below_the_source(shown):
    lines = shown(also_in=(other("The Calder Post"), other("Meridian Wire"), other("Sundmark Gazette")))
    source = lines.index("Meridian Wire · 17 December 2025 · Heaters recalled")
    assert lines[source + 1] == "also in The Calder Post, Sundmark Gazette"


def test_what_became_of_a_quoted_article_is_told_below_its_source(shown):
    lines = shown(standing=Standing("2026-01-12T09:00:00+00:00", Newer(2, "2026-01-13", False)))
    source = lines.index("Meridian Wire · 17 December 2025 · Heaters recalled")
    assert lines[source + 1 : source + 3] == [
        "newer version since 13 January 2026, without these words",
        "no longer at its address since 12 January 2026",
    ]


def test_no_other_outlet_leaves_no_line(shown):
    assert not any("also in" in line for line in shown(also_in=(other(None), other("Meridian Wire"))))


def test_an_outlet_s_name_cannot_move_the_cursor(shown):
    assert "also in [31mThe Post" in shown(also_in=(other("\x1b[31mThe \u202ePost"),))

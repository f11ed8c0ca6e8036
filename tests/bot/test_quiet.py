"""When a watch may speak."""

from datetime import UTC, datetime, time, timedelta

import pytest

from bot.watches.quiet import Hours, Rhythm
from config.watch_section import WatchSettings

NOON = datetime(2026, 1, 12, 12, tzinfo=UTC)


def at(hours: float) -> datetime:
    return datetime(2026, 1, 12, tzinfo=UTC) + timedelta(hours=hours)


@pytest.mark.parametrize(
    ("written", "quiet", "loud"),
    [
        ("22:00-07:00", [(22, 0), (23, 59), (0, 0), (6, 59)], [(7, 0), (21, 59)]),
        ("12:00-13:30", [(12, 0), (13, 29)], [(11, 59), (13, 30)]),
    ],
)
def test_hours_hold_their_beginning_and_not_their_end(written, quiet, loud):
    hours = Hours.parse(written)
    assert str(hours) == written
    assert all(hours.hold(time(*one)) for one in quiet)
    assert not any(hours.hold(time(*one)) for one in loud)


def test_hours_that_end_as_they_begin_are_none():
    assert Hours.parse("09:00-9:00") is None


def test_quiet_hours_are_those_of_the_zone_also_when_clocks_change():
    rhythm = Rhythm(WatchSettings(quiet_hours="22:00-07:00", time_zone="Europe/Berlin"))
    assert not rhythm.is_due(None, [], datetime(2026, 1, 12, 5, 59, tzinfo=UTC))
    assert rhythm.is_due(None, [], datetime(2026, 1, 12, 6, 0, tzinfo=UTC))
    assert rhythm.is_due(None, [], datetime(2026, 7, 12, 5, 0, tzinfo=UTC))


def test_a_watch_with_its_own_hours_leaves_those_of_the_settings_alone():
    rhythm = Rhythm(WatchSettings(quiet_hours="00:00-23:59"))
    assert not rhythm.is_due(None, [], NOON)
    assert rhythm.is_due("", [], NOON)
    assert rhythm.is_due("13:00-14:00", [], NOON)


def test_messages_keep_their_distance_and_a_day_has_so_many():
    rhythm = Rhythm(WatchSettings(bundle_minutes=10, messages_per_day=2))
    assert not rhythm.is_due(None, [NOON - timedelta(minutes=9)], NOON)
    assert rhythm.is_due(None, [NOON - timedelta(minutes=10)], NOON)
    assert not rhythm.is_due(None, [at(1), at(2)], NOON)
    assert rhythm.is_due(None, [at(1), at(2)], at(24))
    assert rhythm.left_today([at(-1), at(1)], NOON) == 1

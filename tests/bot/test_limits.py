"""How often people may ask."""

from datetime import UTC, datetime, timedelta

import pytest
from pydantic import ValidationError

from bot.gatekeeping.limits import Limits, Rate
from bot.gatekeeping.rights import Visitor
from config.sections import DiscordSettings

START = datetime(2026, 1, 12, 9, 30, tzinfo=UTC)
ALICE = Visitor(person=1, channel=10, server=100)
BOB = Visitor(person=2, channel=10, server=100)


def limits(person: str = "", channel: str = "", server: str = "") -> Limits:
    return Limits(DiscordSettings(person_limit=person, channel_limit=channel, server_limit=server))


def seconds(number: float) -> datetime:
    return START + timedelta(seconds=number)


def test_a_person_past_the_limit_hears_when_to_try_again():
    some = limits(person="2/minute")
    assert some.take(ALICE, START) is None
    assert some.take(ALICE, seconds(10)) is None
    assert some.take(ALICE, seconds(20)) == seconds(60)


def test_whoever_comes_back_when_told_is_let_in():
    some = limits(person="1/minute")
    some.take(ALICE, START)
    again = some.take(ALICE, seconds(0.4))
    assert again is not None
    assert some.take(ALICE, again) is None


def test_a_refused_question_is_not_counted():
    some = limits(person="1/minute", channel="3/minute")
    for at in range(20):
        some.take(ALICE, seconds(at))
    assert some.take(BOB, seconds(20)) is None


@pytest.mark.parametrize(
    ("scope", "elsewhere"),
    [
        ("person", Visitor(person=2, channel=10, server=100)),
        ("channel", Visitor(person=1, channel=11, server=100)),
        ("server", Visitor(person=1, channel=10, server=101)),
    ],
)
def test_each_limit_counts_its_own_scope(scope, elsewhere):
    some = limits(**{scope: "1/hour"})
    assert some.take(ALICE, START) is None
    assert some.take(ALICE, START) is not None
    assert some.take(elsewhere, START) is None


def test_the_longest_wait_of_all_limits_is_told():
    some = limits(person="1/minute", server="1/hour")
    some.take(ALICE, START)
    assert some.take(ALICE, seconds(1)) == seconds(3_600)


def test_a_direct_message_has_no_server_to_be_limited_by():
    some = limits(server="1/hour")
    alone = Visitor(person=1, channel=12)
    assert [some.take(alone, START) for _ in range(5)] == [None] * 5


def test_without_limits_nobody_waits():
    some = limits()
    assert [some.take(ALICE, START) for _ in range(500)] == [None] * 500


def test_people_who_have_not_asked_for_long_are_forgotten():
    some = limits(person="5/minute")
    for person in range(25_000):
        some.take(Visitor(person, channel=1), seconds(person))
    assert len(some._buckets) < 11_000


@pytest.mark.parametrize(
    ("written", "rate"), [("10/minute", Rate(10, 60)), ("1/day", Rate(1, 86_400)), ("", None)]
)
def test_a_rate_is_read_as_it_is_written(written, rate):
    assert Rate.parse(written) == rate


@pytest.mark.parametrize("written", ["ten/minute", "0/minute", "5", "5/week", "-1/hour", "5 / minute"])
def test_settings_refuse_a_rate_that_cannot_be_read(written):
    with pytest.raises(ValidationError):
        DiscordSettings(person_limit=written)

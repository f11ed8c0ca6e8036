"""Keeping away from Discord's limit of refusals."""

import logging
from datetime import UTC, datetime, timedelta

import pytest

from bot.gatekeeping.pauses import BUDGET, FIRST_PAUSE, LONGEST_PAUSE, WINDOW, Pauses

START = datetime(2026, 1, 12, 9, 30, tzinfo=UTC)
CHANNEL, ANOTHER = 11, 12


def test_a_channel_that_refuses_is_left_alone_for_a_while(caplog: pytest.LogCaptureFixture):
    pauses = Pauses()
    assert pauses.may_send(CHANNEL, START)
    pauses.forbid(CHANNEL, START)
    assert not pauses.may_send(CHANNEL, START + FIRST_PAUSE - timedelta(seconds=1))
    assert pauses.may_send(CHANNEL, START + FIRST_PAUSE)
    assert pauses.may_send(ANOTHER, START)


def test_a_pause_is_logged_once_and_says_what_to_do(caplog: pytest.LogCaptureFixture):
    pauses = Pauses()
    with caplog.at_level(logging.WARNING):
        for second in range(60):
            pauses.forbid(CHANNEL, START + timedelta(seconds=second))
    (record,) = caplog.records
    assert "channel 11" in record.getMessage()
    assert "newsdesk doctor" in record.getMessage()


def test_a_channel_that_goes_on_refusing_is_tried_ever_more_rarely():
    pauses, at, tries = Pauses(), START, 0
    while at < START + timedelta(days=7):
        if pauses.may_send(CHANNEL, at):
            tries += 1
            pauses.forbid(CHANNEL, at)
        at += timedelta(minutes=1)
    assert tries <= 7 + 7  # doubling up to a day, then one a day
    assert not pauses.may_send(CHANNEL, at - LONGEST_PAUSE + timedelta(minutes=2))


def test_a_channel_that_takes_something_is_open_again():
    pauses = Pauses()
    pauses.forbid(CHANNEL, START)
    pauses.allow(CHANNEL)
    assert pauses.may_send(CHANNEL, START)
    pauses.forbid(CHANNEL, START)
    assert pauses.may_send(CHANNEL, START + FIRST_PAUSE)


@pytest.mark.parametrize("status", [401, 403, 429])
def test_near_the_limit_of_refusals_nothing_is_sent_unasked(status):
    pauses = Pauses()
    for _ in range(BUDGET):
        pauses.count(status, START)
    assert not pauses.may_send(ANOTHER, START)
    assert not pauses.is_closed(ANOTHER, START)  # who asks is answered all the same
    assert pauses.may_send(ANOTHER, START + WINDOW)


@pytest.mark.parametrize("status", [200, 204, 400, 404, 502])
def test_other_answers_cost_nothing(status):
    pauses = Pauses()
    for _ in range(BUDGET):
        pauses.count(status, START)
    assert pauses.spent(START) == 0

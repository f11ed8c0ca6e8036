"""Whose turn it is."""

import asyncio
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.gatekeeping.turns import LineFullError, Ticket, Turns

FLOODER, ALICE, BOB = 1, 2, 3


def called(tickets: list[Ticket]) -> list[bool]:
    return [ticket.called.done() for ticket in tickets]


async def test_questions_within_the_places_do_not_wait():
    turns = Turns(places=4, longest=10)
    assert called([turns.join(person) for person in (1, 2, 3, 4)]) == [True] * 4
    assert (turns.running, turns.waiting) == (4, 0)


async def test_one_person_never_holds_more_than_half_of_the_places():
    turns = Turns(places=4, longest=40)
    flood = [turns.join(FLOODER) for _ in range(6)]
    assert called(flood) == [True, True, False, False, False, False]
    assert called([turns.join(ALICE), turns.join(BOB)]) == [True, True]


async def test_whoever_asks_once_is_served_before_the_rest_of_a_flood():
    turns = Turns(places=1, longest=100)
    flood = [turns.join(FLOODER) for _ in range(20)]
    alice, bob = turns.join(ALICE), turns.join(BOB)
    assert (turns.position(alice), turns.position(bob)) == (2, 3)

    served = list(drain(turns, [*flood, alice, bob]))
    assert served.index(alice) == 2
    assert served.index(bob) == 3


async def test_a_full_line_takes_nobody_more():
    turns = Turns(places=1, longest=4)
    first = turns.join(0)
    assert called([first]) == [True]
    assert all(turns.join(person) for person in (1, 2, 3, 4))
    with pytest.raises(LineFullError, match="4 questions wait"):
        turns.join(5)
    assert turns.waiting == 4


async def test_a_flood_cannot_fill_the_line_for_others():
    turns = Turns(places=1, longest=40)
    for _ in range(11):  # one runs, a quarter of the line waits
        turns.join(FLOODER)
    assert not turns.has_room(FLOODER)
    assert turns.has_room(ALICE)


async def test_who_gives_up_waiting_holds_nobody_up():
    turns = Turns(places=1, longest=10)
    running, impatient, last = turns.join(1), turns.join(2), turns.join(3)
    turns.leave(impatient)
    assert turns.position(last) == 1
    turns.leave(running)
    assert last.called.done()
    turns.leave(last)
    assert (turns.running, turns.waiting) == (0, 0)


async def test_a_cancelled_wait_gives_its_place_back():
    turns = Turns(places=1, longest=10)
    running, impatient = turns.join(1), turns.join(2)
    waiting = asyncio.ensure_future(impatient.called)
    waiting.cancel()
    turns.leave(running)
    turns.leave(impatient)
    assert (turns.running, turns.waiting) == (0, 0)


@given(st.lists(st.integers(1, 5), min_size=1, max_size=30))
def test_the_position_shown_is_the_order_in_which_people_are_called(people):
    async def check() -> None:
        turns = Turns(places=1, longest=400)
        tickets = [turns.join(person) for person in people]
        told = {ticket: turns.position(ticket) for ticket in tickets}
        served = list(drain(turns, tickets))
        assert [told[ticket] for ticket in served] == list(range(len(tickets)))
        assert turns.running == turns.waiting == 0

    asyncio.run(check())


def drain(turns: Turns, tickets: list[Ticket]) -> Iterator[Ticket]:
    """Let everyone in `tickets` have a turn; yields them in the order in which they were called."""
    left = list(tickets)
    while left:
        (now,) = [ticket for ticket in left if ticket.called.done()]
        yield now
        left.remove(now)
        turns.leave(now)

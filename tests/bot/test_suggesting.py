"""What is offered while somebody types."""

from bot.asking.suggesting import LONGEST_CHOICE, MOST_CHOICES, matching, visible
from index.questions import PastQuestion, Place


def test_what_is_typed_is_found_anywhere_but_beginnings_come_first() -> None:
    assert matching(["New Post", "The Post", "Postal News", "Courier"], " POST") == [
        "Postal News", "New Post", "The Post",
    ]  # fmt: skip


def test_each_is_offered_once_in_its_first_spelling() -> None:
    assert matching(["Who?", "who?", "Who?"], "") == ["Who?"]


def test_what_discord_refuses_is_left_out() -> None:
    assert matching(["", " \u200b", "x" * (LONGEST_CHOICE + 1), "x" * LONGEST_CHOICE], "") == [
        "x" * LONGEST_CHOICE
    ]
    assert len(matching([f"outlet {number}" for number in range(99)], "")) == MOST_CHOICES


def test_people_are_shown_their_own_questions_and_those_asked_where_they_can_look() -> None:
    here, hidden = Place(10, server=1), Place(11, server=1)
    past = [PastQuestion("open", 8, here), PastQuestion("hidden", 8, hidden), PastQuestion("own", 7, hidden)]
    assert visible(past, 7, lambda place: place == here) == ["open", "own"]

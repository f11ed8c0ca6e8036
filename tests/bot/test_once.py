"""Every event once."""

from bot.asking.once import Once


def test_an_event_is_the_first_of_its_id_once() -> None:
    once = Once()
    assert [once.is_first(id_) for id_ in (1, 2, 1, 1, 3)] == [True, True, False, False, True]


def test_the_oldest_events_are_forgotten() -> None:
    once = Once(most=2)
    for id_ in (1, 2, 3):
        once.is_first(id_)
    assert [once.is_first(id_) for id_ in (3, 2, 1)] == [False, False, True]

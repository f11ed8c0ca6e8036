"""Who may ask, look after the library, or delete an answer."""

import pytest

from bot.gatekeeping.rights import Bar, Visitor, bar_to_asking, bar_to_managing, may_delete, may_share
from config.sections import DiscordSettings

DESK, SPORT = 1001, 1002  # roles
NEWS, CHAT = 11, 12  # channels


def visitor(*roles: int, channel: int = NEWS, parent: int | None = None, server: int | None = 100) -> Visitor:
    return Visitor(1, channel, parent, server, frozenset(roles))


@pytest.mark.parametrize(
    ("settings", "who", "bar"),
    [
        ({}, visitor(), None),
        ({}, visitor(server=None), None),
        ({"ask_channels": (NEWS,)}, visitor(), None),
        ({"ask_channels": (NEWS,)}, visitor(channel=CHAT), Bar.PLACE),
        ({"ask_channels": (NEWS,)}, visitor(channel=77, parent=NEWS), None),
        ({"ask_channels": (NEWS,)}, visitor(channel=77, parent=CHAT), Bar.PLACE),
        ({"ask_channels": (NEWS,)}, visitor(channel=77, server=None), Bar.PLACE),
        ({"ask_roles": (DESK,)}, visitor(DESK), None),
        ({"ask_roles": (DESK, SPORT)}, visitor(SPORT, 5), None),
        ({"ask_roles": (DESK,)}, visitor(SPORT), Bar.ROLE),
        ({"ask_roles": (DESK,)}, visitor(server=None), Bar.ROLE),
        ({"ask_roles": (DESK,), "ask_channels": (NEWS,)}, visitor(DESK, channel=CHAT), Bar.PLACE),
    ],
)
def test_asking_is_open_where_the_settings_say(settings, who, bar):
    assert bar_to_asking(who, DiscordSettings(**settings)) is bar


@pytest.mark.parametrize(
    ("roles", "who", "bar"),
    [
        ((), visitor(DESK), Bar.DISABLED),
        ((DESK,), visitor(DESK), None),
        ((DESK,), visitor(SPORT), Bar.ROLE),
        ((DESK,), visitor(), Bar.ROLE),
        ((DESK,), Visitor(1, NEWS, server=100, is_moderator=True), Bar.ROLE),
    ],
)
def test_the_library_is_changed_by_named_roles_only(roles, who, bar):
    assert bar_to_managing(who, DiscordSettings(manage_roles=roles)) is bar


@pytest.mark.parametrize(
    ("person", "is_moderator", "may"), [(7, False, True), (8, False, False), (8, True, True)]
)
def test_an_answer_is_deleted_by_its_asker_or_a_moderator(person, is_moderator, may):
    assert may_delete(Visitor(person, NEWS, is_moderator=is_moderator), asker=7) is may


def test_an_answer_whose_asker_is_not_known_any_more_is_for_moderators_to_delete() -> None:
    assert may_delete(Visitor(7, NEWS, is_moderator=True), asker=None)
    assert not may_delete(Visitor(7, NEWS), asker=None)


def test_only_who_asked_shares_a_private_answer() -> None:
    assert [may_share(person, asker=7) for person in (7, 8)] == [True, False]

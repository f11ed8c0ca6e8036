"""The section of the settings about watched questions."""

from typing import Annotated
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, Field

from config.sections import Section

Quiet = Annotated[str, Field(pattern=r"^(([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d)?$")]


def _known_zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as exc:
        raise ValueError("no time zone of that name is known; write it as Europe/Berlin") from exc
    return name


Zone = Annotated[str, AfterValidator(_known_zone)]


class WatchSettings(Section):
    """Watched questions: when people are told of new answers, and how often."""

    every_seconds: float = Field(
        default=30.0, ge=1, le=86_400, description="How often the bot looks whether articles came in."
    )
    of_person: int = Field(default=10, ge=1, le=1000, description="Watches of one person.")
    of_server: int = Field(default=50, ge=1, le=10_000, description="Watches in the channels of one server.")
    messages_per_day: int = Field(
        default=20,
        ge=1,
        le=1000,
        description="Messages of one watch; what comes after them is told next day.",
    )
    bundle_minutes: int = Field(
        default=10, ge=0, le=1440, description="Minutes between two messages of one watch, at least."
    )
    stories_per_message: int = Field(default=5, ge=1, le=8, description="Stories in one message.")
    quiet_hours: Quiet = Field(
        default="",
        description="When nothing is told, such as 22:00-07:00, unless a watch has its own; empty: never.",
    )
    time_zone: Zone = Field(
        default="UTC", description="The zone of quiet hours and days, such as Europe/Berlin."
    )

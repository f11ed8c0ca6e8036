"""Settings that change while the bot runs: SIGHUP has them read again."""

import asyncio
import logging
import signal
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager

from bot.services import Services
from config.errors import ConfigurationError
from config.settings import Settings

logger = logging.getLogger(__name__)

# What the gate asks anew each time, and what reading the settings sets up by itself.
CHANGEABLE = frozenset(
    {
        "discord.answer_channels",
        "discord.ask_channels",
        "discord.ask_roles",
        "discord.channel_limit",
        "discord.longest_line",
        "discord.manage_roles",
        "discord.person_limit",
        "discord.server_limit",
        "log_format",
        "log_level",
    }
)


class Reloading:
    """Brings changed settings to the running bot, and says which of them have to wait for a restart."""

    def __init__(self, services: Services, read: Callable[[], Settings]) -> None:
        self._services = services
        self._read = read
        self._settings = services.settings

    async def __call__(self) -> None:
        """Read the settings; where they are wrong, those before stay in force."""
        try:
            new = await asyncio.to_thread(self._read)
        except ConfigurationError as error:
            logger.error("The settings were not read again, those before stay: %s", error)  # noqa: TRY400
            return
        changed = changes(self._settings, new)
        self._settings = new
        if CHANGEABLE.intersection(changed):
            self._services.gate.reload(new.discord)
        logger.warning(
            "Settings read again. In force now: %s. After a restart: %s.",
            ", ".join(sorted(CHANGEABLE.intersection(changed))) or "nothing new",
            ", ".join(sorted(changed - CHANGEABLE)) or "nothing",
        )


def changes(old: Settings, new: Settings) -> frozenset[str]:
    """The keys of the settings that differ, with their sections."""
    return frozenset(_changes(old.model_dump(), new.model_dump()))


def _changes(old: dict[str, object], new: dict[str, object], prefix: str = "") -> Iterator[str]:
    for name, value in new.items():
        before = old.get(name)
        if isinstance(value, dict) and isinstance(before, dict):
            yield from _changes(before, value, f"{prefix}{name}.")
        elif value != before:
            yield f"{prefix}{name}"


@contextmanager
def on_hangup(reload: Callable[[], Coroutine[object, object, None]]) -> Iterator[None]:
    """Call `reload` at every SIGHUP while the context lasts."""
    loop = asyncio.get_running_loop()
    running: set[asyncio.Task[None]] = set()

    def begin() -> None:
        task = loop.create_task(reload())
        running.add(task)
        task.add_done_callback(running.discard)

    loop.add_signal_handler(signal.SIGHUP, begin)
    try:
        yield
    finally:
        loop.remove_signal_handler(signal.SIGHUP)

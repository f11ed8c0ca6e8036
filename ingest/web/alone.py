"""One process at a time asks the web for a library by itself: two would ask the same hosts twice as often."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from config.errors import LibraryBusyError
from index.library import Library


@contextmanager
def asking_alone(library: Library) -> Iterator[None]:
    """Be the one process that does. Raises LibraryBusyError at once where another one is."""
    with ExitStack() as stack:
        try:
            stack.enter_context(library.alone("feeds"))
        except LibraryBusyError as exc:
            raise LibraryBusyError(
                "Another newsdesk is asking the feeds or pages of this library (the bot, `newsdesk feeds poll` or "
                "`newsdesk refresh`). Try again in some minutes."
            ) from exc
        yield

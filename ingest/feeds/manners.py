"""When a feed is asked next, and when a page that failed: what polite readers of feeds do. Pure functions."""

import email.utils
import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from config.errors import ForbiddenAddressError, InputError, StatusError, UnreachableError

LONGEST = timedelta(hours=24)  # between two requests that nobody asked to be further apart
_LONGEST_WAIT = timedelta(days=7)  # that a site may ask for
_JITTER = 0.1  # of the interval: many readers that start at the hour should not come at the hour
_MAX_AGE = re.compile(r"(?:^|[,\s])max-age\s*=\s*\"?(\d{1,9})", re.IGNORECASE)
_AGE = re.compile(r"\d{1,9}$")
_FIRST_RETRY = timedelta(hours=1)
_MOST_TRIES = 6
_TRIES_OF_MISSING = 3  # feeds announce pages that come a little later


def after_success(
    now: datetime, interval: timedelta, hint: timedelta | None, headers: Mapping[str, str], chance: float
) -> datetime:
    """When to ask a feed that answered: after the interval of the settings, or longer where it says so itself.

    `hint` is from the feed, `headers` are those of its answer (Cache-Control, Expires); at most a day.
    `chance`, 0 to 1, spreads requests over a tenth of the time.
    """
    wanted = max(interval, hint or timedelta(), cached_for(headers, now) or timedelta())
    return now + min(wanted, max(LONGEST, interval)) * (1 + _JITTER * chance)


def after_fault(
    now: datetime, interval: timedelta, faults: int, retry_after: str | None, chance: float
) -> datetime:
    """When to ask a feed that failed `faults` times in a row: twice as long each time, up to a day.

    Not before its Retry-After, up to a week.
    """
    backed_off = min(interval * (1 << min(faults - 1, 10)), max(LONGEST, interval))
    return now + max(backed_off, waits_for(retry_after, now) or timedelta()) * (1 + _JITTER * chance)


def retry_of_page(now: datetime, tries: int, fault: InputError) -> datetime | None:
    """When to ask again for a page that failed, for the `tries`th time; None: never, it would fail again."""
    most = _MOST_TRIES if is_transient(fault) else _TRIES_OF_MISSING if _is_missing(fault) else 0
    if tries >= most:
        return None
    asked = waits_for(fault.retry_after, now) if isinstance(fault, StatusError) else None
    return now + max(min(_FIRST_RETRY * (1 << (tries - 1)), LONGEST), asked or timedelta())


def is_transient(fault: InputError) -> bool:
    """Whether it may work later: no connection, a busy or broken site."""
    if isinstance(fault, StatusError):
        return fault.status in {408, 425, 429} or fault.status >= 500  # noqa: PLR2004 - HTTP
    return isinstance(fault, UnreachableError) and not isinstance(fault, ForbiddenAddressError)


def cached_for(headers: Mapping[str, str], now: datetime) -> timedelta | None:
    """How long an answer stays fresh, by its own headers."""
    if found := _MAX_AGE.search(headers.get("cache-control", "")):
        age = _AGE.match(headers.get("age", ""))
        return timedelta(seconds=max(0, int(found[1]) - (int(age[0]) if age else 0)))
    expires = _moment(headers.get("expires"))
    return None if expires is None else max(timedelta(), expires - (_moment(headers.get("date")) or now))


def waits_for(retry_after: str | None, now: datetime) -> timedelta | None:
    """What Retry-After asks for, in seconds or as a date, up to a week."""
    given = (retry_after or "").strip()
    if given.isdecimal():
        return min(timedelta(seconds=int(given[:9])), _LONGEST_WAIT)
    moment = _moment(given)
    return None if moment is None else min(max(timedelta(), moment - now), _LONGEST_WAIT)


def _is_missing(fault: InputError) -> bool:
    return isinstance(fault, StatusError) and fault.status == 404  # noqa: PLR2004 - HTTP


def _moment(written: str | None) -> datetime | None:
    try:
        moment = email.utils.parsedate_to_datetime(written or "")
    except (ValueError, OverflowError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)

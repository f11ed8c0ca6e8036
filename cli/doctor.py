"""`newsdesk doctor`: what works, what does not, and what to do about it.

A check is a function of the settings and the open library that gives Checks; what it raises of newsdesk's own
errors is a problem whose message is the advice. To add one, write it and list it in CHECKS.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from cli.session import opened, settings_of
from config.errors import NewsdeskError
from config.sections import BUNDLED_MODEL

if TYPE_CHECKING:
    from answer.notes import Reason
    from config.settings import Settings
    from index.searchable import SearchableLibrary

EXAMPLE = "Example: newsdesk doctor"
PROBLEM = 1
_SENTENCE = "The harbour was closed on Tuesday."


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at: what was found, and what to do where it is a problem."""

    name: str
    found: str
    advice: str | None = None

    @property
    def is_ok(self) -> bool:
        """Whether there is nothing to do."""
        return self.advice is None


Examine = Callable[["Settings", "SearchableLibrary"], "Check | Sequence[Check]"]


def doctor(
    context: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="One object a check.")] = False,
) -> None:
    """Check settings, library, indexes, language model and Discord. Exit code 1: something needs attention."""
    checks = []
    for check in examine(context):
        checks.append(check)
        typer.echo(json.dumps(asdict(check) | {"ok": check.is_ok}) if as_json else _line(check))
    if not all(check.is_ok for check in checks):
        raise typer.Exit(PROBLEM)


def examine(context: typer.Context) -> Iterator[Check]:
    """All checks, each as soon as it is done; without settings or a library the rest cannot be looked at."""
    try:
        settings = settings_of(context)
    except NewsdeskError as exc:
        yield Check("settings", "cannot be used", str(exc))
        return
    yield Check("settings", "in order; `newsdesk config show` prints them")
    try:
        with opened(settings) as library:
            for name, check in CHECKS.items():
                yield from _examined(name, check, settings, library)
    except NewsdeskError as exc:
        yield Check("library", "cannot be opened", str(exc))


def _examined(name: str, check: Examine, settings: Settings, library: SearchableLibrary) -> Sequence[Check]:
    try:
        found = check(settings, library)
    except NewsdeskError as exc:
        found = Check(name, "cannot be used", str(exc))
    return (found,) if isinstance(found, Check) else found


def _line(check: Check) -> str:
    mark = typer.style("ok     ", fg="green") if check.is_ok else typer.style("problem", fg="red")
    advice = "" if check.is_ok else f"\n         {check.advice}"
    return f"{mark}  {check.name}: {check.found}{advice}"


def _library(_settings: Settings, library: SearchableLibrary) -> Check:
    held = library.library.status()
    found = f"{held.articles:,} articles in {library.library.place}"
    if not held.articles:
        return Check("library", found, "Put articles into it: newsdesk ingest FILES")
    return Check("library", found)


def _embedding(settings: Settings, library: SearchableLibrary) -> Check:
    held = library.library.status()
    library.library.require_model(library.embedder.identity)
    if held.waiting:
        found = f"{held.waiting:,} passages wait for {settings.embedding.model}"
        return Check("embedding model", found, "Embed them: newsdesk reindex")
    if settings.embedding.url is None:
        found = f"{library.embedder.identity.name}, computed in {library.embedder.precision}"
        return Check("embedding model", found, _slower(settings))
    begin = time.perf_counter()
    dimensions = library.embedder.embed([_SENTENCE]).shape[1]
    took = (time.perf_counter() - begin) * 1000
    found = f"{settings.embedding.model} at {settings.embedding.url}: {dimensions} dimensions, {took:.0f} ms"
    return Check("embedding model", found)


def _slower(settings: Settings) -> str | None:
    """What to do where the model is slower than it might be."""
    from index.quantised import FOLDER, damage

    wants_int8 = settings.embedding.model == BUNDLED_MODEL and settings.embedding.precision == "auto"
    return damage(FOLDER) if wants_int8 else None


def _indexes(_settings: Settings, library: SearchableLibrary) -> Check:
    library.follow()
    number = library.library.last_change()
    return Check(
        "keyword and vector index", f"up to change {number}; `newsdesk check` compares every passage"
    )


def _language_model(settings: Settings, library: SearchableLibrary) -> Check:
    from answer.writing.allowance import Allowance
    from answer.writing.draft import SCHEMA
    from answer.writing.failures import ModelFailure
    from answer.writing.model import Model
    from answer.writing.providers import Message

    name = "language model"
    if settings.llm.provider == "none":
        return Check(name, "none; answers are quotes (llm.provider sets one)")
    model = Model(settings.llm, library.library)
    allowance = Allowance.of_a_question(settings.answer.deadline_seconds)
    begin = allowance.seconds
    try:
        for _ in model.stream([Message("user", 'Answer with {"sentences": []}')], allowance, SCHEMA):
            pass
    except ModelFailure as failure:
        found = f"{settings.llm.model} cannot be used: {failure.reason}"
        return Check(name, found, _advice(failure.reason, settings))
    return Check(name, f"{settings.llm.model} answered in {begin - allowance.seconds:.1f} s")


def _advice(reason: Reason, settings: Settings) -> str:
    """What to do about a model that cannot be used."""
    from answer.notes import Reason

    llm = settings.llm
    address = f"llm.api_base ({llm.api_base})" if llm.api_base else "the network of this machine"
    advice = {
        Reason.UNREACHABLE: f"Start its server, or correct {address}.",
        Reason.KEY_REFUSED: "Correct llm.api_key, or look into your account with the provider.",
        Reason.UNKNOWN_MODEL: f"Correct llm.model ({llm.model}) or {address}; many addresses end in /v1.",
        Reason.REQUEST_REFUSED: (
            'Set llm.structured to "json_object" or "prompt", llm.output_tokens lower, or llm.temperature to what '
            "the model allows."
        ),
        Reason.BUSY: "Try again in a moment.",
        Reason.TOO_SLOW: "Take a smaller model, a faster machine, or raise answer.deadline_seconds.",
        Reason.CEILING: "Raise llm.daily_tokens or llm.daily_cost, or wait until tomorrow (UTC).",
    }
    return advice.get(
        reason, "Look into the log of its server. Until then, questions are answered with quotes."
    )


def _discord(settings: Settings, library: SearchableLibrary) -> Check | Sequence[Check]:
    if settings.discord.token is None:
        return Check("Discord", "no token; `newsdesk bot` explains how to get one")
    from answer.desk import desk_of
    from bot.running.checkup import checkup
    from bot.running.place import served
    from cli.display import bot_of

    bots = [Check("Discord bots", bot_of(*one)) for one in served(library.library, settings.discord)]
    findings = checkup(desk_of(library, settings), library, settings)
    return [*bots, *(Check(one.subject, one.found, one.advice) for one in findings)]


CHECKS: dict[str, Examine] = {
    "library": _library,
    "embedding model": _embedding,
    "keyword and vector index": _indexes,
    "language model": _language_model,
    "Discord": _discord,
}

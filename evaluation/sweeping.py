"""Several evaluations that differ in a few settings."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import product
from pathlib import Path

from pydantic import BaseModel, ValidationError

from config.errors import UsageError
from config.settings import Settings
from evaluation.dataset import Dataset
from evaluation.evaluating import evaluate
from evaluation.indexing import Tell
from evaluation.summary import Summary, measures_json

SWEEP = "sweep.json"


@dataclass(frozen=True, slots=True)
class Variation:
    """A setting by its dotted name, and the values that it takes, as they were typed."""

    key: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Trial:
    """One combination of values: its name (also that of its folder), its settings, and how it did."""

    name: str
    summary: Summary


def variation(given: str) -> Variation:
    """A variation as people write it: search.recency_weight=0,1. Raises UsageError."""
    key, _, values = given.partition("=")
    listed = tuple(value.strip() for value in values.split(",") if value.strip())
    if not key.strip() or not listed:
        raise UsageError(f"{given!r} varies nothing. Write it as search.recency_weight=0,0.5,1.")
    return Variation(key.strip(), listed)


def combinations(variations: Sequence[Variation], settings: Settings) -> dict[str, Settings]:
    """All combinations by name, the settings checked. Raises UsageError."""
    found = {}
    for values in product(*(one.values for one in variations)):
        pairs = [(one.key, value) for one, value in zip(variations, values, strict=True)]
        varied = settings
        for key, value in pairs:
            varied = with_setting(varied, key, value)
        found[",".join(f"{key}={value.replace('/', '_')}" for key, value in pairs)] = varied
    return found


def with_setting(settings: Settings, key: str, value: str) -> Settings:
    """The settings with one of them changed. Raises UsageError."""
    section, _, name = key.partition(".")
    current = getattr(settings, section, None)
    if not isinstance(current, BaseModel) or name not in type(current).model_fields:
        raise UsageError(f"There is no setting {key}. `newsdesk config show` lists them.")
    try:
        changed = type(current).model_validate(current.model_dump() | {name: value})
    except ValidationError as exc:
        raise UsageError(f"{key}={value}: {exc.errors()[0]['msg']}.") from exc
    return settings.model_copy(update={section: changed})


def sweep(
    dataset: Dataset,
    out: Path,
    trials: dict[str, Settings],
    now: datetime,
    tell: Tell,
) -> Iterator[Trial]:
    """Evaluate each combination into a folder of its own below `out`; `sweep.json` gathers what they did.

    Combinations that cut or embed alike share one index. Raises LibraryError and InputError.
    """
    gathered = {}
    for name, settings in trials.items():
        tell(name)
        summary = evaluate(dataset, out / name, settings, now, tell)
        gathered[name] = measures_json(summary)
        (out / SWEEP).write_text(json.dumps(gathered, indent=1) + "\n", encoding="utf-8")
        yield Trial(name, summary)

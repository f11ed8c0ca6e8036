"""The bundled model in 8-bit integers, as it comes with newsdesk: where it lies, and whether it can be used here.

`scripts/quantise.py` makes it; models/README.md says from what, and what it is worth.
"""

import hashlib
import json
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parents[1] / "models" / "all-MiniLM-L6-v2-int8"
MANIFEST = "manifest.json"
# Without these instructions, products of 8-bit integers are added in 16 bits, which overflow
_FAST = frozenset(("avx512_vnni", "avx_vnni", "amx_int8"))


def quantised_model() -> Path:
    """The file that OpenVINO reads; look for an `obstacle` first."""
    return FOLDER / "model.xml"


def obstacle(digest: str) -> str | None:
    """Why the model of this digest does not run in int8 here, as a sentence; None where it can."""
    if not _FAST & _processor_flags():
        return "This processor has no instructions for int8 (AVX-VNNI or AMX)."
    return damage(FOLDER) or (
        None if _manifest(FOLDER)["digest"] == digest else "Only the bundled model comes in int8."
    )


@cache
def damage(folder: Path) -> str | None:
    """What is wrong with the model's files, as a sentence; None where they are as they were made."""
    try:
        wanted = _manifest(folder)["files"]
        if checksums(folder, wanted) == wanted:
            return None
    except (OSError, ValueError, KeyError):
        return f"The int8 model in {folder} is missing or incomplete: install newsdesk again."
    return f"The int8 model in {folder} is not as it was made: install newsdesk again."


def checksums(folder: Path, names: Iterable[str]) -> dict[str, str]:
    """The SHA-256 of each file."""
    return {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in names}


def _manifest(folder: Path) -> dict[str, Any]:
    return dict(json.loads((folder / MANIFEST).read_bytes()))


@cache
def _processor_flags() -> frozenset[str]:
    """What Linux says that the processor has; empty on other systems, which do not tell so."""
    try:
        told = Path("/proc/cpuinfo").read_text()
    except OSError:
        return frozenset()
    return frozenset(next((line for line in told.splitlines() if line.startswith("flags")), "").split())

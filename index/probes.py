"""What an embedding server made of a fixed text when a library first used it: how a changed model is noticed."""

import base64

import numpy as np

from index import rows
from index.library import Library
from index.stored import Vectors

TEXT = "The harbour master said on Tuesday that 17 ferries had left the port of Trieste in heavy rain."


class Probes:
    """The vectors of TEXT that a library remembers, by the digest of the model's identity."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def of(self, digest: str) -> Vectors | None:
        """The vector, shape (dimensions,); None for a model that this library never used."""
        with self._library.reading() as db:
            value = rows.fact(db, _name(digest))
        return None if value is None else _vector(value)

    def remember(self, digest: str, vector: Vectors) -> Vectors:
        """Remember a vector, unless another process was first; returns what is remembered."""
        written = base64.b64encode(vector.astype("<f4").tobytes()).decode()
        with self._library.writing() as db:
            known = rows.fact(db, _name(digest))
            if known is None:
                rows.set_fact(db, _name(digest), written)
        return _vector(known or written)


def _name(digest: str) -> str:
    return f"probe:{digest}"


def _vector(value: str) -> Vectors:
    return np.frombuffer(base64.b64decode(value), dtype="<f4")

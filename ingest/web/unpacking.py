"""Bodies of answers: decompressed piece by piece, and never beyond a bound."""

import zlib
from collections.abc import Iterable

from config.errors import UnsuitableError

_GZIP = 16 + zlib.MAX_WBITS


def unpacked(pieces: Iterable[bytes], encoding: str, limit: int) -> bytes:
    """The bytes of a body in a content encoding (none or gzip), at most `limit` of them.

    No more than `limit` bytes and a piece are ever held. Raises UnsuitableError for a larger body, another
    encoding, and broken data.
    """
    match encoding.strip().lower():
        case "" | "identity":
            return _bounded(pieces, limit)
        case "gzip" | "x-gzip":
            return _bounded(_gunzipped(pieces, limit), limit)
        case other:
            raise UnsuitableError(f"It came compressed as {other[:40]!r}, though only gzip was asked for.")


def _bounded(pieces: Iterable[bytes], limit: int) -> bytes:
    body = bytearray()
    for piece in pieces:
        body += piece
        if len(body) > limit:
            raise UnsuitableError(f"It is larger than {limit / 1_000_000:.0f} MB (fetch.max_mb).")
    return bytes(body)


def _gunzipped(pieces: Iterable[bytes], limit: int) -> Iterable[bytes]:
    """What gzip data holds, in pieces of at most `limit` + 1 bytes; one that is longer ends the reading."""
    machine = zlib.decompressobj(_GZIP)
    try:
        for piece in pieces:
            if machine.eof:  # what follows the end is of no use
                continue
            yield machine.decompress(piece, limit + 1)
    except zlib.error as exc:
        raise UnsuitableError(f"Its gzip data is broken ({exc}).") from exc
    if not machine.eof:
        raise UnsuitableError("Its gzip data ends too early: the answer was cut off.")

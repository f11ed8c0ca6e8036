"""How alike two articles' texts are, from short signatures (MinHash).

A signature estimates the share of three-word sequences that two texts have in common, to about 0.04. Texts that
share one of their signatures' bands are worth comparing. Signatures are those of datasketch's scheme "affine32",
which its project keeps as it is, with seed 1 and crc32; a test compares. datasketch itself imports scipy, which took
0.4 s of every ingest.
"""

import re
from functools import cache
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

Signature = NDArray[np.uint32]

_HASHES = 128
_BANDS = 32  # of 4 hashes: finds 87% of pairs with a likeness of 0.5, 99% of 0.6, and 0.3% of 0.1
_SHINGLE = 3  # words
_AT_ONCE = 4096  # sequences: 2 MB, which stays in a processor's cache
_DTYPE = np.dtype("<u4")
# scripts without spaces between words: each character counts as one
_UNSPACED = "\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff"
_WORD = re.compile(rf"[{_UNSPACED}]|[^\W{_UNSPACED}]+")


def signature_of(text: str) -> Signature:
    """The signature of a text, shape (128,); stored as little-endian bytes, see `from_bytes`."""
    hashes = _mixed(np.array([crc32(shingle) for shingle in shingles(text)], dtype=np.uint32))
    factors, summands = _permutations()
    signature = np.full(_HASHES, np.iinfo(np.uint32).max, dtype=_DTYPE)
    for at in range(0, len(hashes), _AT_ONCE):
        permuted = hashes[at : at + _AT_ONCE, np.newaxis] * factors + summands  # modulo 2**32
        signature = np.minimum(signature, permuted.min(axis=0))
    return signature.astype(_DTYPE)


def from_bytes(stored: bytes) -> Signature:
    """A signature as it was stored with `tobytes`."""
    return np.frombuffer(stored, dtype=_DTYPE)


def bands_of(signature: Signature) -> list[int]:
    """The keys (63 bits, without sign) under which texts alike are found; each names its band, too."""
    rows = np.ascontiguousarray(signature.astype(_DTYPE)).reshape(_BANDS, -1)
    return [_key(number, row.tobytes()) for number, row in enumerate(rows)]


def likeness(one: Signature, other: Signature) -> float:
    """The estimated share, 0 to 1, of three-word sequences in common."""
    return float(np.mean(one == other))


def shingles(text: str) -> set[bytes]:
    """The three-word sequences of a text, in lower case."""
    words = _WORD.findall(text.casefold())
    last = max(1, len(words) - _SHINGLE + 1)
    return {" ".join(words[at : at + _SHINGLE]).encode("utf-8", "surrogatepass") for at in range(last)}


def _key(number: int, row: bytes) -> int:
    """Two checksums side by side; a collision costs one comparison."""
    return (crc32(row, number) & 0x7FFFFFFF) << 32 | crc32(row[::-1], number)


def _mixed(hashes: Signature) -> Signature:
    """The hashes, well spread: the end of MurmurHash3."""
    hashes = (hashes ^ (hashes >> np.uint32(16))) * np.uint32(0x85EBCA6B)
    hashes = (hashes ^ (hashes >> np.uint32(13))) * np.uint32(0xC2B2AE35)
    return hashes ^ (hashes >> np.uint32(16))


@cache
def _permutations() -> tuple[Signature, Signature]:
    """What hashes are multiplied by, odd numbers, and what is added to them."""
    chance = np.random.RandomState(1)  # numpy keeps what it draws as it is, for ever
    factors = chance.randint(0, 1 << 31, _HASHES, dtype=np.uint32) * np.uint32(2) + np.uint32(1)
    return factors, chance.randint(0, 1 << 32, _HASHES, dtype=np.uint32)

"""From bytes to text: which encoding they are in, and what is no text at all."""

import codecs
import re

from config.errors import InputError

SAMPLE = 1 << 18  # bytes on which an encoding is guessed: 0.05 s, and more of them change no guess
BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
SIGNATURES = (
    (b"%PDF-", "a PDF (its name should end in .pdf)"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"PK\x03\x04", "a ZIP archive or an Office document"),
    (b"\x1f\x8b", "gzip data (its name should end in .gz)"),
    (b"\xd0\xcf\x11\xe0", "an old Office document"),
    (b"\x7fELF", "a program"),
)
# What newspapers have written in. Without this choice charset-normalizer also offers DOS, Macintosh and
# mainframe code pages, and picks them for short texts.
GUESSES = (
    *("cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "koi8_r"),
    *("iso8859_2", "iso8859_5", "iso8859_7", "cp932", "euc_jp", "gb18030", "big5", "cp949"),
)
DECLARED = re.compile(
    rb"""(?:<meta[^>]{0,200}?charset|<\?xml[^>]{0,100}?encoding)\s*=\s*["']?\s*([\w.:-]{2,40})""",
    re.IGNORECASE,
)
# Codecs that a page may name; Python has others (punycode, unicode_escape) that are slow or no encodings.
DECLARABLE = re.compile(r"utf-8|iso8859|cp\d|koi8|big5|gb|euc|shift|mac|johab|ptcp|tis|hz|iso2022")


def by_mark(head: bytes) -> str | None:
    """UTF-16 or UTF-32, if the bytes begin with its mark."""
    return next((encoding for mark, encoding in BYTE_ORDER_MARKS if head.startswith(mark)), None)


def refuse_binary(head: bytes) -> None:
    """Raise InputError if the first bytes of a source are no text."""
    for signature, kind in SIGNATURES:
        if head.startswith(signature):
            raise InputError(f"It looks binary: {kind}. Convert it to text first.")
    if b"\0" in head:
        raise InputError("It looks binary: it holds NUL bytes. If it is text in UTF-16, save it as UTF-8.")


def decode(data: bytes) -> str:
    """The text: UTF-8, UTF-8 with some broken characters (replaced by U+FFFD), or the likeliest encoding.

    Raises InputError if it is in none.
    """
    try:
        return data.removeprefix(codecs.BOM_UTF8).decode("utf-8", "surrogatepass")
    except UnicodeDecodeError as exc:
        around = data[max(0, exc.start - SAMPLE // 2) : exc.start + SAMPLE // 2]
    if _is_damaged_utf8(around):
        return data.removeprefix(codecs.BOM_UTF8).decode("utf-8", "replace")
    try:
        return data.decode(_guess(around))
    except UnicodeDecodeError as exc:
        raise InputError("Its encoding could not be recognised; it may be binary. Save it as UTF-8.") from exc


def decode_page(data: bytes) -> str:
    """The text of an HTML page: in the encoding that it declares, if that is true, else as `decode`."""
    declared = DECLARED.search(data[:4096])
    if declared and not data.startswith(codecs.BOM_UTF8):
        try:
            return data.decode(_codec(declared[1].decode("ascii", "replace")))
        except (LookupError, UnicodeDecodeError):
            pass
    return decode(data)


def _codec(label: str) -> str:
    """The codec for a declared encoding, read as browsers do: Latin-1 and ASCII mean Windows-1252.

    Raises LookupError for a label that stands for no encoding.
    """
    name = codecs.lookup(label).name
    if not DECLARABLE.match(name):
        raise LookupError(label)
    return "cp1252" if name in {"iso8859-1", "ascii"} else name


def _is_damaged_utf8(sample: bytes) -> bool:
    """Whether at least nine in ten of the characters beyond ASCII are right in UTF-8."""
    text = sample.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    return broken * 10 <= len(text) - len(text.encode("ascii", "ignore"))


def _guess(sample: bytes) -> str:
    """The likeliest encoding. Where few bytes speak for any, Windows-1252, as on the web.

    Below 3% such bytes, or ten, the detector confuses English and French text with Central European.
    """
    from charset_normalizer import from_bytes  # 20 ms to load, and hardly ever needed

    telling = len(sample) - len(sample.translate(None, bytes(range(128, 256))))
    if telling < max(10, len(sample) * 0.03):
        return "cp1252"
    best = from_bytes(sample, cp_isolation=list(GUESSES)).best()
    return best.encoding if best else "cp1252"

"""Newsletters: the text, the sender and the date of a mail (.eml). Runs in the child process of `ingest.parsers`."""

import email
from collections.abc import Mapping
from email.message import EmailMessage, MIMEPart
from email.policy import default

from config.errors import InputError
from ingest.cleaning import clean_line, clean_text
from ingest.encodings import decode
from ingest.fields import Fields
from ingest.pages import page_fields


def read_letter(data: bytes, _options: Mapping[str, str | None]) -> Fields:
    """The fields of a mail. Raises InputError if it has no text."""
    letter = email.message_from_bytes(data, policy=default)
    if not letter.keys():
        raise InputError("It is no mail: it has no header. Save it from your mail program as .eml.")
    return {
        "id": clean_line(str(letter.get("Message-ID") or "")).strip("<>"),
        "title": clean_line(str(letter.get("Subject") or "")),
        "text": _text(letter),
        "outlet": _sender(letter),
        "published": str(letter.get("Date") or ""),
        "language": str(letter.get("Content-Language") or "") or None,
    }


def _text(letter: EmailMessage) -> str:
    """The mail's text: of its page where that has one, because the plain part is often a mere hint at it."""
    page, plain = (letter.get_body((kind,)) for kind in ("html", "plain"))
    if page is not None:
        try:
            return str(page_fields(_content(page))["text"])
        except InputError:
            if plain is None:
                raise
    if plain is None or not (text := clean_text(_content(plain))):
        raise InputError("The mail has no text.")
    return text


def _content(part: MIMEPart) -> str:
    """The characters of a part; where its declared encoding is none or wrong, in the likeliest."""
    payload = part.get_payload(decode=True)
    data = payload if isinstance(payload, bytes) else b""
    try:
        return data.decode(part.get_content_charset() or "utf-8")
    except (LookupError, UnicodeDecodeError):
        return decode(data)


def _sender(letter: EmailMessage) -> str | None:
    """The sender's name, else the host of the address."""
    header = letter.get("From")
    for address in getattr(header, "addresses", ()):
        return clean_line(address.display_name) or address.domain or None
    return None

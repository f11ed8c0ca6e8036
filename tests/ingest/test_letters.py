from email.message import EmailMessage

import pytest

from config.errors import InputError
from ingest.letters import read_letter

TEXT = "The harbour of Calder was closed on Tuesday after a storm had torn a crane from its rails."


def letter(plain: str | None = TEXT, html: str | None = None, **headers: str) -> EmailMessage:
    made = EmailMessage()
    named = {
        "Subject": "Morning brief",
        "From": "The Calder Post <news@post.example>",
        "Message-ID": "<1@post.example>",
    }
    for name, value in (named | {"Date": "Tue, 06 Jan 2026 14:00:00 +0100"} | headers).items():
        made[name.replace("_", "-")] = value
    if plain is not None:
        made.set_content(plain)
    if html is not None:
        (made.add_alternative if plain is not None else made.set_content)(html, subtype="html")
    return made


def read(made: EmailMessage | bytes) -> dict:
    return dict(read_letter(made if isinstance(made, bytes) else made.as_bytes(), {}))


def test_a_newsletter_is_read_with_its_sender_and_date() -> None:
    fields = read(letter())
    assert fields["title"] == "Morning brief"
    assert fields["outlet"] == "The Calder Post"
    assert fields["published"] == "Tue, 06 Jan 2026 14:00:00 +0100"
    assert fields["id"] == "1@post.example"
    assert fields["text"] == TEXT


def test_its_page_is_preferred_to_its_plain_part() -> None:
    fields = read(letter("View this mail in a browser.", f"<html><body><p>{TEXT}</p></body></html>"))
    assert fields["text"] == TEXT


def test_a_page_without_text_gives_way_to_the_plain_part() -> None:
    assert read(letter(TEXT, "<html><body><img src=x></body></html>"))["text"] == TEXT


def test_attachments_are_left_alone() -> None:
    made = letter()
    made.add_attachment(b"%PDF-1.7", maintype="application", subtype="pdf", filename="x.pdf")
    assert read(made)["text"] == TEXT


def test_encoded_headers_and_other_charsets_are_read() -> None:
    raw = (
        "Subject: =?utf-8?b?SGFmZW4gZ2XDtmZmbmV0?=\r\nFrom: =?iso-8859-1?q?K=FCstenblatt?= <a@b.example>\r\n"
    )
    raw += (
        "Content-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
    )
    raw += "Der Hafen ist ge=F6ffnet."
    fields = read(raw.encode())
    assert (fields["title"], fields["outlet"], fields["text"]) == (
        "Hafen geöffnet",
        "Küstenblatt",
        "Der Hafen ist geöffnet.",
    )


def test_a_charset_that_does_not_exist_is_guessed() -> None:
    raw = b"Subject: x\r\nContent-Type: text/plain; charset=nonsense\r\n\r\nThe harbour is open."
    assert read(raw)["text"] == "The harbour is open."


@pytest.mark.parametrize(
    "raw", [b"", b"just words", b"Subject: x\r\n\r\n", b"Subject: x\r\nContent-Type: multipart/mixed\r\n\r\n"]
)
def test_what_holds_no_text_is_told(raw: bytes) -> None:
    with pytest.raises(InputError):
        read(raw)


def test_a_mail_file_becomes_an_article(article) -> None:
    found = article(letter().as_bytes(), "brief.eml")
    assert (found.id, found.outlet, found.published) == (
        "1@post.example",
        "The Calder Post",
        "2026-01-06T14:00:00+01:00",
    )

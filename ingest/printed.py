"""PDFs with a text layer, such as press releases. Runs in the child process of `ingest.parsers`."""

import io
import logging
import re
from collections import Counter
from collections.abc import Iterator, Mapping

import pypdf
from pypdf.errors import PyPdfError

from config.errors import InputError
from ingest.cleaning import clean_line, clean_text
from ingest.fields import Fields

MOST_PAGES = 500
_AT_EDGE = 2  # lines at the head and at the foot of a page that may be of its frame
_REPEATED = 0.5  # of the pages: a line at their edge that stands on so many is their frame
_NUMBERS = re.compile(r"\d+")
_ENDS_SENTENCE = re.compile(r"[.!?:;…][\"'”’»)\]]*$")
_SHORT = 0.75  # of the usual width: a line that ends there ends a paragraph
_NO_TITLE = re.compile(
    r"^(?:microsoft word\b|untitled|document\d*$|.*\.(?:docx?|pdf|indd|pptx?|odt|pages)$)", re.IGNORECASE
)


def read_pdf(data: bytes, _options: Mapping[str, str | None]) -> Fields:
    """The title, authors and text of a PDF.

    Its date of creation is that of a file, and no date of publication. Raises InputError for one without text, with
    a password, or with too many pages.
    """
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # what it has to say, Failures say
    try:
        reader = pypdf.PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise InputError("The PDF has a password. Save it without one.")
        if (count := len(reader.pages)) > MOST_PAGES:
            raise InputError(f"The PDF has {count:,} pages, more than {MOST_PAGES}. Split it.")
        pages = [clean_text(page.extract_text()).split("\n") for page in reader.pages]
        found = reader.metadata
        title, author = (found.title, found.author) if found else (None, None)
    except (
        PyPdfError,
        ArithmeticError,
        AttributeError,
        LookupError,
        TypeError,
        ValueError,
        RecursionError,
    ) as exc:
        raise InputError(
            f"The PDF could not be read ({type(exc).__name__}: {exc}). Save its text as .txt."
        ) from exc
    text = "\n".join(_paragraphs(list(_without_frame(pages))))
    if not text.strip():
        raise InputError(
            "The PDF holds no text, perhaps only pictures of it. Run text recognition on it first."
        )
    named = clean_line(str(title or ""))
    return {"title": None if _NO_TITLE.match(named) else named, "text": text, "authors": str(author or "")}


def _without_frame(pages: list[list[str]]) -> Iterator[str]:
    """The lines of all pages, without those at their edges that come again, but for numbers, on most pages."""
    edges = Counter(
        line for page in pages for line in {_alike(line) for line in (*page[:_AT_EDGE], *page[-_AT_EDGE:])}
    )
    frame = {line for line, count in edges.items() if count > max(1, len(pages) * _REPEATED)}
    for page in pages:
        for place, line in enumerate(page):
            is_at_edge = place < _AT_EDGE or place >= len(page) - _AT_EDGE
            if not (is_at_edge and _alike(line) in frame):
                yield line.strip()


def _alike(line: str) -> str:
    return _NUMBERS.sub("#", clean_line(line))


def _paragraphs(lines: list[str]) -> Iterator[str]:
    """Lines put together again where they were only wrapped, so that a sentence is found whole."""
    widths = sorted(len(line) for line in lines if line)
    usual = widths[len(widths) * 9 // 10] if widths else 0
    paragraph = ""
    for line in lines:
        if not line:
            continue
        paragraph = _joined(paragraph, line)
        if len(line) < usual * _SHORT and (_ENDS_SENTENCE.search(line) or paragraph == line):
            yield paragraph
            paragraph = ""
    if paragraph:
        yield paragraph


def _joined(paragraph: str, line: str) -> str:
    """A line put to the ones before; a word that was divided there is whole again."""
    if re.search(r"[^\W\d_]-$", paragraph) and line[:1].islower():
        return paragraph[:-1] + line
    return f"{paragraph} {line}" if paragraph else line

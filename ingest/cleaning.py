"""What is taken out of text before it is stored. Nothing else is changed: quotes must be word for word."""

import re

TITLE_LENGTH = 500  # a longer one is a mistake in its source
HEADLINE_LENGTH = 120
_UNWANTED = re.compile("[\x00-\x08\v-\x1f\x7f\ud800-\udfff]")
_LINE_BREAKS = re.compile(r"\r\n?|[\v\f]")
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_SURROGATES = re.compile("[\ud800-\udfff]")
_SENTENCE = re.compile(r".*?[.!?…][\"'”’»)]*(?=\s)")


def clean_text(text: str) -> str:
    """Newlines as line breaks, no control characters but tabs, U+FFFD for lone surrogates, no white space around."""
    if _UNWANTED.search(text):  # one pass; hardly any text needs the three below
        text = _LINE_BREAKS.sub("\n", text)
        text = _CONTROLS.sub("", text)
        text = _SURROGATES.sub("\ufffd", text)
    return text.strip().strip("\ufeff").strip()


def clean_line(text: str) -> str:
    """The text in one line, with single spaces."""
    return " ".join(clean_text(text).split())


def clean_title(text: str) -> str:
    """A title in one line, cut between words at TITLE_LENGTH characters."""
    return shortened(clean_line(text), TITLE_LENGTH)


def headline(text: str) -> str:
    """A title for a clean text without one: its first sentence or line, of at most HEADLINE_LENGTH characters."""
    line = clean_line(text[: text.find("\n")] if "\n" in text else text)
    sentence = _SENTENCE.match(line[: HEADLINE_LENGTH + 1])
    return sentence[0] if sentence else shortened(line, HEADLINE_LENGTH)


def shortened(line: str, length: int) -> str:
    """The line, or as many whole words of it as fit into `length` characters with an ellipsis."""
    if len(line) <= length:
        return line
    head = line[:length]
    return (head.rpartition(" ")[0] or head[:-1]) + "…"


def without_title(text: str, title: str) -> str:
    """The text without a first line that only repeats the title, unless nothing would be left."""
    first, _, rest = text.partition("\n")
    return rest.strip() if clean_line(first) == title and rest.strip() else text

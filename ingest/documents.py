"""Plain text and Markdown: where their title, their other fields and their text are."""

import re
from typing import Any

import yaml
from frontmatter.default_handlers import YAMLHandler

from config.errors import InputError
from ingest.cleaning import clean_line, clean_text
from ingest.fields import TITLE, Fields

TITLE_LENGTH = 120  # characters of a first line that may be a title
_HEADING = re.compile(r"^#{1,6}[ \t]+(\S.*?)[ \t#]*$|^(\S.*)\n={3,}[ \t]*$", re.MULTILINE)


class _AsWritten(yaml.SafeLoader):  # type: ignore[misc]  # PyYAML has no type information
    """YAML whose values stay as they were written: an id 007, a date with its offset, a title "No"."""

    yaml_implicit_resolvers = {  # noqa: RUF012 (PyYAML's own way to say so)
        first: [resolver for resolver in resolvers if resolver[0].endswith(":null")]
        for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }


def text_fields(text: str) -> Fields:
    """The fields of a plain text: a short first line that stands apart from the rest is its title."""
    text = clean_text(text)
    first, _, rest = text.partition("\n")
    second = rest.partition("\n")[0].strip()
    stands_apart = not second or len(second) > TITLE_LENGTH  # wrapped lines are of one length
    if rest and stands_apart and len(first) <= TITLE_LENGTH:
        return {"title": first, "text": rest}
    return {"text": text}


def markdown_fields(text: str) -> Fields:
    """The fields of a Markdown text: its front matter, and as title, if there is none, the first heading.

    Raises InputError if the front matter is broken.
    """
    fields, text = _front_matter(clean_text(text))
    heading = _HEADING.search(text)
    if not heading:
        return {**fields, "text": text}
    found = clean_line(heading[1] or heading[2])
    title = next((name for name in (fields.get(key) for key in TITLE) if name), found)
    rest = text[heading.end() :].strip()
    repeats_title = heading.start() == 0 and isinstance(title, str) and clean_line(title) == found
    return {**fields, "title": title, "text": rest if repeats_title and rest else text}


def _front_matter(text: str) -> tuple[dict[str, object], str]:
    """The fields between two lines of dashes at the start, and what follows; a rule there is no front matter."""
    handler: Any = YAMLHandler()
    if not handler.detect(text):
        return {}, text
    try:
        head, content = handler.split(text)
        fields = handler.load(head, Loader=_AsWritten)
    except yaml.YAMLError as exc:
        mark = getattr(exc, "problem_mark", None)
        where = f"line {mark.line + 1}: {exc.problem}" if mark else str(exc)
        raise InputError(
            f"Its front matter is not YAML ({where}). Put values with colons into quotes."
        ) from exc
    except RecursionError as exc:
        raise InputError("Its front matter is nested too deeply. Keep to plain fields.") from exc
    except ValueError:  # no second line of dashes
        return {}, text
    return (fields, content.strip()) if isinstance(fields, dict) else ({}, text)

"""Reading OPML; runs in the child process of `ingest.parsers`, because lists come from strangers too."""

from collections.abc import Mapping
from typing import Any, TypeAlias

from lxml import etree

from config.errors import InputError
from ingest.cleaning import clean_title

_MOST_FEEDS = 5000
Tree: TypeAlias = Any  # an lxml element; lxml has no type information


def read_opml(data: bytes, _options: Mapping[str, str | None]) -> list[dict[str, str]]:
    """The `address` and `title` of each feed of the list, however deep in folders. Raises InputError."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True)
    tree: Tree = etree.fromstring(data, parser)
    if tree is None or tree.tag.lower() != "opml":
        raise InputError("It is no OPML file. Export the list of feeds from your reader as OPML.")
    outlines = ({name.lower(): value for name, value in each.attrib.items()} for each in tree.iter("outline"))
    found = {
        each["xmlurl"].strip(): clean_title(each.get("title") or each.get("text") or "")
        for each in outlines
        if each.get("xmlurl", "").strip()
    }
    if not found:
        raise InputError("The list holds no feeds.")
    return [{"address": address, "title": title} for address, title in list(found.items())[:_MOST_FEEDS]]

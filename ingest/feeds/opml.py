"""OPML: lists of feeds, as readers of feeds give them to each other."""

from collections.abc import Iterable
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from index.feeds import Feed


def written(feeds: Iterable[Feed]) -> str:
    """The feeds as OPML 2.0."""
    root = Element("opml", version="2.0")
    SubElement(SubElement(root, "head"), "title").text = "newsdesk"
    body = SubElement(root, "body")
    for feed in feeds:
        title = feed.title or feed.address
        SubElement(body, "outline", type="rss", text=title, title=title, xmlUrl=feed.address)
    indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="unicode") + "\n"

"""Atom feeds: new articles, and what is said under one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

ATOM = "http://www.w3.org/2005/Atom"
NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters no XML may contain."""


class Entry:
    """An entry of a feed; texts are plain."""

    def __init__(self, url: str, title: str, at: datetime, by: Iterable[str], text: str) -> None:
        self.url, self.title, self.at, self.by, self.text = url, title, at, tuple(by), text


def feed(
    base: str, path: str, page: str, *, title: str, entries: list[Entry], now: datetime
) -> bytes:
    """Write a feed."""
    ET.register_namespace("", ATOM)
    root = ET.Element(f"{{{ATOM}}}feed")
    add(root, "title", title)
    add(root, "id", base + path)
    add(root, "updated", max((entry.at for entry in entries), default=now).isoformat())
    add(root, "link", None, rel="self", href=base + path, type="application/atom+xml")
    add(root, "link", None, rel="alternate", href=base + page, type="text/html")
    for entry in entries:
        node = ET.SubElement(root, f"{{{ATOM}}}entry")
        add(node, "title", entry.title)
        add(node, "id", base + entry.url)
        add(node, "link", None, rel="alternate", href=base + entry.url)
        add(node, "updated", entry.at.isoformat())
        for name in entry.by or ("somebody",):
            add(ET.SubElement(node, f"{{{ATOM}}}author"), "name", name)
        add(node, "summary", entry.text, type="text")
    written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def add(parent: ET.Element, tag: str, text: str | None, **attributes: str) -> None:
    """Add an element, without the characters XML forbids."""
    element = ET.SubElement(parent, f"{{{ATOM}}}{tag}", attributes)
    element.text = None if text is None else NOT_XML.sub("\ufffd", text)

"""Instants, heights and texts as the formats of feeds write them. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from xml.etree import ElementTree

from parley.geo.height import height_text
from parley.node.feeds.carried import height_of

# What XML 1.0 cannot hold at all, escaped or not.
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def instant(at_s: int) -> str:
    """Return an instant as RFC 3339 writes it, in UTC."""
    return datetime.fromtimestamp(at_s, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def instant_ms(at_ms: int) -> str:
    """Return an instant in milliseconds as RFC 3339 writes it, in UTC."""
    return f"{instant(at_ms // 1000)[:-1]}.{at_ms % 1000:03d}Z"


def limits_text(volume: Mapping[str, Any]) -> str:
    """Return both limits of height as their author wrote them."""
    return f"{height_text(height_of(volume['lower']))} – {height_text(height_of(volume['upper']))}"


def sound(text: str) -> str:
    """Return a text without what XML cannot hold."""
    return _NOT_XML.sub("\ufffd", text)


def child(parent: ElementTree.Element, name: str, text: str = "", **attributes: str) -> ElementTree.Element:
    """Add an element with a text and return it."""
    made = ElementTree.SubElement(parent, name, {key: sound(value) for key, value in attributes.items()})
    if text:
        made.text = sound(text)
    return made


def xml(root: ElementTree.Element) -> bytes:
    """Return a document."""
    return ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)

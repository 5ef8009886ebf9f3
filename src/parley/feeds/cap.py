"""Alerts as CAP 1.2 documents, and the list of them as an Atom feed that readers of CAP follow. Pure.

The scope is Restricted, never Public. An alert speaks every language of the texts, one `info` each.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from xml.etree import ElementTree

from parley.feeds.written import child, instant, instant_ms, xml
from parley.geo.place import E7
from parley.node.feeds.alert import Alert
from parley.texts import LANGUAGES, sentence

NAMESPACE, ATOM = "urn:oasis:names:tc:emergency:cap:1.2", "http://www.w3.org/2005/Atom"
HOUR_S, DAY_S = 3_600, 86_400


def document(alert: Alert, *, sender: str) -> bytes:
    """Return one alert; `sender` is this member's log."""
    root = ElementTree.Element("alert", {"xmlns": NAMESPACE})
    child(root, "identifier", alert.id)
    child(root, "sender", sender)
    child(root, "sent", cap_time(alert.sent_ms // 1000))
    child(root, "status", "Exercise" if alert.is_exercise else "Actual")
    child(root, "msgType", "Alert")
    child(root, "source", alert.mechanism)
    child(root, "scope", "Restricted")
    child(root, "restriction", sentence("feeds.restriction", language="en", data={}))
    for language in LANGUAGES:
        _info(root, alert, language)
    return xml(root)


def _info(root: ElementTree.Element, alert: Alert, language: str) -> None:
    info = child(root, "info")
    child(info, "language", language)
    child(info, "category", "Security")
    child(info, "event", said(alert, "event", language))
    child(info, "responseType", "Assess")
    child(info, "urgency", _urgency(alert))
    child(info, "severity", alert.severity)
    child(info, "certainty", alert.certainty)
    child(info, "onset", cap_time(alert.begins_s))
    child(info, "expires", cap_time(alert.ends_s))
    child(info, "senderName", f"Parley {alert.mechanism}")
    child(info, "headline", said(alert, "headline", language))
    times = "; ".join(f"{instant(start)} – {instant(end)}" for start, end in alert.windows)
    words = alert.names.get(language, {}).get("text", "")
    child(info, "description", "\n".join(each for each in (alert.figures["subject"], times, words) if each))
    child(info, "instruction", sentence("feeds.caution", language=language, data={}))
    area = child(info, "area")
    child(area, "areaDesc", alert.figures["notice"])
    for polygon in alert.ground:
        child(area, "polygon", _ring(polygon[0]))


def said(alert: Alert, part: str, language: str) -> str:
    """Return the headline of an alert, or the word for what happens, in a language."""
    code = alert.code if part == "headline" else f"feeds.{part}_{alert.code.removeprefix('feeds.').partition('_')[0]}"
    return sentence(code, language=language, data={**alert.figures, **alert.names.get(language, {})})


def _urgency(alert: Alert) -> str:
    """Return it as it was when the alert was given, so that a document under one id never changes."""
    left_s = alert.begins_s - alert.sent_ms // 1000
    return "Immediate" if left_s <= HOUR_S else "Expected" if left_s <= DAY_S else "Future"


def _ring(ring: Any) -> str:
    """Return a closed ring as "lat,lon lat,lon …"; a hole has no place in the format, which is more ground."""
    return " ".join(f"{lat / E7:.7f},{lon / E7:.7f}" for lon, lat in (*ring, ring[0]))


def cap_time(at_s: int) -> str:
    """Return an instant as CAP wants it: UTC is -00:00, and Z is forbidden (section 3.3.2)."""
    return f"{instant(at_s)[:-1]}-00:00"


def listing(alerts: Iterable[Alert], *, base: str, title: str) -> bytes:
    """Return the Atom feed of these alerts, each with the address of its document below `base`."""
    told = list(alerts)
    root = ElementTree.Element("feed", {"xmlns": ATOM})
    child(root, "id", base)
    child(root, "title", title)
    child(root, "updated", instant_ms(max((each.sent_ms for each in told), default=0)))
    child(child(root, "author"), "name", title)
    child(root, "link", rel="self", href=base)
    for each in told:
        entry = child(root, "entry")
        child(entry, "id", f"urn:parley:alert:{each.id}")
        child(entry, "title", said(each, "headline", "en"))
        child(entry, "updated", instant_ms(each.sent_ms))
        child(entry, "summary", said(each, "event", "en"))
        child(entry, "link", rel="alternate", type="application/cap+xml", href=f"{base}/{each.id}")
    return xml(root)

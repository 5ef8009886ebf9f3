"""Fixed replies to a de-escalation request: the buttons, the words in the reader's language, and their filing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.utils.translation import get_language

from parley.geo.moment import Moment, moment_text
from parley.tracks.hotline.replies import CANNOT, REASONS, REPLIES, Phrase, reply_text

if TYPE_CHECKING:
    from parley.desk.frame import Frame


def reply_title(name: str) -> str:
    """Return what a reply is called in the reader's language."""
    return _said(REPLIES[name].titles) if name in REPLIES else name


def reason_title(name: str) -> str:
    """Return what a reason is called in the reader's language."""
    return _said(REASONS[name].titles) if name in REASONS else name


def reply_phrase(content: Mapping[str, Any], *, language: str) -> str:
    """Return the words of a reply in the reader's language, where it was given in another; "" for any other answer."""
    reply = str(content.get("reply") or "")
    if reply not in REPLIES or content.get("lang") == language or language not in REPLIES[reply].phrases:
        return ""
    return reply_text(reply, because=str(content.get("cannot_because") or ""), language=language)


def replies_shown(frame: Frame) -> dict[str, Any]:
    """Return what the form of a reply offers: each reply with its words, the reasons, and the minute of now."""
    return {
        "replies": [(name, _said(each.titles), _phrases(each)) for name, each in REPLIES.items()],
        "reply_reasons": [(name, _said(each.titles)) for name, each in REASONS.items()],
        "reply_cannot": CANNOT,
        "reply_minute": moment_text(Moment(frame.now_ms // 60_000 * 60, "minute")),
    }


def _phrases(phrase: Phrase) -> str:
    return _said(phrase.phrases)


def _said(words: Mapping[str, str]) -> str:
    return words.get(get_language() or "en") or words["en"]

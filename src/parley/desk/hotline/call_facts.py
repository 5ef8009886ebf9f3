"""What stands beside the words of an entry about a call or a lapse: to whom, why, by which challenge, which duty."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext

from parley.desk.duty_words import duty_word
from parley.desk.hotline.voice_shown import reason_word
from parley.desk.hotline.wordings import kind_word
from parley.geo.moment import Moment, moment_text
from parley.node.reading import EntryView

Names = Callable[[str], str]


def call_facts(entry: EntryView, *, names: Names) -> list[tuple[str, str]]:
    """Return label and fact, for the kinds that this page is about; nothing for others."""
    content: Any = entry.content
    match entry.kind:
        case "call_challenged":
            return [(gettext("Asked to read out words"), names(content["to"]))]
        case "voice_not_authenticated":
            return [(gettext("Why"), reason_word(content["reason"]))]
        case "call_logged" if content.get("challenge"):
            return [(gettext("Challenge"), content["challenge"])]
        case "lapse_cited":
            due = moment_text(Moment(content["due_at_ms"] // 1000, "second"))
            level = (gettext("Level of the ladder"), str(content["level"]))
            return [(gettext("Duty"), lapsed_duty(content["duty"], names=names)), (gettext("Was due"), due), level]
    return []


def entry_word(entry: EntryView, *, names: Names) -> str:
    """Say what an entry is; a lapse cited by the duty and by whom it was owed."""
    if entry.kind != "lapse_cited" or entry.refusal is not None:
        return kind_word(entry.kind, entry.content)
    return gettext("Lapse cited: %(duty)s") % {"duty": lapsed_duty(entry.content["duty"], names=names)}


def lapsed_duty(duty: str, *, names: Names) -> str:
    """Say a duty by its id: what is owed, and by whom."""
    _, what, owed_by = duty.split(":")
    return f"{duty_word(what)} · {names(owed_by)}"

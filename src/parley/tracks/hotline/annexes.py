"""What hangs on a matter and moves nothing in it: working translations and cited lapses (H-12, H-17). Pure."""

from __future__ import annotations

from dataclasses import replace
from typing import TypeVar

from parley.charter.model import Charter
from parley.charter.verdict import Refusal, Verdict
from parley.matters.entry import Entry
from parley.matters.said import added, said_of
from parley.tracks.content.lapse import is_cited, names_duty, was_due, with_lapse
from parley.tracks.hotline.calls import CallState
from parley.tracks.hotline.line_checks import LineCheckState
from parley.tracks.hotline.message_state import MessageState
from parley.tracks.hotline.refusing import first, refuse, refuse_audience
from parley.tracks.hotline.said import Translation
from parley.tracks.hotline.watch import WatchState

ANNEX_KINDS = ("translation_attached", "lapse_cited")
DUTIES = (
    "acknowledge",
    "read_back",
    "correct_mismatch",
    "confirm_read_back",
    "answer",
    "tell_done",
    "settle_crossing",
    "say_voice",
    "log_call",
    "confirm_call",
    "answer_line_check",
    "mend_route",
    "renew_watch",
)

_Annexed = TypeVar("_Annexed", MessageState, CallState, LineCheckState, WatchState)
_Citable = MessageState | CallState | LineCheckState | WatchState


def judge_annex(state: _Citable, entry: Entry, *, charter: Charter) -> Verdict:
    """Decide over a translation or a cited lapse; a watch has no text to translate."""
    audience = refuse_audience(state.opening, entry)
    if entry.kind == "lapse_cited" or isinstance(state, WatchState):
        return first(audience, _refuse_lapse(state, entry), otherwise="H-17")
    return first(audience, _refuse_translation(state, entry, charter=charter), otherwise="H-12")


def fold_annex(state: _Annexed, entry: Entry) -> _Annexed:
    """Return the state with the annex beside it; neither its name nor any stage changes."""
    if entry.kind == "lapse_cited" or isinstance(state, WatchState):
        return replace(state, lapses=with_lapse(state, entry))
    content = entry.content
    translation = Translation(
        **said_of(entry, of=state.opening.id),
        translated=content["of"],
        lang=content["lang"],
        subject=content.get("subject"),
        text=content["text"],
        by_role=content["by_role"],
    )
    return replace(state, translations=added(state.translations, translation))


def _refuse_translation(
    state: MessageState | CallState | LineCheckState, entry: Entry, *, charter: Charter
) -> Refusal | None:
    original, lang = entry.content["of"], entry.content["lang"]
    languages = state.languages_of_texts
    if original not in languages:
        return refuse("nothing_to_translate", "H-12", named=original)
    if lang not in charter.languages:
        return refuse("language_not_agreed", "H-12", lang=lang, languages=", ".join(charter.languages))
    if entry.content["by_role"] not in charter.roles:
        return refuse("translator_role_unknown", "H-12", role=entry.content["by_role"])
    if languages[original] == lang:
        return refuse("already_in_language", "H-12", lang=lang)
    same = (original, lang, entry.content["text"], entry.member)
    if any((t.translated, t.lang, t.text, t.member) == same for t in state.translations):
        return refuse("already_translated", "H-18", named=original)
    return None


def _refuse_lapse(state: _Citable, entry: Entry) -> Refusal | None:
    """Refuse to cite what is no duty of this matter, what was not due when its author wrote, and the same twice."""
    duty = entry.content["duty"]
    if not names_duty(state, entry, duties=DUTIES):
        return refuse("duty_unknown", "H-17", duty=duty)
    if not was_due(entry):
        return refuse("not_lapsed_yet", "H-17", duty=duty)
    return refuse("lapse_already_cited", "H-18", duty=duty) if is_cited(state, entry) else None

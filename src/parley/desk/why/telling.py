"""Steps of an explanation in the reader's words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.urls import reverse
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import pgettext

from parley.desk.addresses import address_of_entry
from parley.desk.details.facts import state_said
from parley.desk.disputes.words import level_named
from parley.desk.duty_words import duty_word
from parley.desk.frame import Frame
from parley.desk.hotline.wordings import kind_word, precedence_word
from parley.desk.words.marking import in_line
from parley.node.why.step import Step, told

Words = Mapping[str, Callable[[str], str]]


@dataclass(frozen=True, slots=True)
class StepShown:
    """One step: its sentence, and where its entry, its clause and its value of the charter are read."""

    text: SafeString
    entry: str
    entry_address: str
    clause: str
    value_address: str


def steps_shown(steps: Iterable[Step], *, frame: Frame, form: str = "") -> list[StepShown]:
    """Return the steps as a page shows them; of a matter of a `form` states are said as its own page says them."""
    words = _words(frame, form=form)
    return [_shown(step, frame=frame, words=words) for step in steps]


def _shown(step: Step, *, frame: Frame, words: Words) -> StepShown:
    # The sentences are this program's own; each figure in them was escaped by `_say`.
    text = mark_safe(told(step.as_json(), language=frame.language, say=lambda name, value: _say(name, value, words)))
    return StepShown(
        text,
        step.entry,
        address_of_entry(step.entry) if step.entry else "",
        step.clause,
        f"{reverse('charter')}#{step.value}" if step.value else "",
    )


def _say(name: str, value: Any, words: Words) -> SafeString:
    if name in words:
        return conditional_escape(words[name](str(value)))
    if name in ("source", "refusal"):
        return format_html('<bdi dir="auto">{}</bdi>', in_line(str(value)))
    return format_html('<bdi dir="ltr">{}</bdi>', in_line(str(value)))


def _words(frame: Frame, *, form: str) -> Words:
    return {
        "member": lambda code: format_html("<bdi>{}</bdi>", frame.name_of(code)),
        "other_member": lambda code: format_html("<bdi>{}</bdi>", frame.name_of(code)),
        "role": lambda role: format_html("<bdi>{}</bdi>", frame.role_of(role)),
        "kind": lambda kind: kind_word(kind, {}),
        "before": partial(state_said, form=form),
        "after": partial(state_said, form=form),
        "precedence": precedence_word,
        "what": duty_word,
        "level": lambda name: format_html("<bdi>{}</bdi>", level_named(name, language=frame.language)),
        "lapsed": lambda name: format_html("<bdi>{}</bdi>", level_named(name, language=frame.language)),
        "standing": standing_word,
    }


def standing_word(standing: str) -> str:
    """Say how a value of the charter stands."""
    return {
        "agreed": pgettext("standing", "agreed"),
        "proposed": pgettext("standing", "proposed"),
        "asserted": pgettext("standing", "asserted"),
        "contested": pgettext("standing", "contested"),
    }.get(standing, standing)

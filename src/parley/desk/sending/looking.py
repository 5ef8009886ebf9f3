"""What exactly would go to whom, before it goes: the words as they would be signed, who reads them and who does not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from parley.charter.rules import handling_minutes, release_of
from parley.desk.frame import LANGUAGES_SHOWN, Frame
from parley.desk.hotline.facts import facts_of
from parley.desk.hotline.saying import Words
from parley.desk.hotline.showing import ItemShown, items_shown
from parley.desk.hotline.wordings import kind_word, precedence_word
from parley.node.drafts import Draft
from parley.tracks.content.wording import word_count
from parley.tracks.hotline.templates import TEMPLATES

PLANS = ("activity_notified", "activity_changed")
_LANGUAGE_NAMES = {code: name for code, name, _ in LANGUAGES_SHOWN}


@dataclass(frozen=True, slots=True)
class Look:
    """An act as it would leave. `readers` and `carriers` are members' names; `phrases` one a language of the charter.

    `facts` are pairs of a label and a value; `release` names the roles of which a second officer must release it.
    """

    kind: str
    word: str
    role: str
    readers: tuple[str, ...]
    carriers: tuple[str, ...]
    precedence: str
    precedence_word: str
    minutes: int | None
    subject: str
    text: str
    lang: str
    lang_name: str
    words: int
    items: tuple[ItemShown, ...]
    facts: tuple[tuple[str, str], ...]
    phrases: tuple[tuple[str, str], ...]
    files: tuple[str, ...]
    release: tuple[str, ...]
    charter: str
    is_plan: bool = False
    meets: tuple[Any, ...] = ()
    volumes: tuple[Any, ...] = ()
    contingency: tuple[Any, ...] = ()
    addressees: tuple[Any, ...] = ()


def look_of(draft: Draft, frame: Frame, *, files: tuple[str, ...] = ()) -> Look:
    """Return what a draft would say, in the reader's language where words of the desk are needed."""
    charter, own, content = frame.node.charter(), frame.node.member, draft.content
    readers = [code for code in charter.codes if code in draft.to and code != own]
    precedence = str(content.get("precedence") or "")
    text = str(content.get("text") or content.get("summary") or "")
    rule = release_of(charter, draft.kind)
    return Look(
        kind=draft.kind,
        word=kind_word(draft.kind, content),
        role=frame.role_of(draft.role or ""),
        readers=tuple(frame.name_of(code) for code in readers),
        carriers=tuple(frame.name_of(code) for code in charter.codes if code not in (*readers, own)),
        precedence=precedence,
        precedence_word=precedence_word(precedence),
        minutes=handling_minutes(charter, precedence=precedence) if precedence else None,
        subject=str(content.get("subject") or ""),
        text=text,
        lang=str(content.get("lang") or ""),
        lang_name=_LANGUAGE_NAMES.get(str(content.get("lang") or ""), str(content.get("lang") or "")),
        words=word_count(text),
        items=tuple(items_shown(content.get("items", ()))),
        facts=tuple(
            facts_of(draft.kind, content, words=Words(frame.name_of, frame.role_of), besides=_beside_facts(draft))
        ),
        phrases=_phrases(content, languages=charter.languages),
        files=files or tuple(str(each["name"]) for each in (draft.prepared.named if draft.prepared else ())),
        release=tuple(frame.role_of(role) for role in rule.roles) if rule else (),
        charter=charter.digest,
        is_plan=draft.kind in PLANS,
        meets=_meets(draft, frame),
        volumes=_volumes(draft, "volumes"),
        contingency=_volumes(draft, "contingency"),
        addressees=_addressees(draft, frame),
    )


def _addressees(draft: Draft, frame: Frame) -> tuple[Any, ...]:
    """Return what each addressee of something that is marked will see of it, and what it will not."""
    # Here, because the pages of information exchange lead to this one.
    from parley.desk.information.previewing import addressees_shown  # noqa: PLC0415

    return tuple(addressees_shown(draft, frame))


def _beside_facts(draft: Draft) -> frozenset[str]:
    """Return what of a plan stands in tables of its own, with every window that will be signed."""
    return frozenset({"volumes", "contingency"}) if draft.kind in PLANS else frozenset()


def _volumes(draft: Draft, kind: str) -> tuple[Any, ...]:
    # Here, because the pages of notices lead to this one.
    from parley.desk.notices.showing import volumes_shown  # noqa: PLC0415

    return tuple(volumes_shown(draft.content.get(kind, ()))) if draft.kind in PLANS else ()


def _meets(draft: Draft, frame: Frame) -> tuple[Any, ...]:
    """Return what a plan would meet: nobody sends it unaware."""
    if draft.kind not in PLANS:
        return ()
    # Here, because the pages of notices lead to this one.
    from parley.desk.notices.pages import would_meet  # noqa: PLC0415

    return tuple(would_meet(frame, draft.content))


def _phrases(content: Mapping[str, Any], *, languages: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """Return the fixed phrase as each reader will see it beside the words as signed."""
    template = TEMPLATES.get(content.get("template") or "")
    if template is None:
        return ()
    return tuple((code, template.phrases[code]) for code in languages if code in template.phrases)

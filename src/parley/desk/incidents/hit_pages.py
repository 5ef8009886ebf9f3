"""The page of a hit: an account within a notified site or movement, and what is said of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from parley.charter.verdict import Refusal
from parley.desk.addresses import address_of_form
from parley.desk.cell import node
from parley.desk.hotline.typed import text_typed
from parley.desk.hotline.wordings import state_word
from parley.desk.incidents import words
from parley.desk.incidents.telling import Parts, place_parts, time_parts, type_word
from parley.desk.incidents.words import word
from parley.desk.matter_page import MatterPage, matter_shown
from parley.desk.matters import view_of
from parley.node import reading
from parley.node.reading import MatterRow, MatterView
from parley.tracks.incidents.hit_entries import HOW_ANSWERED
from parley.tracks.incidents.hit_state import FORM
from parley.tracks.incidents.hits import gone_of
from parley.tracks.incidents.incident_state import FORM as INCIDENT

if TYPE_CHECKING:
    from parley.desk.frame import Frame

Names = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class HitShown:
    """An account that lies within a version; `is_gone` where the account stands no more as it was then.

    `is_moved` where what is protected stands no more as it was then: changed, withdrawn or over.
    """

    entry: str
    at_ms: int
    account: str
    by: str
    type: str
    when: Parts
    where: Parts
    how: str
    distance_m: int
    version: str
    is_gone: bool
    is_moved: bool


@never_cache
@require_GET
def hit(request: HttpRequest, member: str, number: int) -> HttpResponse:
    """Show one hit."""
    return PAGE.show(request, f"{member}/{number}")


@never_cache
@require_GET
def part(request: HttpRequest, member: str, number: int, part: str) -> HttpResponse:
    """What of a hit changes alone: what was found and said, or its entries."""
    return PAGE.show_part(request, f"{member}/{number}", part)


@require_POST
def answer(request: HttpRequest, member: str, number: int) -> HttpResponse:
    """File what this member knows of it."""
    matter = f"{member}/{number}"
    state, text = view_of(matter, form=FORM).row.state, text_typed(request.POST)
    content = {
        **{name: state[name] for name in ("incident", "protected")},
        **{name: request.POST.get(name, "") for name in ("of", "how", "lang")},
        **({"text": text} if text else {}),
    }
    return PAGE.file(request, matter, "hit_answered", content=content)


def show_hit(request: HttpRequest, matter: str, *, refusal: Refusal | None = None,
             typed: Mapping[str, Any] | None = None) -> HttpResponse:  # fmt: skip
    """Show a hit; after a refusal (422) with its reason and what was typed."""
    return PAGE.show(request, matter, refusal=refusal, typed=typed)


def shown_of(frame: Frame, view: MatterView) -> dict[str, Any]:
    """Return what the templates of a hit ask for, of the hit itself."""
    state, own = view.row.state, node().member
    incident, protected = (reading.matter(node(), state[name]) for name in ("incident", "protected"))
    asked = [member for member in state["to"] if member != state["reporter"]]
    newest = {each["member"]: each for each in state["answers"]}
    return {
        **matter_shown(frame, view),
        "about": [state["incident"], state["protected"]],
        "subject": str(state["subject"]),
        "state_word": state_word(str(state["name"])),
        "incident": address_of_form(INCIDENT, state["incident"]) if incident is not None else "",
        "protected": address_of_form(protected.form, protected.id) if protected is not None else "",
        "protected_subject": str(protected.state["subject"]) if protected is not None else "",
        "sort": word(words.PROTECTED, state["sort"]),
        "owner": frame.name_of(state["owner"]),
        "hits": [_hit(each, incident, protected, frame=frame) for each in state["hits"]],
        "asked": [(frame.name_of(member), _answer(newest.get(member))) for member in asked],
        "own_answer": own in state["to"],
        "finding": state["hits"][-1]["entry"],
        "ways": [(how, word(words.HIT_ANSWERS, how)) for how in HOW_ANSWERED],
    }


def _hit(
    found: Mapping[str, Any], incident: MatterRow | None, protected: MatterRow | None, *, frame: Frame
) -> HitShown:
    accounts = incident.state["accounts"] if incident is not None else ()
    account = next((each for each in accounts if _is_of(each, found["account"])), None)
    terms = account["terms"] if account is not None else None
    gone = gone_of(
        found, incident=incident.state if incident is not None else None,
        protected=protected.state if protected is not None else None,
    )  # fmt: skip
    return HitShown(
        found["entry"], found["at_ms"], found["account"], frame.name_of(found["account"].rpartition("/")[0]),
        type_word(node().charter(), terms["type"]) if terms else "", time_parts(terms["time"]) if terms else (),
        place_parts(terms.get("place")) if terms else (), word(words.WITHIN, found["where"]), found["distance_m"],
        found["version"], "account" in gone, "protected" in gone,
    )  # fmt: skip


def _is_of(account: Mapping[str, Any], entry: str) -> bool:
    return any(each["entry"] == entry for each in account["versions"])


def _answer(said: Mapping[str, Any] | None) -> Mapping[str, Any] | None:
    return None if said is None else {**said, "word": word(words.HIT_ANSWERS, said["how"])}


PAGE = MatterPage(
    form=FORM,
    template="desk/incidents/hit.html",
    parts={"found": "desk/incidents/hit_found.html", "entries": "desk/hotline/parts/entries.html"},
    shown_of=shown_of,
    section="incidents",
)

"""The form of an account: a report, a counter-report or a correction; each becomes one draft with its files."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from parley.charter.verdict import Refusal
from parley.desk.addresses import address_of_form
from parley.desk.cell import node
from parley.desk.field_words import Words
from parley.desk.filed import file_and_go, in_words
from parley.desk.frame import Frame
from parley.desk.hotline.attached import attachments_of
from parley.desk.hotline.saying import instant
from parley.desk.hotline.typed import form_faulty
from parley.desk.incidents import words
from parley.desk.incidents.evidence import bound
from parley.desk.incidents.telling import group_word, type_word
from parley.desk.incidents.typed import MOST_ROWS, account_typed, rows_typed
from parley.desk.incidents.words import choices
from parley.desk.map.charted import drawing_shown
from parley.desk.matters import addressees_typed, audiences_of, audiences_shown, view_of
from parley.geo.place import Place, place_text
from parley.node import reading
from parley.tracks.incidents.incident_state import FORM
from parley.tracks.incidents.track import TRACK

REPORT, COUNTER, CORRECTION = "report", "counter", "correct"
_KINDS = {REPORT: "incident_reported", COUNTER: "incident_countered", CORRECTION: "incident_corrected"}
# So many empty rows stand in a form at first, and so many more come when they are asked for.
FEWEST_ROWS, MORE_ROWS = {"actor": 2, "casualty": 2, "damage": 2, "evidence": 2}, 3
# What these forms call otherwise than others, and what only they have.
WORDS: Words = {
    "places": lambda: gettext("Place"),
    "place": lambda: gettext("Place"),
    "radius_m": lambda: gettext("Within so many metres"),
    "begins": lambda: gettext("When, or from when"),
    "ends": lambda: gettext("Until when"),
    "time": lambda: gettext("When, or from when"),
    "until_s": lambda: gettext("Until when"),
    "type": lambda: gettext("Type"),
    "means": lambda: gettext("How it was observed"),
    "source": lambda: gettext("Source"),
    "credibility": lambda: gettext("What it says"),
    "knowledge": lambda: gettext("How it is known"),
    "actors": lambda: gettext("Alleged"),
    "casualties": lambda: gettext("Casualties"),
    "damage": lambda: gettext("Damage"),
    "evidence": lambda: gettext("Evidence"),
    "about": lambda: gettext("Also about"),
    "name": lambda: gettext("Evidence"),
    "asked": lambda: gettext("Who is asked"),
    "other": lambda: gettext("The other incident"),
}


@never_cache
@require_http_methods(["GET", "POST"])
def new_incident(request: HttpRequest) -> HttpResponse:
    """Show the form of an account, or file it."""
    if request.method == "GET":
        return _form(request, typed=_begun(request))
    if request.POST.get("step") == "more":
        return _form(request, typed=request.POST, more=MORE_ROWS)
    typed, way = account_typed(request.POST), _way(request.POST)
    if typed.faults:
        return _refused(request, form_faulty(typed.faults))
    matter, content = (request.POST.get("matter") or None) if way != REPORT else None, dict(typed.content)
    if matter is not None:
        view_of(matter, form=FORM)
        content |= {"of": request.POST.get("of", "")}
    if way == CORRECTION:
        content |= {"why": request.POST.get("why", "").strip()}
    with attachments_of(request) as files:
        pieces = bound(content.get("evidence", ()), files)
        if pieces.faults:
            return _refused(request, form_faulty(pieces.faults))
        if pieces.pieces:
            content["evidence"] = _to_look_at(pieces.pieces) if _looks(request) else pieces.pieces
        return file_and_go(
            request,
            _KINDS[way],
            content=content,
            to=addressees_typed(request),
            matter=matter,
            attachments=files,
            go=address_of_form(FORM, matter) if matter is not None else None,
            refused=lambda refusal: _refused(request, refusal),
        )


def _looks(request: HttpRequest) -> bool:
    return request.POST.get("step") == "look"


def _to_look_at(pieces: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the pieces as they are looked over: their files are sealed, and so named, only when they go."""
    return [{name: value for name, value in piece.items() if name != "attachment"} for piece in pieces]


def _way(form: Mapping[str, str]) -> str:
    way = form.get("way_of", "")
    return way if way in _KINDS else REPORT


def _refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    return _form(request, typed=request.POST, refusal=refusal)


def _begun(request: HttpRequest) -> QueryDict:
    """Return what the form holds at first: what is usual, or the account that is corrected."""
    form = QueryDict(mutable=True)
    now_s = node().clock.now_ms() // 1000
    form.update({
        "lang": Frame(request).language, "place_precision": "near", "radius_m": "500", "time_precision": "minute",
        "begins": instant(now_s // 60 * 60), "source": "F", "credibility": "6", "knowledge": "first_hand",
        "actor-1-who": "unknown", "way_of": REPORT, "about": request.GET.get("about", "")[:400],
    })  # fmt: skip
    for way in (COUNTER, CORRECTION):
        row = reading.matter(node(), request.GET.get(way, "")) if request.GET.get(way) else None
        if row is not None and row.form == FORM:
            form.update({"way_of": way, "matter": row.id, "to": ",".join(row.state["to"])})
            _begin_from(form, row.state, way=way)
    return form


def _begin_from(form: QueryDict, state: Mapping[str, Any], *, way: str) -> None:
    """Begin with the own account that is corrected, or of the report with what both are about: where and when."""
    accounts, own = state["accounts"], node().member
    account = next((each for each in accounts if each["member"] == own), None) if way == CORRECTION else accounts[0]
    if account is None:
        return
    terms, place = account["terms"], account["terms"].get("place")
    form["of"], form["type"] = account["entry"], terms["type"]
    if place is not None:
        form["places"] = place_text(Place(place["lat_e7"], place["lon_e7"]))
        form["place_precision"], form["radius_m"] = place["precision"], str(place["radius_m"])
        form["place_name"] = place.get("name") or ""
    if way == CORRECTION:
        form["subject"], form["text"], form["lang"] = terms["subject"], terms["text"], terms["lang"]
        form["begins"], form["ends"] = instant(terms["time"]["from_s"]), instant(terms["time"]["until_s"])
        form["time_precision"] = terms["time"]["precision"]
        for name in ("source", "credibility", "knowledge"):
            form[name] = terms[name]
        form.setlist("means", list(terms["means"]))
        _begin_rows(form, terms)


def _begin_rows(form: QueryDict, terms: Mapping[str, Any]) -> None:
    for n, each in enumerate(terms["actors"], start=1):
        form[f"actor-{n}-who"] = f"member:{each['member']}" if each.get("member") else each["kind"]
        form[f"actor-{n}-name"] = each.get("name") or ""
    for n, each in enumerate(terms.get("casualties") or (), start=1):
        for name, value in (("who", each["who"]), ("harm", each["harm"]), ("least", each["at_least"]),
                            ("most", each["at_most"])):  # fmt: skip
            form[f"casualty-{n}-{name}"] = str(value)
    for n, each in enumerate(terms.get("damage") or (), start=1):
        for name in ("what", "extent", "count", "text"):
            form[f"damage-{n}-{name}"] = str(each.get(name) or "")
    for n, each in enumerate(terms.get("evidence") or (), start=1):
        # The file itself went with the entry that told it: a correction names the piece by its digest.
        for name in ("form", "name", "sha256"):
            form[f"evidence-{n}-{name}"] = str(each[name])
        form[f"evidence-{n}-taken"] = instant(each["taken_s"]) if each.get("taken_s") is not None else ""


def _form(request: HttpRequest, *, typed: QueryDict, refusal: Refusal | None = None, more: int = 0) -> HttpResponse:
    frame, charter = Frame(request), node().charter()
    filled = rows_typed(typed)
    rows = {kind: min(MOST_ROWS, max(few, filled[kind] + 1) + more) for kind, few in FEWEST_ROWS.items()}
    shown = {
        "section": "incidents",
        "typed": typed,
        "way_of": _way(typed),
        "means_typed": typed.getlist("means"),
        "types": types_offered(),
        "audiences": audiences_shown(frame, audiences_of(TRACK.name)),
        "rows": {kind: _rows(typed, kind, number) for kind, number in rows.items()},
        "actors": _actors(frame, charter.codes),
        **{name: choices(each) for name, each in _OFFERED.items()},
        **drawing_shown(node()),
        "refused": in_words(refusal, language=frame.language, words=WORDS) if refusal else None,
    }
    return render(request, "desk/incidents/new.html", shown, status=422 if refusal else 200)


_OFFERED = {
    "place_precisions": words.PLACES, "time_precisions": words.TIMES, "means": words.MEANS,
    "reliabilities": words.RELIABILITY, "credibilities": words.CREDIBILITY, "knowledges": words.KNOWLEDGE,
    "who": words.WHO, "harms": words.HARM, "damaged": words.DAMAGED, "extents": words.EXTENT,
    "evidence_forms": words.FORMS,
}  # fmt: skip


def types_offered() -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the charter's types under the names of their groups."""
    charter = node().charter()
    groups = charter.incidents.groups if charter.incidents is not None else {}
    return [
        (group_word(charter, name), [(each, type_word(charter, each)) for each in group.types])
        for name, group in groups.items()
    ]


def _actors(frame: Frame, codes: tuple[str, ...]) -> list[tuple[str, str]]:
    named = [(f"member:{code}", frame.name_of(code)) for code in codes]
    return [*named, *((code, say()) for code, say in words.ACTORS.items() if code != "member")]


def _rows(typed: QueryDict, kind: str, number: int) -> list[dict[str, str]]:
    found = []
    for n in range(1, number + 1):
        begins = f"{kind}-{n}-"
        row = {name.removeprefix(begins): typed.get(name, "") for name in typed if name.startswith(begins)}
        found.append({**row, "n": str(n)})
    return found

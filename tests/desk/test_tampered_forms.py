"""Forms that were changed on their way: what a page did not offer is refused with its clause, and nothing is filed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from parley.charter.model import Charter
from parley.node.disputes.held import disputes_of
from tests.desk.cell import Cell
from tests.desk.in_role import in_role
from tests.desk.tampering import Sound, sound_acts, standing
from tests.desk.test_de_escalation import form as request_form
from tests.desk.visitor import Answer, Visitor
from tests.tracks.disputes.claims import claim

# A clause as a refusal names it.
CLAUSE = re.compile(r"\b[A-Z]{1,5}-\d+\b")


@pytest.fixture(scope="module")
def acts(cell: Cell) -> list[Sound]:
    """Acts that would be filed as they are."""
    return sound_acts(cell)


@pytest.fixture
def chief(cell: Cell) -> Iterator[Visitor]:
    """A visitor whose role is on all of these tracks."""
    with in_role(cell, "chief") as visitor:
        yield visitor


def test_each_of_them_would_be_filed_as_it_is(acts: list[Sound], chief: Visitor) -> None:
    """Looked over, each is taken: so what is refused below is refused for what was changed."""
    wrong = [(each.address, answer.status, why(answer)) for each in acts
             if (answer := chief.post(each.address, each.with_(step="look"))).status != 200]  # fmt: skip
    assert not wrong, "\n".join(map(str, wrong))


def why(answer: Answer) -> str:
    """Return what a refusal says."""
    found = re.search(r'id="refused">(.*?)</div></div>', answer.text, re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", "", found[1]).split()) if found else ""


def refused_all(cell: Cell, visitor: Visitor, forms: list[tuple[str, dict[str, Any]]]) -> list[str]:
    """Send each form and return what was not refused with a clause, or filed something all the same."""
    before, wrong = standing(cell), []
    for address, fields in forms:
        answer = visitor.post(address, fields)
        if answer.status not in (403, 404, 422) or (answer.status == 422 and not CLAUSE.search(why(answer))):
            wrong.append(f"{address} {str(fields)[:300]}: {answer.status} {why(answer)[:300]}")
    after = standing(cell)
    return wrong if after == before else [*wrong, f"filed or held: {before} {after}"]


def test_without_its_token_no_form_is_taken(cell: Cell, acts: list[Sound], chief: Visitor) -> None:
    """A form that another page sends in the officer's name bears no token of this desk."""
    before = standing(cell)
    answers = {each.address: chief.post(each.address, each.with_(), token=False).status for each in acts}
    assert set(answers.values()) == {403}, answers
    assert standing(cell) == before


@pytest.mark.parametrize("to", ["SY,US", "IL,SY,XX", "x" * 5000])
def test_an_act_goes_to_those_who_read_its_matter(cell: Cell, acts: list[Sound], chief: Visitor, to: str) -> None:
    """Nobody is left out of what all read, nobody is put in, and nobody is named who is not there."""
    wrong = refused_all(cell, chief, [(each.address, each.with_(to=to)) for each in acts])
    assert not wrong, "\n".join(wrong)


NOWHERE = ("", "US/999999", "SY/\u0661", "<b>\x00" * 900)


def test_what_an_act_is_about_stands_in_its_matter(cell: Cell, acts: list[Sound], chief: Visitor) -> None:
    """The entry of another matter, of another member, of none: an act that is about one is about its own."""
    about = [each for each in acts if "of" in each.fields]
    others = list(dict.fromkeys(each.fields["of"] for each in about))[::5]
    forms = [
        (each.address, each.with_(of=of))
        for each in about
        for of in (*NOWHERE, *(other for other in others if other != each.fields["of"]))
    ]
    wrong = refused_all(cell, chief, forms)
    assert not wrong, "\n".join(wrong)


def test_what_is_signed_is_the_text_that_was_shown(cell: Cell, acts: list[Sound], chief: Visitor) -> None:
    """A digest of another text, of none, or cut short signs nothing, and nothing waits for a second officer."""
    signing = [each for each in acts if "digest" in each.fields]
    digests = [each.fields["digest"] for each in signing]
    assert len(set(digests)) == len(digests) > 1
    forms = [
        (each.address, each.with_(digest=digest))
        for each in signing
        for digest in ("", "0" * 64, each.fields["digest"][:-1], each.fields["digest"].upper(), *digests)
        if digest != each.fields["digest"]
    ]
    wrong = refused_all(cell, chief, forms)
    assert not wrong, "\n".join(wrong)


WRITTEN = re.compile(
    r"text(_..)?|why|subject|title|step-\d-(what|id|by)|places|radius_m|of_step|percent|done(_at)?|ends"
)


# What is allowed, as the sentences say it; a field that reads days or names says what they look like.
LIMIT = re.compile(r"\d+ are allowed|At most \d+ |from 0 |\d+ at most|Such as")


def test_what_is_too_long_is_refused_with_its_limit(cell: Cell, acts: list[Sound], chief: Visitor) -> None:
    """A field of a hundred thousand signs in the place of each that is written: nothing is cut and nothing is filed."""
    long = [
        (each.address, name, each.with_(**{name: "9" * 100_000}))
        for each in acts for name in each.fields if WRITTEN.fullmatch(name)
    ]  # fmt: skip
    before, wrong = standing(cell), []
    for address, name, fields in long:
        answer = chief.post(address, fields)
        said = why(answer)
        if answer.status != 422 or not CLAUSE.search(said) or not LIMIT.search(said):
            wrong.append(f"{address} {name}: {answer.status} {said[:300]}")
    assert not wrong, "\n".join(wrong)
    assert standing(cell) == before and len(long) > 30


def test_what_is_chosen_from_a_list_is_one_of_the_list(cell: Cell, acts: list[Sound], chief: Visitor) -> None:
    """A value that no list of the form offers is refused, whatever it is."""
    chosen = re.compile(r"how|lang|position|level|question|outcome|standard|asked|answer|type|source|step-0-(who|to)")
    forms = [
        (each.address, each.with_(**{name: value}))
        for each in acts for name in each.fields if chosen.fullmatch(name)
        for value in ("", "anything\x00<script>")
    ]  # fmt: skip
    wrong = refused_all(cell, chief, forms)
    assert not wrong, "\n".join(wrong)


def test_a_role_that_may_not_files_nothing(cell: Cell, acts: list[Sound]) -> None:
    """A role that is not on the track reads nothing of it; one that is on it and may not file is told the clause."""
    charter = cell.mechanism.nodes["SY"].charter()
    tried = 0
    for role in charter.roles:
        with in_role(cell, role) as officer:
            for is_on, status in ((True, 422), (False, 403)):
                barred = [each for each in acts if (role in charter.tracks[each.track].roles) == is_on
                          and not may(charter, role, each.track)]  # fmt: skip
                before = standing(cell)
                answers = {each.address: officer.post(each.address, each.with_()) for each in barred}
                wrong = {where: answer.status for where, answer in answers.items() if answer.status != status
                         or (status == 422 and not CLAUSE.search(why(answer)))}  # fmt: skip
                assert not wrong, (role, wrong)
                assert standing(cell) == before
                tried += len(barred)
    assert tried > 100


def may(charter: Charter, role: str, track: str) -> bool:
    """Return whether a party's officer in this role may file on a track, by the charter alone."""
    found = charter.roles[role]
    return role in charter.tracks[track].roles and track in found.may and "party" in found.of


# Digits without end, and a sign that some take for a digit.
ENDLESS, RAISED = "9" * 5000, "\u00b2"
FIGURES = {
    "step-rows": ENDLESS, "event-rows": RAISED, "occurrence": ENDLESS, "from_s": RAISED, "due_at_ms": ENDLESS,
    "level": RAISED, "text_no": ENDLESS, "radius_m": RAISED, "percent": RAISED,
    "c.area_of_limitation_west_0_10.tanks.": ENDLESS,
}  # fmt: skip


def test_no_figure_that_a_form_carries_fails_the_desk(acts: list[Sound], chief: Visitor) -> None:
    """Digits without end, and what only looks like one: refused or left out, never a fault of the desk."""
    matter = next(each.address for each in acts if "/report" in each.address).rpartition("/")[0]
    places = ["/commitments/new", f"{matter}/amend", f"{matter}/report", f"{matter}/waive", f"{matter}/supersede",
              f"{matter}/cite", "/inspections/new/report", "/commitments/forces/declare"]  # fmt: skip
    answers = {place: chief.post(place, {"to": "IL", "step": "more-step", **FIGURES}).status for place in places}
    assert not [place for place, status in answers.items() if status >= 500], answers


# What can be done once: another page that still offers it is told by which entry it was done.
STALE = re.compile(
    r"/(withdraw|ask|judge|minority|new|receive|decline|raise|contest)$|^/hits/.*/answer|^/disputes/.*/answer"
)


def test_a_form_sent_twice_is_one_act_and_a_stale_one_none(cell: Cell, acts: list[Sound], chief: Visitor) -> None:
    """Twice with one token: the same entry. From a second page that was open: what was done stands, by the clause."""
    wrong = []
    for each in acts:
        start = standing(cell)
        first = chief.post(each.address, each.with_(once=f"tab one {each.address}"))
        after = standing(cell)
        again = chief.post(each.address, each.with_(once=f"tab one {each.address}"))
        if first.status != 303 or sum(after) != sum(start) + 1:
            wrong.append(f"{each.address}: {first.status} {start} {after} {why(first)}")
        if again.status != 303 or "again=" not in again.location or standing(cell) != after:
            wrong.append(f"{each.address} again: {again.status} {again.location} {standing(cell)} {why(again)}")
        if STALE.search(each.address):
            wrong += refused_all(cell, chief, [(each.address, each.with_(once=f"tab two {each.address}"))])
    assert not wrong, "\n".join(wrong)


def test_a_form_files_in_no_other_matter(cell: Cell, acts: list[Sound], chief: Visitor) -> None:
    """The matter that a page of its own hands on: another sort of matter, one of which the entry is none, or none."""
    counter = next(each for each in acts if each.address == "/incidents/new")
    by_sort = {each.address.split("/")[1]: "/".join(each.address.split("/")[2:4]) for each in acts}
    request = by_sort["inspections"]
    kept = {
        "to": "IL,SY,US", "within": request, "of": request, "subject": "EXERCISE kept", "text": "EXERCISE.",
        "lang": "en", "zone": ["area_of_separation"], "how": "denied", "by": "IL", "begins": "2026-03-01 10:42Z",
        "step": "send",
    }  # fmt: skip
    nowhere = [*by_sort.values(), "SY/999999", "x" * 3000, "SY/1\x00", "<b>"]
    forms = [("/incidents/new", counter.with_(matter=each)) for each in nowhere if each != counter.fields["matter"]]
    forms += [("/inspections/new/restriction", {**kept, "within": each}) for each in nowhere]
    wrong = refused_all(cell, chief, forms)
    assert not wrong, "\n".join(wrong)


def test_what_was_committed_in_one_dispute_is_not_shown_as_that_of_another(cell: Cell, chief: Visitor) -> None:
    """The digest that a form hands on opens the text that lies here, and the judge holds it against its commitment."""
    commitments = []
    for number in range(2):
        matter = cell.says("SY", "dispute_claimed", claim(subject=f"EXERCISE {number}"))
        form = {"to": "IL,SY,US", "title": "EXERCISE log", "text": f"EXERCISE. {number}", "lang": "en"}
        assert chief.post(f"/disputes/{matter}/evidence/commit", form).status == 303
        held = disputes_of(cell.mechanism.nodes["SY"]).one(matter)
        assert held is not None
        (said,) = held.of("evidence_committed")
        commitments.append((matter, {"entry": said.entry, "digest": said.content["digest"]}))
    (matter, one), (_, other) = commitments
    wrong = refused_all(cell, chief, [
        (f"/disputes/{matter}/evidence/{act}", {"to": to, "of": of, "digest": digest})
        for act, to in (("disclose", "IL,SY,US"), ("show", "SY,US"))
        for of, digest in ((one["entry"], other["digest"]), (other["entry"], one["digest"]), (matter, one["digest"]))
    ])  # fmt: skip
    assert not wrong, "\n".join(wrong)


def test_a_request_asks_only_what_its_form_offers(cell: Cell, chief: Visitor) -> None:
    """Other words than the fixed ones, of nobody or of this member itself, of a matter that is none: nothing goes."""
    changes = {
        "template": ["", "message", "<b>"], "asked": [[], ["SY"], ["XX"], ["IL", "x" * 3000]],
        "to": ["", "SY", "SY,US"], "about": ["SY/999999", "x" * 3000, "<b>"],
        "item-1-text": ["9" * 100_000, "36S YB " + "1" * 5000],
        "item-2-text": ["\u00b2", "9" * 5000], "text": ["x" * 100_000],
    }  # fmt: skip
    forms = [
        ("/de-escalation/new", request_form(**{name: value})) for name, values in changes.items() for value in values
    ]
    wrong = refused_all(cell, chief, forms)
    assert not wrong, "\n".join(wrong)

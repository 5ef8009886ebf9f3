"""Writes what is exchanged as one STIX 2.1 bundle, the same bytes from every node that reads the same. Pure.

A retraction is a further version with `revoked`; a tear-line is a report of its own, and that it derives from another
is written only into a bundle that holds both. Notes kept at home and drafts are in no state, and so in no bundle.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from parley.charter.model import Charter
from parley.tracks.information.assessment_entries import HOLDS
from parley.tracks.information.stix.fixed import (
    CONFIDENCE,
    GRADE_EXTENSION,
    INCIDENT_EXTENSION,
    OWN_EXTENSIONS,
    RELEASE_EXTENSION,
    REQUEST_EXTENSION,
    SPEC,
    TLP,
    TLP_CREATED,
    TLP_EXTENSION,
    TRANSLATION_EXTENSION,
    stamp,
    stix_id,
    uuid_of,
)

Object = dict[str, Any]
DEGREES = 10_000_000


def bundle_text(states: Iterable[Mapping[str, Any]], *, charter: Charter) -> str:
    """Return these states, as their `as_json` has them, as the text of one bundle; objects stand in a fixed order."""
    objects = list(_Writer(charter, {str(each["id"]) for each in states}).objects(states))
    body = json.dumps(objects, ensure_ascii=False, sort_keys=True)
    whole = {"type": "bundle", "id": f"bundle--{uuid_of(body)}", "objects": objects}
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


class _Writer:
    """Makes the objects of one bundle."""

    def __init__(self, charter: Charter, within: set[str]) -> None:
        self._charter, self._within, self._id = charter, within, charter.mechanism.id
        self._found: dict[tuple[str, str], Object] = {}
        # Who is named, those among them who left the mechanism since: no reference leads out of the bundle.
        self._members = set(charter.codes)

    def objects(self, states: Iterable[Mapping[str, Any]]) -> Iterator[Object]:
        for state in states:
            for each in self._of(state):
                self._keep(each)
        for extension, (name, text) in OWN_EXTENSIONS.items():
            self._keep(self._extension(extension, name, text))
        for code in sorted(self._members):
            self._keep(self._member(code))
        yield from (self._found[key] for key in sorted(self._found))

    def _keep(self, each: Object) -> None:
        self._found[(each["id"], each.get("modified", ""))] = each

    def _of(self, state: Mapping[str, Any]) -> Iterator[Object]:
        if state["form"] == "information_report":
            return self._report(state)
        return self._request(state) if state["form"] == "information_request" else self._assessment(state)

    def _ref(self, kind: str, named: str) -> str:
        return stix_id(kind, mechanism=self._id, named=named)

    def _identity(self, code: str) -> str:
        self._members.add(code)
        return self._ref("identity", code)

    def _object(self, kind: str, named: str, *, by: str, at_ms: int, marks: Sequence[str] = (), **more: Any) -> Object:
        marked = {"object_marking_refs": list(marks)} if marks else {}
        at = stamp(at_ms)
        return {
            "type": kind, "spec_version": SPEC, "id": self._ref(kind, named), "created_by_ref": self._identity(by),
            "created": at, "modified": at, **marked, **more,
        }  # fmt: skip

    def _since_ms(self) -> int:
        day = self._charter.since
        return (day.toordinal() - 719_163) * 86_400_000

    def _member(self, code: str) -> Object:
        names = self._charter.member(code).names if code in self._charter.codes else {}
        name = names.get("en") or code
        return self._object("identity", code, by=code, at_ms=self._since_ms(), name=name, identity_class="organization")

    def _extension(self, extension: str, name: str, text: str) -> Object:
        at = stamp(self._since_ms())
        return {
            "type": "extension-definition", "spec_version": SPEC, "id": extension,
            "created_by_ref": self._identity(self._charter.codes[0]), "created": at, "modified": at, "name": name,
            "description": text, "schema": f"urn:parley:{name}:1.0.0", "version": "1.0.0",
            "extension_types": ["property-extension"],
        }  # fmt: skip

    def _marks(self, terms: Mapping[str, Any], named: str, *, by: str, at_ms: int) -> list[str]:
        """Keep the markings of something that is marked, and return their ids: its level, its use, its release."""
        word, level = TLP[terms["tlp"]]
        self._keep({
            "type": "marking-definition", "spec_version": SPEC, "id": level, "created": TLP_CREATED,
            "name": f"TLP:{word.upper()}",
            "extensions": {TLP_EXTENSION: {"extension_type": "property-extension", "tlp_2_0": word}},
        })  # fmt: skip
        use = self._charter.information.use if self._charter.information is not None else {}
        statement = self._marking("use", by=self._charter.codes[0], at_ms=self._since_ms(), name="Permitted use")
        statement |= {"definition_type": "statement", "definition": {"statement": " / ".join(use.values())}}
        release = self._marking(named, by=by, at_ms=at_ms, name="Releasability")
        release["extensions"] = {RELEASE_EXTENSION: {
            "extension_type": "property-extension", "purpose": terms["purpose"],
            "releasable_to": [self._identity(code) for code in terms["releasable_to"]],
            "expires": stamp(terms["expires_s"] * 1000),
        }}  # fmt: skip
        for each in (statement, release):
            self._keep(each)
        return [level, statement["id"], release["id"]]

    def _marking(self, named: str, *, by: str, at_ms: int, name: str) -> Object:
        found = self._object("marking-definition", named, by=by, at_ms=at_ms, name=name)
        # A marking has no versions.
        del found["modified"]
        return found

    def _report(self, state: Mapping[str, Any]) -> Iterator[Object]:
        terms, named, by, at_ms = state["terms"], state["id"], state["opened_by"], state["at_ms"]
        marks = self._marks(terms, named, by=by, at_ms=at_ms)
        beside = list(self._beside(terms, named, by=by, at_ms=at_ms, marks=marks))
        yield from beside
        report = self._object(
            "report", named, by=by, at_ms=at_ms, marks=marks, name=terms["subject"], description=terms["text"],
            lang=terms["lang"], published=stamp(at_ms), report_types=["observed-data"],
            object_refs=[each["id"] for each in beside] or [self._identity(by)],
            labels=_labels(terms), extensions=self._grade(terms, named), **_confidence(terms),
        )  # fmt: skip
        yield report
        gone = state["retraction"]
        for each in (report, *(one for one in beside if one["type"] == "incident")) if gone is not None else ():
            yield {**each, "modified": stamp(max(gone["at_ms"], at_ms + 1)), "revoked": True}
        yield from self._said(state, report["id"], marks)

    def _beside(
        self, terms: Mapping[str, Any], named: str, *, by: str, at_ms: int, marks: list[str]
    ) -> Iterator[Object]:
        place = terms.get("place")
        if place:
            name = {"name": place["name"]} if place.get("name") else {}
            yield self._object(
                "location", named, by=by, at_ms=at_ms, marks=marks, latitude=place["lat_e7"] / DEGREES,
                longitude=place["lon_e7"] / DEGREES, precision=float(place["radius_m"]), **name,
            )  # fmt: skip
        if terms.get("cover"):
            yield self._object(
                "identity", f"{named}/cover", by=by, at_ms=at_ms, marks=marks, name=terms["cover"],
                identity_class="class",
            )  # fmt: skip
        if terms.get("seen"):
            # That somebody saw it is told, and never that it is confirmed: nobody here finds for all.
            core = {"determination": "suspected", "investigation_status": "new"}
            yield self._object(
                "incident", named, by=by, at_ms=at_ms, marks=marks, name=terms["subject"], lang=terms["lang"],
                extensions={INCIDENT_EXTENSION: {"extension_type": "property-extension", **core}},
            )  # fmt: skip

    def _grade(self, terms: Mapping[str, Any], named: str) -> Object:
        grade: Object = {"extension_type": "property-extension", "information_credibility": terms["credibility"]}
        if terms.get("source"):
            grade["source_reliability"] = terms["source"]
        if terms.get("cover"):
            grade["source_ref"] = self._ref("identity", f"{named}/cover")
        if terms.get("seen"):
            grade |= {name: stamp(terms["seen"][f"{name}_s"] * 1000) for name in ("from", "until")}
        return {GRADE_EXTENSION: grade}

    def _said(self, state: Mapping[str, Any], report: str, marks: list[str]) -> Iterator[Object]:
        seen = self._ref("incident", state["id"]) if state["terms"].get("seen") else report
        for each in state["checks"]:
            yield self._check(each, report, marks, seen=seen)
        for each in state["disputes"]:
            yield self._opinion(each, each["text"], report, marks, "disagree" if each["stands"] else "neutral")
            for reply in each["replies"]:
                about = [self._ref("opinion", each["entry"]), report]
                yield self._note(reply, reply["text"], about, marks, lang=reply["lang"])
        for each in state["tearlines"]:
            if each["made"] in self._within:
                yield self._object(
                    "relationship", each["entry"], by=each["member"], at_ms=each["at_ms"], marks=marks,
                    relationship_type="derived-from", source_ref=self._ref("report", each["made"]), target_ref=report,
                )  # fmt: skip

    def _check(self, each: Mapping[str, Any], report: str, marks: list[str], *, seen: str) -> Object:
        """Return a sighting, its count 0 where it was looked for and not seen; a note where nothing can be said."""
        if each["how"] == "cannot_say":
            return self._note(each, each["text"] or "cannot say", [report], marks, labels=["cannot-say"])
        text = {"description": each["text"]} if each["text"] else {}
        return self._object(
            "sighting", each["entry"], by=each["member"], at_ms=each["at_ms"], marks=marks, sighting_of_ref=seen,
            count=1 if each["how"] == "corroborated" else 0,
            where_sighted_refs=[self._identity(each["member"])], **text,
        )  # fmt: skip

    def _opinion(self, each: Mapping[str, Any], text: str, about: str, marks: list[str], how: str) -> Object:
        lang = {"lang": each["lang"]} if each.get("lang") else {}
        return self._object(
            "opinion", each["entry"], by=each["member"], at_ms=each["at_ms"], marks=marks, opinion=how,
            explanation=text, object_refs=[about], **lang,
        )  # fmt: skip

    def _note(
        self, each: Mapping[str, Any], text: str, about: list[str], marks: list[str], **more: Any
    ) -> Object:  # fmt: skip
        return self._object(
            "note", each["entry"], by=each["member"], at_ms=each["at_ms"], marks=marks, content=text,
            object_refs=about, **more,
        )  # fmt: skip

    def _request(self, state: Mapping[str, Any]) -> Iterator[Object]:
        terms, named, by, at_ms = state["terms"], state["id"], state["opened_by"], state["at_ms"]
        marking = {**terms, "tlp": "amber_strict", "releasable_to": state["to"], "expires_s": terms["due_s"]}
        marks = self._marks(marking, named, by=by, at_ms=at_ms)
        asked = [self._identity(code) for code in terms["asked"]]
        places = list(self._beside(terms, named, by=by, at_ms=at_ms, marks=marks))
        yield from places
        words = [*state["answers"], *state["refusals"], state["withdrawal"]]
        question = self._object(
            "grouping", named, by=by, at_ms=at_ms, marks=marks, modified=_modified(at_ms, words),
            name=terms["subject"], description=terms["text"],
            lang=terms["lang"], context="request-for-information",
            object_refs=[*asked, *(each["id"] for each in places)],
            extensions={REQUEST_EXTENSION: {
                "extension_type": "property-extension", "to_refs": asked, "needed_by": stamp(terms["due_s"] * 1000),
                "state": state["name"],
            }},
        )  # fmt: skip
        yield question
        for each in state["answers"]:
            given = [self._ref("report", one) for one in each["reports"] if one in self._within]
            yield self._note(each, each["text"] or each["how"], [question["id"], *given], marks, labels=[each["how"]])
        for each in state["refusals"]:
            yield self._note(each, each["text"], [question["id"]], marks, labels=["refused", each["reason"]])

    def _assessment(self, state: Mapping[str, Any]) -> Iterator[Object]:
        main, named, by, at_ms = state["main"], state["id"], state["opened_by"], state["at_ms"]
        terms = main["terms"]
        marks = self._marks(terms, named, by=by, at_ms=at_ms)
        first, *others = terms["texts"]
        cited = [self._ref("report", each) for each in terms["reports"]]
        modified = _modified(at_ms, [*main["signatures"].values(), *state["dissents"], main["withdrawn"]])
        view = self._object(
            "report", named, by=by, at_ms=at_ms, marks=marks, modified=modified, name=terms["subject"],
            description=first["text"],
            lang=first["lang"], published=stamp(at_ms), report_types=["observed-data"], object_refs=cited,
            labels=["joint-assessment", state["name"]], extensions=self._grade(terms, named), **_confidence(terms),
        )  # fmt: skip
        yield view
        if others:
            yield self._object(
                "language-content", named, by=by, at_ms=at_ms, marks=marks, modified=modified,
                object_ref=view["id"], object_modified=modified,
                contents={each["lang"]: {"description": each["text"]} for each in others},
                extensions={TRANSLATION_EXTENSION: {"extension_type": "property-extension", "made": "authentic"}},
            )  # fmt: skip
        for code, signature in sorted(main["signatures"].items()):
            yield self._opinion({**signature, "member": code}, "signed", view["id"], marks, "agree")
        for each in state["dissents"]:
            yield self._opinion(each, each["why"], view["id"], marks, "disagree")
        for each in state["reviews"]:
            how = "agree" if each["how"] == HOLDS else "disagree"
            yield self._opinion(each, each["text"] or each["how"], view["id"], marks, how)


def _modified(at_ms: int, said: Iterable[Mapping[str, Any] | None]) -> str:
    """Return when an object was last changed by what was said: under one stamp it never says two things."""
    words = [each["at_ms"] for each in said if each is not None]
    return stamp(max([at_ms, *words]) + len(words))


def _confidence(terms: Mapping[str, Any]) -> Object:
    found = CONFIDENCE.get(terms["credibility"])
    return {"confidence": found[0]} if found is not None else {}


def _labels(terms: Mapping[str, Any]) -> list[str]:
    """Return both axes once more as labels, by which other programs read them."""
    return [
        f'admiralty-scale:source-reliability="{terms["source"].lower()}"',
        f'admiralty-scale:information-credibility="{terms["credibility"]}"',
    ]

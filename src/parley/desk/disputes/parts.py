"""The parts of a dispute's page: ladder, claim beside answers, evidence, texts to sign, measures, pauses, outcome."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language, gettext

from parley.charter.model import Charter
from parley.desk.addresses import address_of_entry, address_of_form
from parley.desk.cell import node
from parley.desk.disputes.found import disputes
from parley.desk.disputes.kept import is_kept
from parley.desk.disputes.showing import ladder_shown, listed, texts_shown
from parley.desk.disputes.words import level_word, over_word, position_word
from parley.desk.frame import Frame
from parley.desk.hotline.saying import instant
from parley.desk.naming import in_language
from parley.desk.notices.showing import class_word
from parley.desk.standstill.places import place_in_words
from parley.matters.signing import Signing
from parley.node import reading
from parley.tracks.disputes.meeting import Met
from parley.tracks.disputes.rules import outcomes
from parley.tracks.disputes.state import FORM, DisputeState, DisputeWord


@dataclass(frozen=True, slots=True)
class EntryLink:
    """An entry that is named, with where it can be read."""

    id: str
    address: str


@dataclass(frozen=True, slots=True)
class SideShown:
    """What one side says of the dispute: its claim or its answer; `text` is empty where nothing was said yet."""

    name: str
    title: str
    entry: str
    at_ms: int | None
    lang: str
    text: str
    asks: str
    about: tuple[EntryLink, ...]
    provisions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ThingShown:
    """The thing that was committed, as it was disclosed to all or shown to some: by which entry, to whom."""

    entry: str
    address: str
    to: str
    text: str
    file_name: str
    file_address: str


@dataclass(frozen=True, slots=True)
class EvidenceShown:
    """Something committed by its digest, and, once it was, what was disclosed."""

    entry: str
    by: str
    at_ms: int
    title: str
    over: str
    digest: str
    told: tuple[ThingShown, ...]
    is_disclosed: bool
    may_disclose: bool
    is_text: bool
    is_kept: bool


@dataclass(frozen=True, slots=True)
class WordShown:
    """Something that was said, with its statements: a proposal, a decision, a referral, a withdrawal, a statement."""

    entry: str
    by: str
    at_ms: int
    title: str
    texts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class PauseShown:
    """A pause that was asked: whether it holds, from when until when, and who has not agreed."""

    entry: str
    by: str
    why: str
    until: str
    since: str
    missing: str
    may_agree: bool


@dataclass(frozen=True, slots=True)
class MetShown:
    """What meets a measure, and whether this member has told it."""

    measure: str
    by: str
    address: str
    whose: str
    when: str
    told: str
    may_tell: bool


def page_shown(frame: Frame, state: DisputeState) -> dict[str, Any]:
    """Return what the page of a dispute shows besides what every matter's page does."""
    matter, now_ms = state.opening.id, frame.now_ms
    duties = reading.duties_of(node(), matter, now_ms=now_ms)
    return {
        "one": listed(state, duties, now_ms=now_ms, names=frame.name_of, language=frame.language),
        "ladder": ladder_shown(
            state, now_ms=now_ms, names=frame.name_of, roles=frame.role_of, language=frame.language
        ),
        "sides": list(_sides(state, names=frame.name_of)),
        "crossing": [
            EntryLink(each.opening.id, address_of_form(FORM, each.opening.id)) for each in disputes().crossing(state)
        ],
        "without_effect": list(state.without_effect),
        **_said(frame, state),
        **_signed(frame, state),
        **_offered(frame, state),
    }


def _said(frame: Frame, state: DisputeState) -> dict[str, Any]:
    """Return what was said besides claim and answers, and what meets the measures."""
    own, names, now_ms = node().member, frame.name_of, frame.now_ms
    is_open = state.ending is None
    return {
        "shown_to": _shown_to(frame, state),
        "evidence": [_evidence(state, each, own=own, names=names) for each in state.of("evidence_committed")],
        "met": [_met(state, each, own=own, names=names) for each in disputes().met(state.opening.id)],
        "pauses": [_pause(each, own=own, now_ms=now_ms, names=names, is_open=is_open) for each in state.pauses()],
        "proposals": [_word(each, names=names) for each in state.of("mediator_proposed")],
        "outcome": [_word(each, names=names) for each in state.of(*_ENDINGS)],
        "statements": [_word(each, names=names) for each in state.of("outcome_stated")],
    }


def _signed(frame: Frame, state: DisputeState) -> dict[str, Any]:
    shown = partial(
        texts_shown, state, own=node().member, now_ms=frame.now_ms, names=frame.name_of, roles=frame.role_of
    )
    return {
        "settlements": shown(state.settlements, facts=lambda one: ()),
        "measures": shown(state.measures, facts=lambda one: _measure_facts(one, names=frame.name_of)),
    }


def _offered(frame: Frame, state: DisputeState) -> dict[str, Any]:
    """Return what this member may do now, as far as its role lets it, and what the forms offer."""
    own, charter, is_open = node().member, node().charter(), state.ending is None
    here, classes = state.rungs(now_ms=frame.now_ms)[-1].level, charter.activities.classes if charter.activities else {}
    is_side = own in state.sides
    return {
        "is_open": is_open,
        "is_side": is_side,
        "level_here": here.name,
        "may_receive": is_open and own != state.opening.member and not _has_received(state, own, here.name),
        "may_answer": is_open and own in state.against and state.said("dispute_answered", own) is None,
        "may_withdraw": is_open and own == state.opening.member,
        "may_mediate": is_open and own in charter.supervisors,
        "may_decide": is_open and own in state.rules.decides,
        "may_refer": is_open and is_side and here.refers,
        "outcomes": [each for each in outcomes(state) if not _has_stated(state, own, each)],
        "levels_above": [
            (each.name, level_word(each, language=frame.language))
            for each in state.rules.levels if each.number > here.number
        ],
        "parties": [(code, frame.name_of(code)) for code in state.sides],
        "classes": [(name, class_word(charter, name)) for name in classes],
    }  # fmt: skip


_ENDINGS = ("dispute_decided", "dispute_referred", "dispute_withdrawn")


def _sides(state: DisputeState, *, names: Any) -> Iterator[SideShown]:
    claim = state.claim
    yield SideShown(
        names(state.opening.member), gettext("Claim"), state.opening.id, state.opening.at_ms, str(claim["lang"]),
        str(claim["text"]), str(claim["asks"]), _links(claim.get("about")), tuple(claim.get("provisions") or ()),
    )  # fmt: skip
    for code in state.against:
        said = state.said("dispute_answered", code)
        if said is None:
            yield SideShown(names(code), gettext("Answer"), "", None, "", "", "", (), ())
        else:
            yield SideShown(
                names(code), position_word(said.content["position"]), said.entry, said.at_ms, str(said.content["lang"]),
                str(said.content["text"]), "", _links(said.content.get("about")), (),
            )  # fmt: skip


def _links(ids: Any) -> tuple[EntryLink, ...]:
    return tuple(EntryLink(each, address_of_entry(each)) for each in ids or ())


def _evidence(state: DisputeState, said: DisputeWord, *, own: str, names: Any) -> EvidenceShown:
    disclosed = [each for each in state.of("evidence_disclosed") if each.content["of"] == said.entry]
    told = [_thing(each.entry, each.content, to=gettext("to all of this dispute")) for each in disclosed]
    for row in reading.of_form(node(), "evidence", from_ms=0):
        if row.state["of"] == said.entry:
            others = gettext(", ").join(names(code) for code in row.state["to"])
            told.append(_thing(row.id, row.state["said"], to=gettext("to %(names)s alone") % {"names": others}))
    is_mine = said.member == own and not disclosed
    digest = str(said.content["digest"])
    return EvidenceShown(
        said.entry, names(said.member), said.at_ms, str(said.content["title"]), over_word(said.content["over"]), digest,
        tuple(told), bool(disclosed), is_mine, said.content["over"] == "text", is_mine and is_kept(digest),
    )  # fmt: skip


def _thing(entry: str, content: Mapping[str, Any], *, to: str) -> ThingShown:
    files = content.get("attachments") or ()
    return ThingShown(
        entry, address_of_entry(entry), to, str(content.get("text") or ""), str(files[0]["name"]) if files else "",
        reverse("attachment", args=(*entry.split("/"), 0)) if files else "",
    )  # fmt: skip


def _shown_to(frame: Frame, state: DisputeState) -> list[tuple[str, str]]:
    """Return the audiences to which this member may show evidence before it is disclosed, by their codes and names."""
    audiences, own = node().charter().audiences, node().member
    found = [audiences[name].members for name in state.rules.evidence_to if name in audiences]
    return [
        (",".join(codes), gettext(", ").join(frame.name_of(code) for code in codes if code != own))
        for codes in found if own in codes
    ]  # fmt: skip


def _types_held(terms: Mapping[str, Any], charter: Charter) -> str:
    """Return the types that tell, by the charter, of a class that stands still, and what holds of all others."""
    incidents, language = charter.incidents, get_language() or "en"
    every = (each for group in incidents.groups.values() for each in group.types.values()) if incidents else ()
    held = [
        in_language(each.names, language=language)
        for each in every if incidents and set(incidents.classes_of(each.name)) & {*terms["classes"]}
    ]  # fmt: skip
    others = gettext("Other types have no such class by the charter: their reports are not held against it.")
    return f"{gettext(', ').join(held)}. {others}" if held else others


def _measure_facts(one: Signing, *, names: Any) -> Iterator[tuple[str, str]]:
    terms, charter = one.terms, node().charter()
    yield gettext("Whom it binds"), gettext(", ").join(names(code) for code in terms["parties"])
    classes = gettext(", ").join(class_word(charter, name) for name in (*terms["classes"], *terms["excepted"]))
    if terms["classes"]:
        yield gettext("What stands still"), classes
        yield gettext("Types of incident held against it"), _types_held(terms, charter)
    else:
        yield gettext("What stands still"), (
            gettext("all activity, except: %(classes)s") % {"classes": classes} if classes else gettext("all activity")
        )
    for place in terms["areas"]:
        yield gettext("Area"), place_in_words(place)
    yield gettext("From"), instant(int(terms["from_s"]))
    yield gettext("Until"), instant(int(terms["until_s"]))


def _met(state: DisputeState, met: Met, *, own: str, names: Any) -> MetShown:
    pair = (met.measure, met.by)
    told = [each for each in state.of("measure_breach_told") if (each.content["of"], each.content["by"]) == pair]
    return MetShown(
        met.measure, met.by, address_of_form(met.form, met.matter), names(met.member),
        f"{instant(met.from_s)} – {instant(met.until_s)}",
        gettext(", ").join(f"{names(each.member)} {each.entry}" for each in told),
        may_tell=all(each.member != own for each in told),
    )  # fmt: skip


def _pause(pause: Any, *, own: str, now_ms: int, names: Any, is_open: bool) -> PauseShown:
    return PauseShown(
        pause.entry, names(pause.member), pause.why, instant(pause.until_ms // 1000),
        instant(pause.from_ms // 1000) if pause.from_ms is not None else "",
        gettext(", ").join(names(code) for code in pause.missing),
        may_agree=is_open and own in pause.missing and now_ms < pause.until_ms,
    )  # fmt: skip


def _word(said: DisputeWord, *, names: Any) -> WordShown:
    content = said.content
    alone = {"lang": content.get("lang", ""), "text": content.get("text") or content.get("why", "")}
    texts = tuple((str(each["lang"]), str(each["text"])) for each in content.get("texts") or [alone])
    title = {
        "dispute_decided": gettext("Decided by this member alone, as the charter says"),
        "dispute_referred": gettext("Referred outside, to: %(body)s") % {"body": content.get("body", "")},
        "dispute_withdrawn": gettext("Claim withdrawn"),
        "outcome_stated": gettext("Own statement on %(entry)s") % {"entry": content.get("of", "")},
    }.get(said.kind, str(content.get("subject", "")))
    if content.get("into"):
        title = gettext("Claim goes on in %(entry)s") % {"entry": content["into"]}
    return WordShown(said.entry, names(said.member), said.at_ms, title, texts)


def _has_stated(state: DisputeState, member: str, of: str) -> bool:
    return any((each.member, each.content["of"]) == (member, of) for each in state.of("outcome_stated"))


def _has_received(state: DisputeState, member: str, level: str) -> bool:
    return any((each.member, each.content["level"]) == (member, level) for each in state.of("dispute_acknowledged"))

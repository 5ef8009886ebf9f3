"""A standstill as its screens show it: its instruments with who has signed, what it says, what falls into it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext

from parley.charter.model import Charter
from parley.desk.addresses import address_of_form
from parley.desk.hotline.saying import instant
from parley.desk.naming import Names
from parley.desk.notices.showing import OverlapShown, class_word, shared_shown
from parley.desk.signers import SignerShown, signers_shown
from parley.desk.standstill.found import standing
from parley.desk.standstill.places import place_in_words
from parley.desk.standstill.words import (
    COMING,
    IN_FORCE,
    WAITING,
    instrument_word,
    signing_word,
    stage_at,
    stage_word,
)
from parley.matters.signing import Signing
from parley.node.reading import MatterRow
from parley.tracks.deconfliction.holding import Held
from parley.tracks.deconfliction.standstill_state import FORM, StandstillState

if TYPE_CHECKING:
    from parley.desk.frame import Frame


@dataclass(frozen=True, slots=True)
class InstrumentShown:
    """One instrument: what it says, its digest, its signers, and what this member may do with it now."""

    entry: str
    word: str
    name: str
    name_word: str
    by: str
    texts: tuple[tuple[str, str], ...]
    facts: tuple[tuple[str, str], ...]
    digest: str
    signers: tuple[SignerShown, ...]
    may_sign: bool
    may_withdraw: bool
    withdrawn: str
    is_crossed: bool

    @property
    def sign_form(self) -> str:
        """The name of the form that signs it, so that one which was refused keeps its token."""
        return f"sign-{self.entry}"

    @property
    def decline_form(self) -> str:
        """The name of the form that declines it."""
        return f"decline-{self.entry}"

    @property
    def withdraw_form(self) -> str:
        """The name of the form that withdraws it."""
        return f"withdraw-{self.entry}"


@dataclass(frozen=True, slots=True)
class StandstillShown:
    """A standstill in one line: of the list, of the banner."""

    id: str
    address: str
    subject: str
    stage: str
    stage_word: str
    says: str
    from_s: str
    until_s: str
    signers: tuple[SignerShown, ...]


def listed(state: StandstillState, *, at_s: int, charter: Charter, names: Names, roles: Names) -> StandstillShown:
    """Return a standstill in one line."""
    stage, begins = stage_at(state, at_s=at_s), state.from_s
    return StandstillShown(
        state.opening.id, address_of_form(FORM, state.opening.id), str(state.main.terms["subject"]), stage,
        stage_word(stage), scope_of(state.main.terms, charter=charter),
        instant(begins if begins is not None else int(state.main.terms["from_s"])), instant(state.until_s),
        tuple(signers_shown(state.main, names=names, roles=roles)),
    )  # fmt: skip


def scope_of(terms: Mapping[str, Any], *, charter: Charter) -> str:
    """Say what stands still: all activity, all but some classes, or some classes."""
    def words(classes: Iterable[str]) -> str:
        return gettext(", ").join(class_word(charter, name) for name in classes)

    if terms["classes"]:
        return gettext("Only these stand still: %(classes)s") % {"classes": words(terms["classes"])}
    if terms["excepted"]:
        return gettext("All activity stands still, except: %(classes)s") % {"classes": words(terms["excepted"])}
    return gettext("All activity stands still")


def instruments_shown(
    state: StandstillState, *, own: str, at_s: int, charter: Charter, names: Names, roles: Names
) -> list[InstrumentShown]:
    """Return the standstill itself, then its variances and endings, each with its signatures."""
    return [
        _instrument(state, each, own=own, at_s=at_s, charter=charter, names=names, roles=roles)
        for each in state.instruments
    ]


def _instrument(
    state: StandstillState, one: Signing, *, own: str, at_s: int, charter: Charter, names: Names, roles: Names
) -> InstrumentShown:
    is_open = one.name not in ("withdrawn", "signed") and at_s < min(
        state.until_s, int(one.terms.get("until_s", state.until_s))
    )
    return InstrumentShown(
        one.entry, instrument_word(one.kind), one.name, signing_word(one.name), names(one.member),
        tuple((each["lang"], each["text"]) for each in one.terms["texts"]),
        tuple(_facts(state, one, charter=charter, names=names)), one.digest,
        tuple(signers_shown(one, names=names, roles=roles)),
        may_sign=is_open and own in one.missing,
        may_withdraw=is_open and own == one.member,
        withdrawn=one.withdrawn.why if one.withdrawn is not None and one.missing else "",
        is_crossed=bool(one.crossed),
    )  # fmt: skip


def _facts(state: StandstillState, one: Signing, *, charter: Charter, names: Names) -> Iterable[tuple[str, str]]:
    terms = one.terms
    if one is state.main:
        yield gettext("What stands still"), scope_of(terms, charter=charter)
    if terms.get("notice"):
        yield gettext("Excepts the plan"), str(terms["notice"])
    if "ends_s" in terms:
        yield gettext("Ends at"), instant(int(terms["ends_s"]))
    if one is state.main:
        yield gettext("Whom it binds"), gettext(", ").join(names(code) for code in terms["parties"])
    elif terms.get("areas"):
        yield from _scope_of_variance(terms, charter=charter, names=names)
    for place in terms.get("areas") or ():
        yield gettext("Area"), place_in_words(place)
    if "from_s" in terms:
        yield gettext("From"), instant(int(terms["from_s"]))
        yield gettext("Until"), instant(int(terms["until_s"]))


def _scope_of_variance(
    terms: Mapping[str, Any], *, charter: Charter, names: Names
) -> Iterable[tuple[str, str]]:
    """Say what of an area is excepted. None named means all: who signs must not have to know that."""
    classes = gettext(", ").join(class_word(charter, name) for name in terms.get("classes") or ())
    parties = gettext(", ").join(names(code) for code in terms.get("parties") or ())
    yield gettext("Excepts the classes"), classes or gettext("all classes")
    yield gettext("Whose activity it excepts"), parties or gettext("all whom the standstill binds")


def plan_held_shown(plan: Mapping[str, Any], *, frame: Frame) -> list[OverlapShown]:
    """Return how a plan of this member that is not filed yet would fall into standstills."""
    terms = frame.node.charter().activities
    return held_shown(standing().of_plan(terms, plan), frame=frame) if terms is not None else []


def held_shown(found: Iterable[Held], *, frame: Frame) -> list[OverlapShown]:
    """Return how one notice or plan falls into standstills, as the list of what it meets shows it."""
    at_s, states = frame.now_ms // 1000, {each.opening.id: each for each in standing().standstills()}
    shown = []
    for held in found:
        state = states.get(held.standstill)
        if state is None:
            continue
        stage = stage_at(state, at_s=at_s)
        if stage not in (IN_FORCE, WAITING, COMING):
            continue
        shared = shared_shown(held.overlap) if held.overlap is not None else ("", (), "")
        shown.append(OverlapShown(
            str(state.main.terms["subject"]), address_of_form(FORM, held.standstill), "", "",
            "standstill" if held.is_hard else "contact", _held_word(held), _held_why(held, stage=stage), "", *shared,
            standing="agreed" if held.is_hard else "proposed",
        ))  # fmt: skip
    return shown


def _held_word(held: Held) -> str:
    if held.overlap is None:
        return gettext("Excepted from a standstill")
    if held.overlap.kind == "contact":
        return gettext("Touches a standstill: a strip under 2 cm")
    return gettext("Standstill") if held.is_signed else gettext("Would fall into a standstill")


def _held_why(held: Held, *, stage: str) -> str:
    if held.overlap is None:
        return gettext("Signed variance: %(entries)s") % {"entries": ", ".join(held.excepted_by)}
    if not held.is_signed:
        return gettext("Not every party has signed it: it holds nothing yet.")
    said = {
        IN_FORCE: gettext("It is in force: this activity may not go on as planned, but by a variance that all sign."),
        COMING: gettext("It is signed: this activity may not take place as planned, but by a variance that all sign."),
    }
    return said.get(stage, "")


def notices_shown(
    found: Iterable[Held], *, rows: Mapping[str, MatterRow], names: Names
) -> list[OverlapShown]:
    """Return the notices that fall into one standstill."""
    shown = []
    for held in found:
        row = rows.get(held.notice)
        if row is None:
            continue
        shared = shared_shown(held.overlap) if held.overlap is not None else ("", (), "")
        shown.append(OverlapShown(
            held.notice, address_of_form("notice", held.notice), str(row.state.get("subject") or ""),
            names(row.opened_by), "standstill" if held.is_hard else "contact", _held_word(held),
            gettext("Signed variance: %(entries)s") % {"entries": ", ".join(held.excepted_by)}
            if held.excepted_by else "", "", *shared, standing="agreed" if held.is_hard else "proposed",
        ))  # fmt: skip
    return shown

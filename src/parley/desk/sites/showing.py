"""A protected site as its screens show it: what, where, until when, who received it, what comes to it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext

from parley.desk.addresses import address_of_form
from parley.desk.hotline.saying import instant
from parley.desk.hotline.wordings import HOW
from parley.desk.naming import Names
from parley.desk.notices.showing import OverlapShown, shared_shown
from parley.desk.sites.found import protecting
from parley.desk.sites.words import category_word, finding_word, use_word
from parley.tracks.deconfliction.site_meeting import Near
from parley.tracks.deconfliction.site_state import FORM, SiteState

if TYPE_CHECKING:
    from parley.desk.frame import Frame


@dataclass(frozen=True, slots=True)
class RecipientShown:
    """A recipient: the consent given, how and when it received the version in force, to whom it passed it on."""

    name: str
    use: str
    how: str
    entry: str
    at_ms: int | None
    passed_on: str
    passed_entry: str


@dataclass(frozen=True, slots=True)
class SiteShown:
    """A site in one line of the list."""

    id: str
    address: str
    subject: str
    category: str
    organisation: str
    by: str
    until: str
    confirm_by: str
    is_late: bool
    is_withdrawn: bool
    is_over: bool
    check: str
    meets: int
    recipients: tuple[RecipientShown, ...]


@dataclass(frozen=True, slots=True)
class ListShown:
    """The list that one member holds of another's sites: as this node computes it, and as the holder stated it last.

    Of the sites that all of `readers` know: what is stated to some must not count what is known to fewer.
    """

    of: str
    by: str
    readers: tuple[str, ...]
    count: int
    digest: str
    stated_count: int | None
    stated_digest: str
    stated_at_ms: int | None
    is_same: bool


def listed(state: SiteState, *, now_ms: int, names: Names, meets: int) -> SiteShown:
    """Return a site in one line."""
    version, check = state.version, state.check(of=state.version.entry)
    return SiteShown(
        state.opening.id, address_of_form(FORM, state.opening.id), str(version.plan["subject"]),
        category_word(str(version.plan["category"])), str(version.plan["organisation"]), names(state.opening.member),
        instant(version.ends_s), instant(state.confirm_by_ms // 60_000 * 60),
        is_late=state.confirm_by_ms < now_ms < version.ends_s * 1000,
        is_withdrawn=state.withdrawn is not None,
        is_over=version.ends_s * 1000 <= now_ms,
        check=check_said(state) if check is not None else "",
        meets=meets,
        recipients=tuple(recipients_shown(state, names=names)),
    )  # fmt: skip


def check_said(state: SiteState) -> str:
    """Say what the second person found; "" before that."""
    check = state.check(of=state.version.entry)
    if check is None:
        return ""
    return gettext("%(name)s: %(finding)s, %(metres)s m from the last known point") % {
        "name": check.name, "finding": finding_word(check.finding), "metres": check.distance_m,
    }  # fmt: skip


def recipients_shown(state: SiteState, *, names: Names) -> Iterable[RecipientShown]:
    """Yield each recipient of the version in force."""
    of = state.version.entry
    for member in state.opening.others:
        receipt, passing = state.receipt(member, of=of), state.passing(member, of=of)
        passed = (
            f"{passing.to_whom} · {passing.level} · {instant(passing.passed_at_s)}" if passing is not None else ""
        )
        yield RecipientShown(
            names(member), use_word(state.use_of(member)), HOW[receipt.how]() if receipt is not None else "",
            receipt.entry if receipt is not None else "", receipt.at_ms if receipt is not None else None, passed,
            passing.entry if passing is not None else "",
        )  # fmt: skip


def lists_shown(states: list[SiteState], *, names: Names) -> list[ListShown]:
    """Return for each author, recipient and audience the list as held here and as the recipient stated it last."""
    lists = sorted({
        (each.opening.member, member, tuple(sorted(each.opening.to)))
        for each in states for member in each.opening.others
    })  # fmt: skip
    shown = []
    for author, holder, readers in lists:
        count, digest = protecting().held_list(by=holder, of=author, readers=readers)
        stated = [receipt for each in states for receipt in each.receipts if receipt.member == holder
                  and (each.opening.member, tuple(sorted(each.opening.to))) == (author, readers)]  # fmt: skip
        last = max(stated, key=lambda each: (each.at_ms, each.entry), default=None)
        told = tuple(names(code) for code in readers if code != author)
        shown.append(ListShown(
            names(author), names(holder), told, count, digest,
            last.count if last else None, last.digest if last else "", last.at_ms if last else None,
            is_same=last is not None and last.digest == digest,
        ))  # fmt: skip
    return shown


def sites_near_shown(found: Iterable[Near], *, frame: Frame) -> list[OverlapShown]:
    """Return to which sites one notice or plan comes, as the list of what it meets shows it."""
    states = {each.opening.id: each for each in protecting().sites()}
    return [_near(each, states[each.site], frame=frame) for each in found if each.site in states]


def plan_near_shown(plan: Mapping[str, Any], *, frame: Frame) -> list[OverlapShown]:
    """Return to which sites a plan that is not filed yet would come."""
    terms = frame.node.charter().activities
    return sites_near_shown(protecting().of_plan(plan, ground=terms.ground), frame=frame) if terms is not None else []


def _near(near: Near, state: SiteState, *, frame: Frame) -> OverlapShown:
    plan = state.version.plan
    word = gettext("Comes to a protected movement") if state.is_moving else gettext("Comes to a protected site")
    return OverlapShown(
        near.site, address_of_form(FORM, near.site), f"{category_word(str(plan['category']))} · {plan['subject']}",
        frame.name_of(state.opening.member), near.overlap.kind, word,
        gettext("Who comes to it moves; what is protected is never asked to."), "", *shared_shown(near.overlap),
    )  # fmt: skip


def notices_near_shown(found: Iterable[Near], *, rows: Mapping[str, Any], frame: Frame) -> list[OverlapShown]:
    """Return which notices come to one site."""
    return [
        OverlapShown(
            each.notice, address_of_form("notice", each.notice), str(rows[each.notice].state.get("subject") or ""),
            frame.name_of(rows[each.notice].opened_by), each.overlap.kind, gettext("Comes to it"), "", "",
            *shared_shown(each.overlap),
        )
        for each in found if each.notice in rows
    ]  # fmt: skip

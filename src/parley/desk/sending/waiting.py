"""Holding back what has not left yet, and what becomes of it: released, returned, stopped, sent or refused."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.db import IntegrityError, transaction

from parley.charter.rules import release_of
from parley.charter.verdict import Refusal
from parley.desk.cell import node
from parley.desk.full_disk import unless_full
from parley.desk.sending.forms import HeldForm, back_to_drafts, read_form
from parley.desk.sending.models import MOMENT, REFUSED, RELEASE, RETURNED, SENDING, SENT, STOPPED, WAITING, Waiting
from parley.node.drafts import Draft, Outcome
from parley.node.filing import file
from parley.node.queueing import prepared_as_json, prepared_of_json

SHOWN_DONE = 20
WHY_LIMIT = 500
# No message, no call and no alarm: what an officer may wish to take back before it stands, and nobody waits for.
MAY_BE_STOPPED = frozenset({"translation_attached", "shift_noted"})
STOPPABLE_MS = 10_000
NEVER_LEFT = (RETURNED, STOPPED, REFUSED)
DONE = (SENT, *NEVER_LEFT)
# As long as the node knows the token of a form: till then the same form, sent again, is led to what became of it.
KEPT_MS = 30 * 24 * 60 * 60 * 1000
MOST_KEPT = 10_000


def purpose_of(draft: Draft) -> str:
    """Return why this draft is held back before it leaves; "" where it leaves at once."""
    if release_of(node().charter(), draft.kind) is not None:
        return RELEASE
    return MOMENT if draft.kind in MAY_BE_STOPPED and not draft.attachments else ""


def hold(draft: Draft, *, purpose: str, officer: Any, form: HeldForm | None = None) -> tuple[Waiting, bool]:
    """Keep a draft on disk, and say whether that is new: the same form handed in twice is held once.

    What was returned, stopped or refused never left: its form, handed in again, is held anew.
    """
    Waiting.objects.filter(token=draft.once, state__in=NEVER_LEFT).update(token=None)
    _forget_old()
    now_ms, waiting_id = node().clock.now_ms(), secrets.token_hex(16)
    leaves = now_ms + STOPPABLE_MS if purpose == MOMENT else None
    try:
        with transaction.atomic():
            held = Waiting.objects.create(
                id=waiting_id, token=draft.once, purpose=purpose, kind=draft.kind,
                locked=_locked(draft, form, waiting_id=waiting_id), by=officer.name, by_shown=officer.shown_as,
                by_role=draft.role or "", at_ms=now_ms, leaves_at_ms=leaves,
            )  # fmt: skip
        return held, True
    except IntegrityError:
        return Waiting.objects.get(token=draft.once), False
    finally:
        node().changes.publish(frozenset({"waiting"}))


def is_held(draft: Draft) -> bool:
    """Return whether this very form was handed in before and is held, or has left."""
    return draft.once is not None and Waiting.objects.filter(token=draft.once).exclude(state__in=NEVER_LEFT).exists()


def draft_of(waiting: Waiting) -> Draft:
    """Return the draft that waits; its token is the row's own, so that it can be filed only once."""
    value = _unlocked(waiting)
    return Draft(
        waiting.kind, tuple(value["to"]), value["content"], value["matter"], role=waiting.by_role, officer=waiting.by,
        prepared=prepared_of_json(value.get("prepared")), once=f"waiting-{waiting.id}",
    )  # fmt: skip


def form_of_act(waiting: Waiting) -> HeldForm | None:
    """Return the form in which the act was written; None where it is not known."""
    return read_form(_unlocked(waiting).get("form"))


def release(waiting: Waiting, *, officer: Any) -> Outcome:
    """Let a second officer release what waits: it is filed in the first one's role, with that of the second."""
    refusal = _refuse_release(waiting, officer=officer)
    if refusal is not None:
        return refusal
    draft = draft_of(waiting)
    released = replace(draft, content={**draft.content, "released_by": officer.role})
    return _send(waiting, released, by_shown=officer.shown_as)


def send_now(waiting: Waiting) -> Outcome:
    """File what waited for its moment."""
    refusal = _refuse_done(waiting)
    return refusal if refusal is not None else _send(waiting, draft_of(waiting), by_shown="")


def send_own(waiting: Waiting, *, officer: Any) -> Outcome:
    """Let who wrote it send what waits for its moment, or missed it; what is to be released is nobody's own to send."""
    if waiting.purpose != MOMENT:
        return Refusal("release_by_another", "DESK-21", {"officer": waiting.by_shown})
    return _refuse_stranger(waiting, officer=officer) or send_now(waiting)


def give_back(waiting: Waiting, *, officer: Any, why: str) -> Refusal | None:
    """Return an act to who wrote it, with the reason; nothing leaves. Whoever may release it may return it."""
    refusal = _refuse_release(waiting, officer=officer)
    if refusal is not None:
        return refusal
    if not 0 < len(why.strip()) <= WHY_LIMIT:
        return Refusal("return_why", "DESK-24", {"most": WHY_LIMIT})
    return _end(waiting, state=RETURNED, by_shown=officer.shown_as, why=why.strip())


def stop(waiting: Waiting, *, officer: Any) -> Refusal | None:
    """Stop an act before it leaves; only who wrote it, and only while it waits."""
    refusal = _refuse_stranger(waiting, officer=officer)
    return refusal if refusal is not None else _end(waiting, state=STOPPED, by_shown=officer.shown_as, why="")


def still_waiting() -> list[Waiting]:
    """Return what waits, the oldest first."""
    return list(Waiting.objects.filter(state=WAITING).order_by("at_ms"))


def lately_done() -> list[Waiting]:
    """Return the newest of what no longer waits."""
    return list(Waiting.objects.exclude(state=WAITING).order_by("-done_at_ms")[:SHOWN_DONE])


def _refuse_release(waiting: Waiting, *, officer: Any) -> Refusal | None:
    rule = release_of(node().charter(), waiting.kind)
    if waiting.state != WAITING:
        return _refuse_done(waiting)
    if waiting.purpose != RELEASE:
        return _refuse_stranger(waiting, officer=officer)
    if waiting.by == officer.name:
        return Refusal("release_by_another", "DESK-21", {"officer": waiting.by_shown})
    if rule is not None and officer.role not in rule.roles:
        return Refusal("release_role", "DESK-22", {"roles": ", ".join(rule.roles)})
    return None


def _refuse_stranger(waiting: Waiting, *, officer: Any) -> Refusal | None:
    if waiting.by == officer.name:
        return None
    return Refusal("waiting_not_yours", "DESK-23", {"officer": waiting.by_shown})


def _refuse_done(waiting: Waiting) -> Refusal | None:
    if waiting.state == WAITING:
        return None
    return Refusal("waiting_no_longer", "DESK-20", {"officer": waiting.done_by_shown or waiting.by_shown})


def _send(waiting: Waiting, draft: Draft, *, by_shown: str) -> Outcome:
    """Claim what waits, file it, and note the end; what is refused waits on.

    Claimed first: between filing and noting nobody may stop what already stands. After a crash in between it waits
    again, and its own token sees to it that it is never filed twice.
    """
    if not _turn(waiting, state=WAITING, to={"state": SENDING}):
        return _refuse_done(waiting) or Refusal("waiting_no_longer", "DESK-20", {"officer": waiting.by_shown})
    outcome = file(draft, node=node())
    if isinstance(outcome, Refusal):
        _turn(waiting, state=SENDING, to={"state": WAITING})
    else:
        entry = str(getattr(outcome, "id", ""))
        # After a restart it waits again, and its own token leads it to the entry that stands.
        with unless_full("that an act was sent"):
            _turn(waiting, state=SENDING, to=_done(SENT, by_shown=by_shown, entry=entry))
    return outcome


def note_refused(waiting: Waiting, *, code: str) -> None:
    """Note that it was refused when its moment came; who wrote it is shown why."""
    _end(waiting, state=REFUSED, by_shown="", why=code)


def wake() -> list[Waiting]:
    """After a start: what was being sent waits again, and what waited for its moment waits for an officer's word.

    Return the latter. It is not sent by itself: who wrote it may have seen the node fall and said it in another way.
    """
    Waiting.objects.filter(state=SENDING).update(state=WAITING)
    _forget_old()
    missed = Waiting.objects.filter(state=WAITING, purpose=MOMENT)
    missed.update(leaves_at_ms=None)
    return list(missed)


def _forget_old() -> None:
    """Delete what was sent, returned, stopped or refused a month ago, and the oldest beyond a bound; never what waits.

    What was sent stands in the record, and what did not leave became its writer's draft again.
    """
    done = Waiting.objects.filter(state__in=DONE)
    with unless_full("that what no longer waits may be deleted"):
        done.filter(done_at_ms__lt=node().clock.now_ms() - KEPT_MS).delete()
        beyond = done.order_by("-done_at_ms", "id").values_list("done_at_ms", flat=True)[MOST_KEPT - 1 : MOST_KEPT]
        for oldest in beyond:
            done.filter(done_at_ms__lt=oldest).delete()


def _end(waiting: Waiting, *, state: str, by_shown: str, why: str) -> Refusal | None:
    """End what waits, and make it its writer's draft again; of two who end it at one moment the second is told."""
    if not _turn(waiting, state=WAITING, to=_done(state, by_shown=by_shown, why=why)):
        return _refuse_done(waiting)
    back_to_drafts(form_of_act(waiting), by=waiting.by, at_ms=waiting.at_ms)
    return None


def _turn(waiting: Waiting, *, state: str, to: Mapping[str, Any]) -> bool:
    changed = Waiting.objects.filter(id=waiting.id, state=state).update(**to)
    waiting.refresh_from_db()
    node().changes.publish(frozenset({"waiting"}))
    return bool(changed)


def _done(state: str, *, by_shown: str, why: str = "", entry: str = "") -> dict[str, Any]:
    at_ms = node().clock.now_ms()
    return {"state": state, "done_by_shown": by_shown, "done_at_ms": at_ms, "why": why, "entry": entry}


def _unlocked(waiting: Waiting) -> Any:
    return json.loads(node().box.unlock(bytes(waiting.locked), place=_place(waiting.id)))


def _locked(draft: Draft, form: HeldForm | None, *, waiting_id: str) -> bytes:
    plain: dict[str, Any] = {"to": list(draft.to), "content": dict(draft.content), "matter": draft.matter}
    plain["prepared"] = prepared_as_json(draft.prepared)
    plain["form"] = form.as_json() if form else None
    return node().box.lock(json.dumps(plain).encode(), place=_place(waiting_id))


def _place(waiting_id: str) -> str:
    return f"waiting:{waiting_id}"

"""The words of standstills for the codes that their states carry. Light to load."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.utils.translation import gettext, pgettext

from parley.tracks.deconfliction.standstill_state import StandstillState

WAITING, COMING, IN_FORCE, OVER, DECLINED, WITHDRAWN, NEVER = (
    "waiting", "coming", "in_force", "over", "declined", "withdrawn", "never",
)  # fmt: skip


def stage_at(state: StandstillState, *, at_s: int) -> str:
    """Return how a standstill stands at this second; its own state knows no hour."""
    if state.from_s is None:
        if state.name in (DECLINED, WITHDRAWN):
            return state.name
        return WAITING if at_s < state.until_s else NEVER
    if at_s < state.from_s:
        return COMING if state.may_hold else NEVER
    return IN_FORCE if state.holds_at(at_s) else OVER


def stage_word(stage: str) -> str:
    """Say how a standstill stands."""
    return _STAGES[stage]()


def instrument_word(kind: str) -> str:
    """Say what was proposed."""
    return _KINDS[kind]()


def signing_word(name: str) -> str:
    """Say how the signing of one instrument stands."""
    return _SIGNINGS[name]()


def matter_word(name: str) -> str:
    """Say the state of a standstill or of a site by its entries alone."""
    return MATTER_STATES[name]()


MATTER_STATES: Mapping[str, Callable[[], str]] = {
    "proposed": lambda: pgettext("an instrument", "waits for signatures"),
    "declined": lambda: pgettext("an instrument", "declined"),
    "signed": lambda: pgettext("an instrument", "signed by all"),
    # It may lie ahead, and until then the standstill holds: only the hour says that it is over.
    "ending": lambda: pgettext("an instrument", "its ending is signed by all"),
    "withdrawn": lambda: pgettext("an instrument", "withdrawn"),
    "notified": lambda: pgettext("a site", "notified"),
}
_STAGES: Mapping[str, Callable[[], str]] = {
    WAITING: lambda: pgettext("a standstill", "waits for signatures"),
    COMING: lambda: pgettext("a standstill", "signed, not begun"),
    IN_FORCE: lambda: pgettext("a standstill", "in force"),
    OVER: lambda: pgettext("a standstill", "over"),
    DECLINED: lambda: pgettext("a standstill", "declined"),
    WITHDRAWN: lambda: pgettext("a standstill", "withdrawn"),
    NEVER: lambda: pgettext("a standstill", "never in force"),
}
_KINDS: Mapping[str, Callable[[], str]] = {
    "standstill_proposed": lambda: gettext("Standstill"),
    "variance_proposed": lambda: gettext("Variance"),
    "ending_proposed": lambda: gettext("Ending"),
}
_SIGNINGS: Mapping[str, Callable[[], str]] = {
    "proposed": lambda: pgettext("an instrument", "waits for signatures"),
    "declined": lambda: pgettext("an instrument", "declined"),
    "withdrawn": lambda: pgettext("an instrument", "withdrawn"),
    "signed": lambda: pgettext("an instrument", "signed by all"),
}

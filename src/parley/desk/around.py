"""What a page outside the tracks stands in: the frame, for whoever may see one, and else a door."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.http import HttpRequest

FRAME = "desk/frame.html"
DOOR = "desk/door.html"


def around(request: HttpRequest) -> Mapping[str, Callable[[], str]]:
    """Give templates `around`, which they extend; it is asked for nothing where no template does."""
    return {"around": lambda: template_around(request)}


def template_around(request: HttpRequest) -> str:
    """Return the frame where this session may hold its stream and is not locked, so that FLASH and links stay in sight.

    Before the sign-in, without a second factor, for whoever keeps the accounts, and after a change of address until the
    officer said again who is there, it is a door, which shows nothing of the record.
    """
    # Only now: models can be loaded once Django has its settings, and those name this module.
    from parley.desk.attention.locking import LOCKED  # noqa: PLC0415
    from parley.desk.officers.binding import must_ask_again  # noqa: PLC0415
    from parley.desk.officers.gates import listening_role  # noqa: PLC0415

    if not hasattr(request, "user") or not hasattr(request, "session"):
        return DOOR
    role = listening_role(request)
    if role is None or must_ask_again(request) or request.session.get(LOCKED):
        return DOOR
    # An address that leads nowhere comes here before the gates have said in which role the session acts.
    request.user.role = role
    return FRAME

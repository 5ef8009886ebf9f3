"""The roles an officer holds, and the one in which this session acts."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from parley.charter.verdict import Refusal
from parley.desk.cell import node
from parley.desk.emergency.models import Access
from parley.desk.models import Officer
from parley.desk.officers.models import HeldRole
from parley.desk.sign_in import see_other, where_to

# A role of the desk: it keeps the accounts of its own member and reads nothing. A charter may list it and let it
# file what concerns the mechanism itself; it never lets it read.
ADMINISTRATOR = "administrator"
CHOSEN = "parley.role"


def role_of_session(request: HttpRequest) -> str:
    """Return the role this session acts in: the chosen one while it is held, else that of the account."""
    officer: Any = request.user
    own = getattr(officer, "account_role", None) or officer.role
    officer.account_role = own
    chosen = request.session.get(CHOSEN)
    if not chosen or chosen == own or chosen not in roles_of(officer):
        return str(own)
    return str(chosen)


def roles_of(officer: Any) -> tuple[str, ...]:
    """Return every role in which the officer may act now: those held, and those opened to him in an emergency."""
    held = own_roles_of(officer)
    lasting = Access.objects.filter(officer_id=officer.pk, until_ms__gt=node().clock.now_ms(), ended_ms=None)
    # Of several accesses to one role the last to end counts: the role is still one.
    return tuple(dict.fromkeys((*held, *lasting.order_by("pk").values_list("role", flat=True))))


def own_roles_of(officer: Any) -> tuple[str, ...]:
    """Return every role that the officer holds, that of the account first."""
    own = getattr(officer, "account_role", None) or officer.role
    further = HeldRole.objects.filter(officer_id=officer.pk).order_by("role").values_list("role", flat=True)
    return (str(own), *(role for role in further if role != own))


@require_POST
def choose_role(request: HttpRequest) -> HttpResponse:
    """Act in another role that is held, from the next page on."""
    wished = request.POST.get("role", "")
    if wished in roles_of(request.user):
        request.session[CHOSEN] = wished
    return see_other(where_to(request))


def give_role(officer: Officer, *, role: str) -> Refusal | None:
    """Let the officer act in a further role. Who keeps the accounts holds no other: that one could read."""
    if ADMINISTRATOR in (role, officer.role) and role != officer.role:
        return Refusal("officer_administrator_alone", "DESK-9")
    HeldRole.objects.get_or_create(officer=officer, role=role)
    return None


def take_role(officer: Officer, *, role: str) -> None:
    """Let the officer no longer act in a further role; a session in it goes on in that of the account."""
    HeldRole.objects.filter(officer=officer, role=role).delete()

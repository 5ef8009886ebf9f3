"""Which pages of the help a reader may open: all at the desk, elsewhere those of the screens that he reaches."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpRequest
from django.urls import reverse

from parley.desk.help.texts import HelpPage, page_of_screens, pages
from parley.desk.officers.gates import ENROLLING, OWN, PEOPLE, listening_role, needs_factor
from parley.desk.officers.roles import ADMINISTRATOR

# What somebody sees who has not signed in yet.
OF_STRANGERS = frozenset({"sign-in", "mfa_authenticate", "mfa_login_webauthn"})
OF_THE_LIST = frozenset({"help", "help-page"})


def open_pages(request: HttpRequest) -> Mapping[str, HelpPage]:
    """Return the pages that this reader may open, in their order.

    Before the sign-in, and for whoever keeps the accounts, only those that help with a screen which they reach.
    """
    if listening_role(request) is not None:
        return pages()
    reached = _screens(request) - OF_THE_LIST
    return {name: page for name, page in pages().items() if reached & set(page.screens)}


def way_to_help(request: HttpRequest) -> str:
    """Return the address of the help for the screen that is shown: its own page where that is open, else the list."""
    match = request.resolver_match
    page = page_of_screens().get(match.url_name or "") if match else None
    return reverse("help-page", args=[page]) if page in open_pages(request) else reverse("help")


def _screens(request: HttpRequest) -> frozenset[str]:
    if not request.user.is_authenticated:
        return OF_STRANGERS
    if getattr(request.user, "role", "") == ADMINISTRATOR and not needs_factor(request.user):
        return OF_STRANGERS | OWN | PEOPLE
    return OF_STRANGERS | ENROLLING

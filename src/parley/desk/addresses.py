"""The addresses of matters and entries on the desk."""

from __future__ import annotations

from functools import lru_cache

from django.urls import NoReverseMatch, reverse

# The rows of the lists of a few roles: each event asks for the address of every row again.
REMEMBERED = 8192
# The forms of matters that have a page of their own, of the same name.
WITH_PAGES = (
    "notice", "standstill", "overlap", "encounter", "site", "blind_overlap", "inspection", "dispute", "incident",
    "hit", "commitment", "forces", "directive", "certificate", "mechanism_change", "pack", "crossing", "slots",
    "information_report", "information_request", "assessment", "round", "file", "text", "statement",
    "opportunity", "interest", "match", "project",
)  # fmt: skip


def address_of_matter(matter: str, *, entry: str = "") -> str:
    """Return the address of a conversation, at one of its entries where it is named."""
    return _of_matter(matter) + (f"#{entry}" if entry else "")


def address_of_form(form: str, matter: str) -> str:
    """Return the address of the page that matters of this form have of their own, one of WITH_PAGES."""
    return reverse(form, args=matter.split("/"))


def address_of_entry(entry: str) -> str:
    """Return the address of the page that tells the way of an entry such as "SY/1042"."""
    return reverse("entry", args=entry.split("/"))


@lru_cache(maxsize=REMEMBERED)
def _of_matter(matter: str) -> str:
    try:
        return reverse("conversation", args=matter.split("/"))
    except NoReverseMatch:
        # A hidden field that somebody changed names none: what it is said of is refused where it is filed.
        return reverse("hotline")

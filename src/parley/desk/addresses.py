"""The addresses of matters and entries on the desk."""

from __future__ import annotations

from django.urls import reverse


def address_of_matter(matter: str, *, entry: str = "") -> str:
    """Return the address of a conversation, at one of its entries where it is named."""
    return reverse("conversation", args=matter.split("/")) + (f"#{entry}" if entry else "")


def address_of_entry(entry: str) -> str:
    """Return the address of the page that tells the way of an entry such as "SY/1042"."""
    return reverse("entry", args=entry.split("/"))

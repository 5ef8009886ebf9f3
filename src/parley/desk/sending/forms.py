"""The form of an act that is held: where it stands and what was typed, so that its writer can take it up again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest

from parley.desk.addresses import address_of_matter
from parley.desk.cell import node
from parley.desk.drafts import keeping
from parley.desk.models import Officer

# What belongs to one sending of a form and not to what was written.
NOT_CARRIED = frozenset({"csrfmiddlewaretoken", "step", "once", "charter", "file-names", "draft_of"})
# static/desk/drafts.js knows a form by its address and by these fields of it.
ABOUT = ("template", "reply_to", "change")


@dataclass(frozen=True, slots=True)
class HeldForm:
    """A form as it was sent: `action` is its address, `page` that of its page, `name` the name of its draft."""

    action: str
    page: str
    name: str
    fields: Mapping[str, list[str]]

    def as_json(self) -> dict[str, Any]:
        """Return it as plain values."""
        return asdict(self)

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """Return every field with each of its values."""
        return [(name, value) for name, values in self.fields.items() for value in values]


def form_of(request: HttpRequest, *, matter: str | None, go: str | None) -> HeldForm:
    """Return the form that this request sends."""
    about = {name: request.POST[name] for name in ABOUT if request.POST.get(name)}
    page = address_of_matter(matter) if matter else go or request.path + (f"?{urlencode(about)}" if about else "")
    name = "#".join((request.path, *about.values()))[: keeping.ADDRESS_LIMIT]
    fields = {key: request.POST.getlist(key) for key in request.POST if key not in NOT_CARRIED}
    return HeldForm(request.path, page, request.POST.get("draft_of") or name, fields)


def read_form(value: Any) -> HeldForm | None:
    """Return a form from its plain values; None for an act that was held without one."""
    return HeldForm(**value) if isinstance(value, dict) else None


def back_to_drafts(form: HeldForm | None, *, by: str, at_ms: int) -> None:
    """Keep what was typed as a draft of its writer again; one that he has begun since stays instead.

    Where no draft can be kept it stands where the act waited, with the way to its form.
    """
    officer = Officer.objects.filter(name=by).first()
    if form is not None and officer is not None:
        keeping.keep(node(), keeping.Draft(form.name, form.page, form.fields, at_ms), officer=officer)

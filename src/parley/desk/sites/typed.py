"""What an officer typed into the form of a protected site, turned into content or faults, each at its field."""

from __future__ import annotations

from collections.abc import Mapping

from parley.charter.verdict import Fault
from parley.desk.hotline.typed import Typed
from parley.desk.notices.typed import plan_typed
from parley.geo.figures import plain

# Of the plan that the form of a notice reads, what a site has too.
_SHARED = ("subject", "text", "lang", "contact", "volumes")


def site_typed(form: Mapping[str, str], *, own: str) -> Typed:
    """Read the whole form; the outline is made here, once, and is what will be signed."""
    read = plan_typed({**form, "strength": "", "time_min": "", "lateral_m": "", "vertical_m": ""})
    faults = list(read.faults)
    to = [code for code in form.get("to", "").split(",") if code and code != own]
    content = {name: read.content[name] for name in _SHARED} | {
        "category": form.get("category", ""),
        "organisation": form.get("organisation", "").strip(),
        "name": form.get("name", "").strip(),
        "confirm_days": count_typed(form, "confirm_days", faults),
        "consent": [{"member": code, "use": form.get(f"use_{code}", "receive")} for code in sorted(to)],
    }
    return Typed(content, tuple(faults))


def count_typed(form: Mapping[str, str], name: str, faults: list[Fault]) -> int:
    """Return a whole number; what is none is a fault."""
    text = plain(form.get(name, ""))
    if text.isascii() and text.isdigit() and len(text) < 8:
        return int(text)
    faults.append(Fault(name, "geo.count_asked"))
    return 0

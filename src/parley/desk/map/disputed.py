"""What Natural Earth itself calls disputed: areas and boundaries, as it draws them, dashed, and endorsed by nobody."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.utils.translation import get_language, gettext

from parley.desk.map.adding import Layer, MapFact, Window
from parley.desk.map.charted import names_not_drawn
from parley.node.running import Node

if TYPE_CHECKING:
    from parley.desk.models import Officer

FILE = Path(__file__).parent.parent / "static" / "vendor" / "map" / "disputed.json"


def read(node: Node, officer: Officer, window: Window) -> Iterator[MapFact]:
    """Yield the areas and boundaries; an area for which the charter has labels keeps its outline and loses its name."""
    del officer
    if window.matters is not None:
        return
    renamed = set(names_not_drawn(node))
    for number, feature in enumerate(_features()):
        yield _fact(number, feature, is_renamed=feature["properties"].get("item") in renamed)


def _fact(number: int, feature: dict[str, Any], *, is_renamed: bool) -> MapFact:
    told = feature["properties"]
    kind = told["kind"]
    name = told.get("names", {}).get(get_language() or "en", "")
    return MapFact(
        f"drawn:{number}",
        feature["geometry"],
        "area-disputed" if kind == "area" else "line-disputed",
        kind_word(kind),
        gettext("named by each member in its own way") if is_renamed else name,
        label="" if is_renamed or kind != "area" else name,
        by=gettext("Natural Earth"),
        state=gettext("drawn as shown by Natural Earth; endorsed by nobody"),
        source="Natural Earth 4.0",
    )


def kind_word(kind: str) -> str:
    """Return the word for a class of Natural Earth."""
    return {
        "area": gettext("Disputed area"),
        "disputed": gettext("Disputed boundary"),
        "indefinite": gettext("Indefinite boundary"),
        "control": gettext("Line of control"),
        "claim": gettext("Claimed boundary"),
        "limit": gettext("Limit of a zone"),
    }[kind]


@cache
def _features() -> tuple[dict[str, Any], ...]:
    """Read the file once: it is made at `make setup` and never changes under a running desk."""
    return tuple(json.loads(FILE.read_text(encoding="utf-8"))["features"])


DISPUTED = Layer("disputed", lambda: gettext("Disputed in Natural Earth"), read, shape="hold", place=40)

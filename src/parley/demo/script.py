"""The script of the exercise: who says what after what, read from its file, with the places that time and ids fill."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from importlib import resources
from typing import Any

import yaml

from parley.node.challenging import draw_groups
from parley.tracks.hotline.replies import REPLIES
from parley.tracks.hotline.templates import TEMPLATES


class UnfitTemplate(ValueError):
    """A template of which no exercise can be made; `code` and `data` say why (texts/demo.json)."""

    def __init__(self, code: str, **data: str) -> None:
        super().__init__(f"{code} {data}")
        self.code, self.data = code, data


@dataclass(frozen=True, slots=True)
class OfficerPart:
    """One officer of the exercise and the sign-in name; the password is made on the spot."""

    member: str
    name: str
    shown_as: str
    role: str
    language: str


@dataclass(frozen=True, slots=True)
class Step:
    """One draft of the exercise.

    `label` names its entry, `opening` is the label of the step that opened its matter (None opens one), `to` the
    addressees (None: everybody), `pause_s` the seconds a watching person needs before it, `state` the name of the
    state in which every node must show the matter afterwards, `cited` how many cited lapses it must show.
    """

    label: str
    by: str
    kind: str
    content: Mapping[str, Any]
    opening: str | None
    to: tuple[str, ...] | None
    pause_s: int
    state: str | None
    cited: int = 0


@dataclass(frozen=True, slots=True)
class Script:
    """The officers and the steps, in the order in which they are filed."""

    officers: tuple[OfficerPart, ...]
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Played:
    """What a step became: the id of its entry and the second from which its times were counted."""

    entry: str
    now_s: int


def read_script(text: str) -> Script:
    """Return the script in `text`; ValueError where a step names one that does not come before it."""
    raw = yaml.safe_load(text)
    script = Script(
        officers=tuple(OfficerPart(**officer) for officer in raw["officers"]),
        steps=tuple(_step(item) for item in raw["steps"]),
    )
    known: set[str] = set()
    for step in script.steps:
        wanted = {step.opening} - {None} | set(_names_in(step.content))
        if not wanted <= known or step.label in known:
            raise ValueError(f"step {step.label} needs {sorted(map(str, wanted - known))} before it, and its own name")
        known.add(step.label)
    return script


def the_exercise() -> Script:
    """Return the script that this package carries."""
    return read_script((resources.files("parley.demo") / "exercise.yaml").read_text(encoding="utf-8"))


def filled(
    value: Any, *, played: Mapping[str, Played], now_s: int, digests: Mapping[str, str] | None = None
) -> Any:
    """Return a content with its places filled: ids and duties of earlier entries, times counted from now, words.

    `digests` holds by label those of the instruments that a content names (`digests_named`).
    """
    fill = partial(filled, played=played, now_s=now_s, digests=digests)
    if isinstance(value, Mapping):
        return {name: fill(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [fill(inner) for inner in value]
    if not isinstance(value, str) or not value.startswith("$"):
        return value
    match value[1:].split(":"):
        case ["entry", label]:
            return played[label].entry
        case ["now", seconds]:
            return _minute(now_s + int(seconds))
        case ["now_of", label, seconds]:
            return _minute(played[label].now_s + int(seconds))
        case ["ms_of", label, seconds]:
            return _minute(played[label].now_s + int(seconds)) * 1000
        case ["duty", label, what, member]:
            return f"{played[label].entry}:{what}:{member}"
        case ["digest", label]:
            return (digests or {})[label]
        case ["group"]:
            return draw_groups()["far"]
        case ["phrase", template, language]:
            return TEMPLATES[template].phrases[language]
        case ["reply", name, language]:
            return REPLIES[name].phrases[language]
    raise ValueError(f"the script has no place of the form {value}")


def digests_named(content: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the labels of the steps whose digest a content names: those who sign say what they sign."""
    named = (str(value).split(":") for value in content.values() if str(value).startswith("$digest:"))
    return tuple(each[1] for each in named)


def _minute(at_s: int) -> int:
    return at_s - at_s % 60


def _step(item: Mapping[str, Any]) -> Step:
    return Step(
        label=item["as"],
        by=item["by"],
        kind=item["kind"],
        content=item["content"],
        opening=item.get("in"),
        to=tuple(item["to"]) if "to" in item else None,
        pause_s=item.get("pause", 0),
        state=item.get("state"),
        cited=item.get("cited", 0),
    )


def _names_in(value: Any) -> list[str]:
    """Return the labels of earlier steps that a content names."""
    if isinstance(value, Mapping):
        return [name for inner in value.values() for name in _names_in(inner)]
    if isinstance(value, list):
        return [name for inner in value for name in _names_in(inner)]
    if isinstance(value, str) and value.startswith(("$entry:", "$now_of:", "$ms_of:", "$duty:", "$digest:")):
        return [value.split(":")[1]]
    return []

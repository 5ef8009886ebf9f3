"""The script of the exercise: who says what after what, read from its file, with the places that time and ids fill."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from importlib import resources
from typing import Any

import yaml

from parley.node.challenging import draw_groups
from parley.tracks.commerce.opportunity_entries import interest_id, match_id
from parley.tracks.deconfliction.overlap_entries import overlap_id
from parley.tracks.hotline.replies import REPLIES
from parley.tracks.hotline.templates import TEMPLATES

DAYS = ("first_day.yaml", "second_day.yaml")
# From the morning of one day until the clocks of the next.
FROM_DAY_TO_DAY_S = 26 * 3_600
ASKED = ("$digest:", "$digests:", "$finding:", "$slot:", "$freeze:", "$pack:")
NAMING = (
    "$entry:", "$now_of:", "$ms_of:", "$duty:", "$digest:", "$digests:", "$finding:", "$pair:", "$freeze:"
)  # fmt: skip


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
class Waiting:
    """That a step is tried just before `step`, and is then refused by this clause with this code."""

    step: str
    clause: str
    code: str


@dataclass(frozen=True, slots=True)
class Step:
    """One draft of the exercise.

    `label` names its entry, `opening` is the label of the step that opened its matter (None opens one; two labels with
    a + between them: what lies between these two notices; OPPORTUNITY@ONE-TWO: their match), `to` the
    addressees (None: everybody), `pause_s` the seconds a watching person needs before it, `state` the name of the state
    in which every node must show the matter afterwards, `cited` how many cited lapses it must show, `day` on which day
    of the exercise it is filed, `waits` the step without which a node refuses this one.
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
    day: int = 1
    waits: Waiting | None = None


@dataclass(frozen=True, slots=True)
class Stand:
    """What must stand at the end: the state of a matter, at these members' nodes, by the entries that bring it about.

    At the nodes of the others there is no such matter.

    `of` is the step that opened the matter (or two notices, or a match, as `Step.opening`; OPPORTUNITY@ONE: an
    interest), `by` are steps whose entries must be allowed there, `says` the sentence by which it is told, `in_force`
    that it holds at this hour by its own times, `counted` that each node counts the same pack from the same entries.
    """

    track: str
    of: str
    state: str
    by: tuple[str, ...]
    says: str
    at: tuple[str, ...] | None = None
    in_force: bool = False
    counted: bool = False


@dataclass(frozen=True, slots=True)
class Script:
    """The officers, the steps in the order in which they are filed, and what must stand at the end.

    `embargo` is the step of a statement that is released over night: a night that is not lived through ends before it.
    """

    officers: tuple[OfficerPart, ...]
    steps: tuple[Step, ...]
    stands: tuple[Stand, ...] = ()
    embargo: str | None = None

    @property
    def days(self) -> int:
        """Return how many days it lasts."""
        return max((step.day for step in self.steps), default=1)

    def ahead_s(self, day: int) -> int:
        """Return by how much the nodes' clocks are ahead on a day: its last day is today, the others lie before."""
        return -(self.days - day) * FROM_DAY_TO_DAY_S


@dataclass(frozen=True, slots=True)
class Played:
    """What a step became: the id of its entry and the second from which its times were counted."""

    entry: str
    now_s: int


def read_script(*days: str, officers: str = "officers: []") -> Script:
    """Return the script of these days; ValueError where a step, or what must stand, names one not before it."""
    people = yaml.safe_load(officers)
    script = Script(
        officers=tuple(OfficerPart(**officer) for officer in people["officers"]),
        steps=tuple(
            _step(item, day) for day, text in enumerate(days, start=1) for item in yaml.safe_load(text)["steps"]
        ),
        stands=tuple(_stand(item) for item in people.get("stands", ())),
        embargo=people.get("embargo"),
    )
    known: set[str] = set()
    for step in script.steps:
        wanted = {*_labels(step.opening), *_names_in(step.content)}
        if not wanted <= known or step.label in known:
            raise ValueError(f"step {step.label} needs {sorted(wanted - known)} before it, and its own name")
        known.add(step.label)
    _check_waits(script)
    for stand in script.stands:
        if not {*_labels(stand.of), *stand.by} <= known:
            raise ValueError(f"what stands of {stand.of} names steps that are not there")
    return script


def _check_waits(script: Script) -> None:
    """Raise ValueError where a step that waits could not be tried on the same day before that for which it waits."""
    for at, step in enumerate(script.steps):
        if step.waits is None:
            continue
        before = {each.label: each.day for each in script.steps[:at]}
        if before.get(step.waits.step) != step.day:
            raise ValueError(f"step {step.label} waits for {step.waits.step}, which is no step before it on its day")


def the_exercise() -> Script:
    """Return the script that this package carries."""
    folder = resources.files("parley.demo")
    people, *days = ((folder / name).read_text(encoding="utf-8") for name in ("exercise.yaml", *DAYS))
    return read_script(*days, officers=people)


def matter_of(opening: str, played: Mapping[str, Played]) -> str:
    """Return the id of the matter that a step opened, that lies between the notices of two, or of who is interested."""
    label, _, members = opening.partition("@")
    if members:
        offer, codes = played[label].entry, members.split("-")
        return match_id(offer, codes) if len(codes) > 1 else interest_id(offer, members)
    first, *second = (played[label].entry for label in _labels(opening))
    return overlap_id((first, *second)) if second else first


def filled(value: Any, *, played: Mapping[str, Played], now_s: int, found: Mapping[str, Any] | None = None) -> Any:
    """Return a content with its places filled: ids and duties of earlier entries, times counted from now, words.

    `found` holds by their names what a content names that the script cannot know (`asked_in`).
    """
    fill = partial(filled, played=played, now_s=now_s, found=found)
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
        case ["digest" | "digests" | "finding" | "freeze" | "pack", _]:
            return (found or {})[value]
        case ["slot", point, seconds]:
            return (found or {})[f"$slot:{point}"] + int(seconds)
        case ["pair", pair]:
            return sorted(played[label].entry for label in _labels(pair))
        case ["group"]:
            return draw_groups()["far"]
        case ["phrase", template, language]:
            return TEMPLATES[template].phrases[language]
        case ["reply", name, language]:
            return REPLIES[name].phrases[language]
    raise ValueError(f"the script has no place of the form {value}")


def asked_in(content: Mapping[str, Any]) -> tuple[tuple[str, str, str], ...]:
    """Return what a content names that the script cannot know: its name, what it is, and of which steps or place.

    Those who sign say what they sign ("digest", and "digests" of each language), those who answer an overlap what was
    found ("finding"); what crosses does so in a slot of the charter's crossing point ("slot"); who freezes a text says
    which bytes ("freeze"), who issues a pack what was counted ("pack").
    """
    named = (value.split(":") for value in _texts_in(content) if value.startswith(ASKED))
    return tuple((f"{each[0]}:{each[1]}", each[0][1:], each[1]) for each in named)


def _minute(at_s: int) -> int:
    return at_s - at_s % 60


def _step(item: Mapping[str, Any], day: int) -> Step:
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
        day=day,
        waits=Waiting(**item["waits"]) if "waits" in item else None,
    )


def _stand(item: Mapping[str, Any]) -> Stand:
    return Stand(
        track=item["track"],
        of=item["of"],
        state=item["is"],
        by=tuple(item["by"]),
        says=f"demo.stands.{item['says']}",
        at=tuple(item["at"]) if "at" in item else None,
        in_force=item.get("in_force", False),
        counted=item.get("counted", False),
    )


def _labels(opening: str | None) -> list[str]:
    return opening.partition("@")[0].split("+") if opening else []


def _texts_in(value: Any) -> Iterator[str]:
    """Yield every text of a content, however deep it lies."""
    if isinstance(value, Mapping):
        value = list(value.values())
    if isinstance(value, list):
        for inner in value:
            yield from _texts_in(inner)
    elif isinstance(value, str):
        yield value


def _names_in(value: Any) -> list[str]:
    """Return the labels of earlier steps that a content names."""
    named = (text.split(":")[1] for text in _texts_in(value) if text.startswith(NAMING))
    return [label for each in named for label in _labels(each)]

"""Plays the script over running nodes: each step is filed once its node holds what it speaks of."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any, Protocol

from parley.charter.model import Charter
from parley.demo.homes import Post
from parley.demo.looking import judged, state_of
from parley.demo.script import Played, Step, asked_in, filled, matter_of
from parley.demo.slots import slot_within
from parley.node.asking import ask
from parley.node.home import Home
from parley.tracks.talks.text_bytes import freeze_digest

PROGRESS = "progress.json"
HOLD_S = 30


class Tell(Protocol):
    """Says a sentence of texts/demo.json to whoever watches."""

    def __call__(self, code: str, **data: Any) -> None:
        """Say it, with these figures set in."""


class PlayFailed(Exception):
    """A step that was refused, or a node that did not come to hold or show what it must in time."""


@dataclass(frozen=True, slots=True)
class Stage:
    """Where the exercise is played: the folder, the posts by member, and the charter they share."""

    folder: Path
    posts: Mapping[str, Post]
    charter: Charter


def read_progress(folder: Path) -> dict[str, Played]:
    """Return the steps that were played before, by their labels, in their order."""
    path = folder / PROGRESS
    if not path.exists():
        return {}
    return {label: Played(**played) for label, played in json.loads(path.read_text(encoding="utf-8")).items()}


def play(stage: Stage, steps: tuple[Step, ...], *, pause: Callable[[int], None], tell: Tell, ahead_s: int = 0) -> None:
    """File the steps that were not played yet, in their order; PlayFailed at the first that goes wrong.

    `ahead_s` says by how much the nodes' clocks are ahead of this machine's. Each is told with how many of these are.
    """
    played = read_progress(stage.folder)
    for at, step in enumerate(steps, start=1):
        if step.label in played:
            continue
        pause(step.pause_s)
        for early in (each for each in steps if each.waits is not None and each.waits.step == step.label):
            _try_early(stage, early, played=played, now_s=int(time.time()) + ahead_s, tell=tell)
        played[step.label] = _file(stage, step, played=played, now_s=int(time.time()) + ahead_s)
        _write_progress(stage.folder, played)
        entry = f"{played[step.label].entry:<6}"
        tell("demo.step", at=f"{at:>3}", all=len(steps), entry=entry, member=step.by, kind=step.kind)
        if step.state is not None or step.cited:
            _expect(stage, step, played=played)


def sign_charter(stage: Stage, *, tell: Tell) -> None:
    """Have the chief of every member sign the charter, which brings it into force; done once."""
    steps = tuple(
        Step(
            label=f"charter_{code}",
            by=code,
            kind="charter_signed",
            content={"charter": stage.charter.digest, "role": "chief"},
            opening=None,
            to=None,
            pause_s=0,
            state=None,
        )
        for code in stage.charter.codes
    )
    play(stage, steps, pause=lambda seconds: None, tell=tell)
    signed = read_progress(stage.folder)
    for post in stage.posts.values():
        for step in steps:
            hold(stage, post, entry=signed[step.label].entry)


def hold(stage: Stage, post: Post, *, entry: str) -> None:
    """Wait until a node has judged an entry; PlayFailed where it does not in time."""
    code, number = entry.split("/")
    origin = stage.charter.member(code).origin
    until(lambda: judged(post).get(origin, 0) > int(number), what=f"{post.code} does not come to hold {entry}")


def _file(stage: Stage, step: Step, *, played: Mapping[str, Played], now_s: int) -> Played:
    answer = _hand_in(stage, step, played=played, now_s=now_s)
    if answer["outcome"] != "filed":
        raise PlayFailed(f"{step.label} was not filed at {step.by}: {json.dumps(answer, ensure_ascii=False)}")
    return Played(answer["id"], now_s)


def _try_early(stage: Stage, step: Step, *, played: Mapping[str, Played], now_s: int, tell: Tell) -> None:
    """Hand in a step before that for which it waits; PlayFailed where its node does not refuse it for that reason."""
    answer, waits = _hand_in(stage, step, played=played, now_s=now_s), step.waits
    if waits is None or (answer.get("outcome"), answer.get("clause"), answer.get("code")) != (
        "refused", waits.clause, waits.code
    ):  # fmt: skip
        why = json.dumps(answer, ensure_ascii=False)
        raise PlayFailed(f"{step.label} did not wait at {step.by}: {why}")
    tell("demo.waited", member=step.by, kind=step.kind, clause=waits.clause)


def _hand_in(stage: Stage, step: Step, *, played: Mapping[str, Played], now_s: int) -> dict[str, Any]:
    """Hand a step to the node of its member once that holds what was said before, and return what it answers."""
    post = stage.posts[step.by]
    for earlier in _last_of_each_member(played):
        hold(stage, post, entry=earlier)
    found = {name: _asked(stage, step, what, of, played) for name, what, of in asked_in(step.content)}
    content = filled(dict(step.content), played=played, now_s=now_s, found=found)
    draft = {
        "kind": step.kind,
        "to": list(step.to if step.to is not None else stage.charter.codes),
        "content": content,
        "role": content.get("role"),
    }
    # What lies between two notices, or is told of two who are interested, belongs together by what its content names.
    if step.opening is not None and not set("+@") & set(step.opening):
        draft["matter"] = played[step.opening].entry
    return ask(Home(post.home).socket, {"op": "file", "draft": draft})


def _asked(stage: Stage, step: Step, what: str, of: str, played: Mapping[str, Played]) -> Any:
    """Return what a step names that only a node shows, or the charter says."""
    post = stage.posts[step.by]
    if what == "slot":
        return slot_within(stage.charter, of, begins_s=min(each.now_s for each in played.values()))
    if what == "finding":
        return _found(post, of, played)
    if what == "freeze":
        return _freeze(state_of(post, played[of].entry) or {})
    if what == "pack":
        return _counted(post)[of]
    if what == "digests":
        shown = state_of(post, played[of].entry) or {}
        return [{"lang": lang, "sha256": digest} for lang, digest in sorted(shown["digests"].items())]
    return _digest(post, step, played[of].entry, played)


def _digest(post: Post, step: Step, entry: str, played: Mapping[str, Played]) -> str:
    """Return the digest of the instrument that an entry proposed, as the signing node shows it in the step's matter."""
    state = state_of(post, matter_of(step.opening, played)) if step.opening is not None else None
    found = next(_digests_in(state, entry), None)
    if found is None:
        raise PlayFailed(f"{step.label}: {post.code} shows no instrument of {entry}")
    return found


def _found(post: Post, pair: str, played: Mapping[str, Played]) -> str:
    """Return the finding that a node shows between two notices, once it does: nodes find it by themselves."""
    matter = matter_of(pair, played)
    until(lambda: state_of(post, matter) is not None, what=f"{post.code} finds nothing between {pair}")
    return str((state_of(post, matter) or {})["finding"])


def _freeze(text: Mapping[str, Any]) -> str:
    """Return the digest of the first freeze of a text, as a node shows it."""
    heads = [
        {"paragraph": each["paragraph"], "version": version["entry"], "texts": version["texts"]}
        for each in text["paragraphs"] for version in each["versions"] if version["entry"] in each["heads"]
    ]  # fmt: skip
    return freeze_digest(matter=text["id"], parties=text["parties"], attempt=1, paragraphs=heads)


def _counted(post: Post) -> Mapping[str, Any]:
    """Return the content of the newest pack of a day that is over, as a node counts it."""
    answer = ask(Home(post.home).socket, {"op": "pack", "span": "day"})
    if answer["outcome"] != "counted":
        raise PlayFailed(f"{post.code} counts no pack: {json.dumps(answer, ensure_ascii=False)}")
    found: Mapping[str, Any] = answer["content"]
    return found


def _digests_in(value: Any, entry: str) -> Iterator[str]:
    if isinstance(value, Mapping):
        if value.get("entry") == entry and isinstance(value.get("digest"), str):
            yield value["digest"]
        value = list(value.values())
    if isinstance(value, list):
        for each in value:
            yield from _digests_in(each, entry)


def _last_of_each_member(played: Mapping[str, Played]) -> list[str]:
    return list({step.entry.split("/")[0]: step.entry for step in played.values()}.values())


def _expect(stage: Stage, step: Step, *, played: Mapping[str, Played]) -> None:
    """Wait until every node that is addressed shows the matter of the step as the script says."""
    matter = matter_of(step.opening or step.label, played)
    for code in {step.by, *(step.to if step.to is not None else stage.charter.codes)}:
        shows = partial(_shows, stage.posts[code], matter=matter, step=step)
        until(shows, what=f"{code} does not show {matter} as {step.label} leaves it")


def _shows(post: Post, *, matter: str, step: Step) -> bool:
    found = state_of(post, matter)
    if found is None or len(found.get("lapses", ())) < step.cited:
        return False
    return step.state is None or found["name"] == step.state


def until(holds: Callable[[], bool], *, what: str) -> None:
    """Wait until something holds; PlayFailed with what it is where it does not in time."""
    end = time.monotonic() + HOLD_S
    while not holds():
        if time.monotonic() > end:
            raise PlayFailed(f"{what} within {HOLD_S} s")
        time.sleep(0.05)


def _write_progress(folder: Path, played: Mapping[str, Played]) -> None:
    # Written beside and moved over: a cut in the middle must leave the older progress whole.
    fresh = folder / f"{PROGRESS}.new"
    fresh.write_text(json.dumps({label: asdict(entry) for label, entry in played.items()}, indent=1), encoding="utf-8")
    fresh.replace(folder / PROGRESS)

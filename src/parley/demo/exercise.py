"""The whole exercise, for a person who watches and for a check that nobody watches."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from parley.charter.reading import read_template
from parley.demo.anyplay import script_for
from parley.demo.checking import differences, record_faults, sights_of, summary
from parley.demo.homes import SIGN_INS, charter_of, days_back, exercise_template, make_posts, read_posts
from parley.demo.looking import Sight, state_of
from parley.demo.playing import HOLD_S, Stage, Tell, play, read_progress, sign_charter
from parley.demo.ports import FIRST, unwatched
from parley.demo.running import Running, kill, last_lines, refuse_in_use, start, stop, wait_ready
from parley.demo.script import Script, Step, the_exercise
from parley.demo.slots import DAY_S
from parley.demo.standing import told, unmet

# So long before a statement is released the second day begins.
BEFORE_RELEASE_S = 15


def open_stage(folder: Path, *, template: bytes, first_port: int = FIRST, officers: bool = True) -> Stage:
    """Return the exercise that was made in this folder, or make it where the folder is not there yet.

    `officers`: whether those of the script can sign in; what is only checked needs none.
    UnfitTemplate, before anything is made, where the template is of no use; FileNotFoundError where the folder
    holds the beginnings of an exercise: it is to be removed, then made anew.
    """
    if folder.exists():
        posts = read_posts(folder)
    else:
        marked = exercise_template(template)
        people = script_for(read_template(marked)).officers
        posts = make_posts(folder, template=marked, officers=people if officers else (), first_port=first_port)
    return Stage(folder, {post.code: post for post in posts}, charter_of(posts[0]))


@contextmanager
def nodes_of(stage: Stage, *, ahead_s: int = 0) -> Iterator[dict[str, Running]]:
    """Run every node of the exercise, its clock so far ahead; on the way out all are stopped, whatever happened."""
    refuse_in_use(stage.posts.values())
    running: dict[str, Running] = {}
    try:
        for code, post in stage.posts.items():
            running[code] = start(post, ahead_s=ahead_s)
        for node in running.values():
            wait_ready(node)
        yield running
    finally:
        for node in running.values():
            stop(node)


def show(folder: Path, *, template: bytes, tell: Tell) -> None:
    """Run the exercise for a person who watches, from where it stood, until interrupted (KeyboardInterrupt).

    All days but the last are played at once: so the desks have something of everything within a minute or two, and
    nothing starts again under the eyes of who watches the last.
    """
    tell("demo.exercise")
    stage = open_stage(folder, template=template)
    script = script_for(stage.charter)
    first = _day_of(stage, script)
    for day in range(first, script.days + 1):
        ahead_s, is_last = _ahead_s(stage, script, day), day == script.days
        if day > first:
            tell("demo.night", day=day, days=script.days)
        with nodes_of(stage, ahead_s=ahead_s) as running:
            sign_charter(stage, tell=tell)
            _tell_where(stage, script, day, is_first=day == first, tell=tell)
            pause = time.sleep if is_last else _no_pause
            play(stage, _steps_of(script, day), pause=pause, tell=tell, ahead_s=ahead_s)
            if is_last:
                _after(stage, script, running, tell=tell)


def _tell_where(stage: Stage, script: Script, day: int, *, is_first: bool, tell: Tell) -> None:
    """Tell where to sign in, what is played now and how long that takes, and where to look."""
    signs_in, played = stage.folder / SIGN_INS, read_progress(stage.folder)
    count = sum(step.label not in played for step in _steps_of(script, day))
    if is_first:
        tell("demo.sign_in", file=str(signs_in), addresses=signs_in.read_text(encoding="utf-8"))
    if not count:
        return
    if script != the_exercise():
        tell("demo.short_play", count=count)
    else:
        tell("demo.plays_now" if day == script.days else "demo.plays_before", count=count)


def _day_of(stage: Stage, script: Script) -> int:
    """Return the day on which the exercise stands: that of its first step that was not played, or the last."""
    played = read_progress(stage.folder)
    return next((step.day for step in script.steps if step.label not in played), script.days)


def _ahead_s(stage: Stage, script: Script, day: int) -> int:
    """Return by how much the nodes' clocks are ahead on a day of the exercise: they are behind, or at this hour."""
    return script.ahead_s(day) - days_back(stage.folder) * DAY_S if script.days > 1 else 0


def _morning_s(stage: Stage, script: Script, day: int) -> int:
    """Return the same where nobody watches: the night is so much longer that a statement is released soon after it."""
    ahead_s, of = _ahead_s(stage, script, day), script.embargo
    entry = read_progress(stage.folder).get(of) if of is not None else None
    state = state_of(next(iter(stage.posts.values())), entry.entry) if entry is not None and day > 1 else None
    if state is None:
        return ahead_s
    return ahead_s + max(0, int(state["release_s"]) - BEFORE_RELEASE_S - int(time.time()) - ahead_s)


def _steps_of(script: Script, day: int) -> tuple[Step, ...]:
    return tuple(step for step in script.steps if step.day == day)


def _after(stage: Stage, script: Script, running: Mapping[str, Running], *, tell: Tell) -> None:
    """Tell what stands and what to try by hand, and let the nodes run until one of them ends."""
    tell("demo.over")
    for each in told(stage, script.stands, played=read_progress(stage.folder)):
        tell(**each)
    signs_in = stage.folder / SIGN_INS
    tell("demo.try_it" if script == the_exercise() else "demo.try_two", file=str(signs_in))
    while all(node.process.poll() is None for node in running.values()):
        time.sleep(1)
    tell("demo.node_ended", **_ended(running))


def _ended(running: Mapping[str, Running]) -> dict[str, str]:
    """Return which node ended, and the last that it wrote."""
    node = next(node for node in running.values() if node.process.poll() is not None)
    return {"member": node.post.code, "home": str(node.post.home), "why": last_lines(node.post)}


@contextmanager
def played(stage: Stage, *, tell: Tell) -> Iterator[dict[str, Running]]:
    """Play every day at once, and keep the nodes of the last one running."""
    script = script_for(stage.charter)
    for day in range(1, script.days + 1):
        ahead_s = _morning_s(stage, script, day)
        with nodes_of(stage, ahead_s=ahead_s) as running:
            sign_charter(stage, tell=tell)
            play(stage, _steps_of(script, day), pause=_no_pause, tell=tell, ahead_s=ahead_s)
            if day == script.days:
                yield running


def check(folder: Path, *, template: bytes, tell: Tell, officers: bool = True) -> bool:
    """Play the exercise at once, with a power cut and a night in it, and return whether all is well.

    Every day begins with a new start of all nodes. `officers`: whether anybody is to sign in afterwards.
    """
    stage = open_stage(folder, template=template, first_port=unwatched(), officers=officers)
    script = script_for(stage.charter)
    began_at = time.monotonic()
    seen: Seen | None = None
    for day in range(1, script.days + 1):
        ahead_s = _morning_s(stage, script, day)
        if day > 1:
            tell("demo.night", day=day, days=script.days)
        with nodes_of(stage, ahead_s=ahead_s) as running:
            sign_charter(stage, tell=tell)
            if day == 1 and script != the_exercise():
                tell("demo.short_play", count=len(script.steps))
            if day == 1:
                _with_power_cut(stage, script, running, tell=tell)
            play(stage, _steps_of(script, day), pause=_no_pause, tell=tell, ahead_s=ahead_s)
            if day == script.days:
                seen = _seen(stage, script, ahead_s=ahead_s)
    tell("demo.played", count=len(script.steps), seconds=round(time.monotonic() - began_at))
    return _tell_found(stage, script, seen, tell=tell)


@dataclass(frozen=True, slots=True)
class Seen:
    """What every node shows at the end, and what is wrong with it."""

    sights: Mapping[str, Sight]
    faults: list[str]


def _seen(stage: Stage, script: Script, *, ahead_s: int) -> Seen | None:
    """Look at every node once all hold the same; None where that does not come in time."""
    played = read_progress(stage.folder)
    end = time.monotonic() + HOLD_S
    while (sights := sights_of(stage)) is not None:
        now_s = int(time.time()) + ahead_s
        faults = unmet(stage, script.stands, played=played, sights=sights, now_s=now_s)
        # What nodes say by themselves of what was said last may still be on its way.
        if not faults or time.monotonic() > end:
            return Seen(sights, [*faults, *differences(sights)])
    return None


def _with_power_cut(stage: Stage, script: Script, running: dict[str, Running], *, tell: Tell) -> None:
    """Play the first half of the first day; one node ends as by a power cut and starts again."""
    steps, ahead_s = _steps_of(script, 1), _ahead_s(stage, script, 1)
    play(stage, steps[: len(steps) // 2], pause=_no_pause, tell=tell, ahead_s=ahead_s)
    victim = list(running)[1]
    kill(running[victim])
    tell("demo.power_cut", member=victim)
    running[victim] = start(stage.posts[victim], ahead_s=ahead_s)
    wait_ready(running[victim])


def _tell_found(stage: Stage, script: Script, seen: Seen | None, *, tell: Tell) -> bool:
    """Verify every record, tell what was found, and return whether all is well."""
    faults = [*(seen.faults if seen else []), *record_faults(stage)]
    for figures in summary(stage, seen.sights if seen else {}):
        tell("demo.holds", **figures)
    if seen is not None and not seen.faults:
        for each in told(stage, script.stands, played=read_progress(stage.folder)):
            tell(**each)
    for fault in faults:
        tell("demo.fault", fault=fault)
    if seen is None:
        tell("demo.not_level")
        return False
    tell("demo.sound" if not faults else "demo.faults", count=len(faults))
    return not faults


def _no_pause(seconds: int) -> None:
    """Nobody watches."""

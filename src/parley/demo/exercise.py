"""The whole exercise, for a person who watches and for a check that nobody watches."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from parley.charter.reading import read_template
from parley.demo.anyplay import script_for
from parley.demo.checking import differences, record_faults, sights_of, summary
from parley.demo.homes import SIGN_INS, charter_of, exercise_template, make_posts, read_posts
from parley.demo.playing import Stage, Tell, play, sign_charter
from parley.demo.ports import FIRST, unwatched
from parley.demo.running import Running, kill, last_lines, refuse_in_use, start, stop, wait_ready
from parley.demo.script import the_exercise


def open_stage(folder: Path, *, template: bytes, first_port: int = FIRST) -> Stage:
    """Return the exercise that was made in this folder, or make it where the folder is not there yet.

    UnfitTemplate, before anything is made, where the template is of no use; FileNotFoundError where the folder
    holds the beginnings of an exercise: it is to be removed, then made anew.
    """
    if folder.exists():
        posts = read_posts(folder)
    else:
        marked = exercise_template(template)
        officers = script_for(read_template(marked)).officers
        posts = make_posts(folder, template=marked, officers=officers, first_port=first_port)
    return Stage(folder, {post.code: post for post in posts}, charter_of(posts[0]))


@contextmanager
def nodes_of(stage: Stage) -> Iterator[dict[str, Running]]:
    """Run every node of the exercise; on the way out, all of them are stopped, whatever happened."""
    refuse_in_use(stage.posts.values())
    running: dict[str, Running] = {}
    try:
        for code, post in stage.posts.items():
            running[code] = start(post)
        for node in running.values():
            wait_ready(node)
        yield running
    finally:
        for node in running.values():
            stop(node)


def show(folder: Path, *, template: bytes, tell: Tell) -> None:
    """Run the exercise for a person who watches, from where it stood, until interrupted (KeyboardInterrupt)."""
    tell("demo.exercise")
    stage = open_stage(folder, template=template)
    script = script_for(stage.charter)
    with nodes_of(stage) as running:
        sign_charter(stage, tell=tell)
        signs_in = folder / SIGN_INS
        tell("demo.sign_in", file=str(signs_in), addresses=signs_in.read_text(encoding="utf-8"))
        play(stage, script.steps, pause=time.sleep, tell=tell)
        tell("demo.over")
        tell("demo.try_it" if script == the_exercise() else "demo.try_two", file=str(signs_in))
        while all(node.process.poll() is None for node in running.values()):
            time.sleep(1)
        tell("demo.node_ended", **_ended(running))


def _ended(running: Mapping[str, Running]) -> dict[str, str]:
    """Return which node ended, and the last that it wrote."""
    node = next(node for node in running.values() if node.process.poll() is not None)
    return {"member": node.post.code, "home": str(node.post.home), "why": last_lines(node.post)}


def check(folder: Path, *, template: bytes, tell: Tell) -> bool:
    """Play the exercise at once, with a power cut and a restart in it, and return whether all is well."""
    stage = open_stage(folder, template=template, first_port=unwatched())
    script = script_for(stage.charter)
    third = len(script.steps) // 3
    began_at = time.monotonic()
    with nodes_of(stage) as running:
        sign_charter(stage, tell=tell)
        play(stage, script.steps[:third], pause=_no_pause, tell=tell)
        victim = list(running)[1]
        kill(running[victim])
        tell("demo.power_cut", member=victim)
        running[victim] = start(stage.posts[victim])
        wait_ready(running[victim])
        play(stage, script.steps[: 2 * third], pause=_no_pause, tell=tell)
    tell("demo.restart")
    with nodes_of(stage):
        play(stage, script.steps, pause=_no_pause, tell=tell)
        sights = sights_of(stage)
    faults = differences(sights) if sights is not None else []
    faults += record_faults(stage)
    tell("demo.played", count=len(script.steps), seconds=round(time.monotonic() - began_at))
    for figures in summary(stage, sights or {}):
        tell("demo.holds", **figures)
    for fault in faults:
        tell("demo.fault", fault=fault)
    if sights is None:
        tell("demo.not_level")
        return False
    tell("demo.sound" if not faults else "demo.faults", count=len(faults))
    return not faults


def _no_pause(seconds: int) -> None:
    """Nobody watches."""

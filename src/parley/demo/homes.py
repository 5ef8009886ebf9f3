"""Makes the homes of the exercise: fresh keys, one assembled charter, officers with passwords made on the spot."""

from __future__ import annotations

import csv
import io
import json
import os
import secrets
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from parley.charter.assembly import assemble
from parley.charter.card import KeyCard
from parley.charter.model import Charter
from parley.charter.reading import read_charter, read_template
from parley.charter.verdict import Refusal
from parley.demo.commands import parley
from parley.demo.ports import FIRST, free_ports
from parley.demo.script import OfficerPart, UnfitTemplate
from parley.demo.slots import days_behind
from parley.node.enrolling import Enrolment, make_home, take_charter
from parley.node.settings import Settings

SIGN_INS = "sign-ins.txt"
PLAN = "plan.json"
# So many nodes are given their officers at a time.
AT_ONCE = 4
SYLLABLES = [consonant + vowel for consonant in "bdfgklmnprstv" for vowel in "aeio"]


@dataclass(frozen=True, slots=True)
class Post:
    """One member's node on this machine: its home folder and where its desk and its peer listener answer."""

    code: str
    home: Path
    desk_port: int
    peer_port: int

    @property
    def desk_address(self) -> str:
        """Return the address that a browser opens."""
        return f"http://127.0.0.1:{self.desk_port}/"


def exercise_template(raw: bytes) -> bytes:
    """Return the template as that of an exercise: marked so, with logs and a name of its own.

    One that is an exercise of its own already stays as it is. UnfitTemplate where a line that must change is not
    there: an exercise never shares a log with the real thing.
    """
    text, mechanism = raw.decode("utf-8"), read_template(raw).mechanism
    if mechanism.exercise and mechanism.id.startswith("exercise-"):
        return raw
    changes = (
        (f"  id: {mechanism.id}\n", f"  id: exercise-{mechanism.id}\n"),
        ("  exercise: false\n", "  exercise: true\n"),
        (f"    origin: {mechanism.id}.", f"    origin: exercise-{mechanism.id}."),
    )
    for old, new in changes:
        if old not in text:
            raise UnfitTemplate("demo.no_line", line=old.strip())
        text = text.replace(old, new)
    return text.encode("utf-8")


def make_posts(
    folder: Path, *, template: bytes, officers: tuple[OfficerPart, ...], first_port: int = FIRST
) -> list[Post]:
    """Make a home for every member of the template, all with the same charter, and add the officers.

    The plan is written last: a run that was cut short leaves none, and its folder is refused rather than guessed at.
    """
    codes = read_template(template).codes
    folder.mkdir(mode=0o700, parents=True)
    ports = free_ports(2 * len(codes), first=first_port)
    posts = [Post(code, folder / code, ports[n], ports[len(codes) + n]) for n, code in enumerate(codes)]
    assembled = assemble(template, cards=[_home_of(post, template=template) for post in posts])
    for post in posts:
        taken = take_charter(post.home, raw=assembled, code=post.code)
        if isinstance(taken, Refusal):
            raise RuntimeError(taken)
    _add_officers(folder, posts=posts, officers=officers)
    rows = [{"code": post.code, "desk": post.desk_port, "peer": post.peer_port} for post in posts]
    plan = {"posts": rows, "days_behind": days_behind(charter_of(posts[0]), now_s=int(time.time()))}
    (folder / PLAN).write_text(json.dumps(plan), encoding="utf-8")
    return posts


def read_posts(folder: Path) -> list[Post]:
    """Return the posts of an exercise that was made here before; FileNotFoundError where none was."""
    return [Post(row["code"], folder / row["code"], row["desk"], row["peer"]) for row in _plan(folder)["posts"]]


def days_back(folder: Path) -> int:
    """Return by how many days the clocks of an exercise stand behind on its last day, as was fixed when it was made."""
    return int(_plan(folder)["days_behind"])


def _plan(folder: Path) -> dict[str, Any]:
    plan: dict[str, Any] = json.loads((folder / PLAN).read_text(encoding="utf-8"))
    return plan


def charter_of(post: Post) -> Charter:
    """Return the charter that this node was made with."""
    return read_charter((post.home / "charter.yaml").read_bytes())


def _home_of(post: Post, *, template: bytes) -> KeyCard:
    settings = Settings(
        member=post.code,
        desk_port=post.desk_port,
        desk_second_factor="exercise",
        peer_host="127.0.0.1",
        peer_port=post.peer_port,
    )
    enrolment = Enrolment(post.code, f"127.0.0.1:{post.peer_port}", settings)
    made = make_home(post.home, template=template, enrolment=enrolment)
    if isinstance(made, Refusal):
        raise RuntimeError(made)
    return made


def _add_officers(folder: Path, *, posts: list[Post], officers: tuple[OfficerPart, ...]) -> None:
    """Add every officer with a password of its own, and keep the sign-ins in a file that only its owner may read."""
    by_code, lines = {post.code: post for post in posts}, []
    tables: dict[str, list[tuple[str, ...]]] = {post.code: [] for post in posts}
    for officer in officers:
        password = _password()
        tables[officer.member].append((officer.name, officer.role, password, officer.shown_as, officer.language))
        address = by_code[officer.member].desk_address
        lines.append(f"{officer.member}  {address}  {officer.name:<8} {password}  ({officer.shown_as})")
    with ThreadPoolExecutor(AT_ONCE) as pool:
        asked = [
            pool.submit(parley, "officer", "add-all", "--home", str(by_code[code].home), given=_table(rows))
            for code, rows in tables.items()
            if rows
        ]
        for each in asked:
            each.result()
    with os.fdopen(os.open(folder / SIGN_INS, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write("\n".join(lines) + "\n")


def _table(rows: list[tuple[str, ...]]) -> str:
    """Return officers as `parley officer add-all` reads them."""
    written = io.StringIO()
    csv.writer(written).writerows([("name", "role", "password", "shown_as", "language"), *rows])
    return written.getvalue()


def _password() -> str:
    """Return four made-up words of three syllables, 68 bits that a person can type."""
    return "-".join("".join(secrets.choice(SYLLABLES) for _ in range(3)) for _ in range(4))

"""What the map's scripts reckon without a page: instants, days, steps back, and which answer is the newest."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.house.tree import PACKAGE

pytestmark = pytest.mark.nodejs
MODULES = PACKAGE / "desk" / "static" / "desk" / "map"


@pytest.fixture(scope="module")
def modules(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The modules that know neither a page nor the library of the map, as Node.js reads them."""
    folder = tmp_path_factory.mktemp("map")
    (folder / "package.json").write_text('{"type": "module"}', encoding="utf-8")
    for name in ("time.js", "filter.js", "plan.js", "picking.js"):
        shutil.copy(MODULES / name, folder)
    return folder


def run(script: str, *, nodejs: str, modules: Path) -> Any:
    """Return what a module that stands beside them prints."""
    file = modules / "asked.js"
    file.write_text(script, encoding="utf-8")
    done = subprocess.run([nodejs, str(file)], capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_no_instant_is_taken_that_no_calendar_has(nodejs: str, modules: Path) -> None:
    """The 30th of February is not the 2nd of March, nor 25:00 the next day; the node is asked, and says so."""
    texts = ["2026-02-30 10:00Z", "2026-13-01 10:00Z", "2026-03-01 25:00Z", "2026-03-01 10:61Z", "1969-12-31 23:59Z"]
    script = f"""
        import {{ instantOf }} from "./time.js";
        import {{ dayOf }} from "./filter.js";
        const texts = {json.dumps(texts)};
        console.log(JSON.stringify({{
          wrong: texts.map((text) => instantOf(text)),
          days: ["2026-02-31", "2026-02-30 10:00Z", ""].map((text) => String(dayOf(text))),
          right: [instantOf("2026-03-01 10:42Z"), instantOf("2026-03-01T10:42:30"), dayOf("2024-02-29")],
        }}));
    """
    said = run(script, nodejs=nodejs, modules=modules)
    assert said["wrong"] == [None] * len(texts)
    assert said["days"] == ["undefined", "undefined", "null"]
    assert said["right"] == [1_772_361_720_000, 1_772_361_720_000, 1_709_208_000_000]


def test_a_step_back_leads_to_the_area_as_it_was_signed(nodejs: str, modules: Path) -> None:
    """Who put a corner over an area that was taken over undoes it once, and redoes it."""
    script = """
        import { planOf } from "./plan.js";
        let form = { way: "signed", places: "", radius: "", width: "" };
        let plan = null;
        // As the form does: each change of a field is told, as if it had been typed.
        plan = planOf({ read: () => ({ ...form }), write(next) { form = { ...next }; plan?.typed(); } });
        const said = [];
        const say = () => said.push([plan.way, form.way, plan.lines().length, plan.canUndo, plan.canRedo]);
        plan.add({ lon: 35.8, lat: 33.1 }); say();
        plan.undo(); say();
        plan.redo(); say();
        console.log(JSON.stringify(said));
    """
    said = run(script, nodejs=nodejs, modules=modules)
    assert said == [["outline", "outline", 1, True, False], ["signed", "signed", 0, False, True],
                    ["outline", "outline", 1, True, False]]  # fmt: skip


def test_the_place_that_is_read_out_is_the_one_in_the_field(nodejs: str, modules: Path) -> None:
    """An answer that comes late says nothing any more, and where the node is away no other place stands there."""
    script = """
        import { pickingIn } from "./picking.js";
        const waiting = [];
        globalThis.fetch = (address) => new Promise((done, fail) => waiting.push({ address, done, fail }));
        const button = { hidden: true, addEventListener() {}, getAttribute: () => "false", setAttribute() {}, };
        const form = { dataset: { source: "/map/point" }, elements: { place: { value: "" }, other: { value: "" } },
                       querySelector: () => button, addEventListener() {} };
        const out = { innerHTML: "", querySelector: () => null };
        const marked = [];
        const picking = pickingIn(form, { mark: (...places) => marked.push(places.length) }, out);
        const turn = () => new Promise((done) => setImmediate(done));
        const answer = (text) => ({ ok: true, text: async () => text });
        picking.put({ text: "first" });
        picking.put({ text: "second" });
        waiting[1].done(answer("of second")); await turn();
        waiting[0].done(answer("of first")); await turn();
        const late = out.innerHTML;
        picking.put({ text: "third" });
        waiting[2].fail(new TypeError("away")); await turn();
        console.log(JSON.stringify([form.elements.place.value, late, out.innerHTML]));
    """
    assert run(script, nodejs=nodejs, modules=modules) == ["third", "of second", ""]

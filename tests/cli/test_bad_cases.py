"""`parley charter cases` over files that are none: where, what and what to do, and never a trace of the program."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from parley.cli.main import main
from parley.texts import LANGUAGES
from tests.charter.making import PARIS
from tests.node.cases.telling import SOUND, changed

FAR = changed(("  - name: A message", "  - name: A message\n    d: 9999-12-31T23:59Z"), ("2027-01-10T06:02Z", "D+900y"))
BAD: dict[str, str | bytes] = {
    "empty": "",
    "white": "\n \n",
    "binary": bytes(range(256)) * 64,
    "zeros": b"\x00" * 4096,
    "half a character": "format: parley-cases-v1 # \u05d0".encode()[:-1],
    "a picture": b"\x89PNG\r\n\x1a\n" + b"\x00\x01" * 500,
    "utf-16": SOUND.encode("utf-16"),
    "bomb of aliases": "a: &a [x, x]\n" + "".join(f"b{n}: &b{n} [*a, *a, *a]\n" for n in range(60)),
    "an anchor": changed(("cases:", "cases: &all")),
    "a tag": changed(("format: parley-cases-v1", "format: !!python/object/apply:os.system [ls]")),
    "a merge key": changed(("format: parley-cases-v1", "format: parley-cases-v1\n<<: {d: 2027-01-01T00:00Z}")),
    "a key twice": changed(("format: parley-cases-v1", "format: parley-cases-v1\nformat: parley-cases-v1")),
    "two documents": SOUND + "---\n" + SOUND,
    "a tab": changed(("cases:", "\tcases:")),
    "huge": "# " + "x" * (2 << 20),
    "deep": "format: " + "[" * 3000 + "]" * 3000,
    "cases as a number": changed(("cases:", "d: 2027-01-01T00:00Z\ncases: 7\nmore:")),
    "said as a text": re.sub(r"said:.*?then:", "said: nothing\n    then:", SOUND, flags=re.DOTALL),
    "content as a list": changed(("content: {precedence", "content: [{precedence"), ("back: false}", "back: false}]")),
    "an unknown kind": changed(("message_sent", "message_shouted")),
    "an unknown member": changed(("by: SY", "by: ZZ")),
    "a future without end": FAR,
    "no such day": changed(("2027-01-10T06:02Z", "2027-02-30T06:02Z")),
    "a number of a hundred figures": changed(("precedence: flash", "precedence: " + "9" * 100)),
    "a charter that is none": changed(("charter: ../paris-2026.yaml", "charter: ../paris-2026.yaml\x00x")),
    "a charter that is the file itself": changed(("charter: ../paris-2026.yaml", "charter: bad.yaml")),
}  # fmt: skip
# FILE:LINE:COLUMN: code …
PLACED = re.compile(r"\.yaml:\d+:\d+: [a-z_]+\.[a-z_0-9]+")


@pytest.mark.parametrize("what", BAD)
def test_a_bad_file_is_told_with_its_place_and_no_trace(
    what: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It ends with 1, every line of the answer says where and what, in each language."""
    (tmp_path / "paris-2026.yaml").write_bytes(PARIS)
    (tmp_path / "cases").mkdir()
    file, bad = tmp_path / "cases" / "bad.yaml", BAD[what]
    file.write_bytes(bad if isinstance(bad, bytes) else bad.encode("utf-8", "surrogatepass"))
    for language in LANGUAGES:
        assert main(["charter", "cases", str(file), "--language", language]) == 1
        told = capsys.readouterr()
        assert "Traceback" not in told.err + told.out
        lines = [line for line in told.err.splitlines() if line]
        assert lines and all(PLACED.search(line) or str(tmp_path) in line for line in lines), lines[:3]
        assert all(len(line) < 2_000 for line in lines)


def test_the_bad_files_differ_from_the_sound_one() -> None:
    """Each is what it is called: none of the changes left the sound file as it was."""
    assert all(bad not in (SOUND, SOUND.encode()) for bad in BAD.values())

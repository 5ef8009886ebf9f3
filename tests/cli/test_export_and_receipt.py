"""`parley export` and `parley receipt`: what a node holds, for people and tools that have no node."""

from __future__ import annotations

import base64
import json
import stat
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest

from parley.cli.main import main
from parley.node.drafts import AttachmentDraft, Draft
from parley.node.filing import Filed, file
from parley.record import strictjson
from parley.record.folder import log_folder
from parley.record.leaf import parse_leaf
from parley.record.tiles import decode_bundle
from parley.texts import LANGUAGES, sentence
from tests.node.mechanism import Mechanism

SAID = "The herders cross at dawn."


@pytest.fixture
def paris(tmp_path: Path) -> Iterator[Mechanism]:
    """The default mechanism; SY has told IL something, with an attachment that US has not fetched."""
    mechanism = Mechanism(tmp_path / "homes").make()
    for code in mechanism.nodes:
        (mechanism.home(code).path / "node.toml").write_text(f'member = "{code}"\n', encoding="utf-8")
    plan = tmp_path / "plan.txt"
    plan.write_text("a plan", encoding="utf-8")
    content = {
        "precedence": "routine", "subject": "Crossing", "text": SAID, "lang": "en", "items": [], "template": None,
        "asks_read_back": False,
    }  # fmt: skip
    draft = Draft(
        "message_sent", ("IL",), content, role="duty_officer", officer="officer",
        attachments=(AttachmentDraft("plan.txt", "text/plain", plan),),
    )  # fmt: skip
    outcome = file(draft, node=mechanism.nodes["SY"])
    assert isinstance(outcome, Filed), outcome
    mechanism.carry_all()
    yield mechanism
    mechanism.close_all()


def exported(paris: Mechanism, code: str, folder: Path, *words: str) -> Path:
    """Export what a node holds while it is open."""
    assert main(["export", str(folder), "--home", str(paris.home(code).path), *words]) == 0
    return folder


def test_an_export_verifies_to_the_last_body(
    paris: Mechanism, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What a node writes is sound in every log, with every body and the roots that members had seen."""
    folder = exported(paris, "SY", tmp_path / "out")
    capsys.readouterr()
    assert main(["verify", str(folder), "--deep", "--json", "--quiet"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert {log["member"] for log in told["logs"]} == {"SY", "IL", "US"}
    assert all(log["cosigned"] and "bodies_missing" not in log["counts"] for log in told["logs"])
    assert sum(log["counts"].get("attachments", 0) for log in told["logs"]) == 1


def test_an_attachment_that_is_not_held_is_told(
    paris: Mechanism, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A node that has not fetched an attachment yet exports the rest and says what it lacks."""
    folder = exported(paris, "US", tmp_path / "out")
    size = len(paris.nodes["US"].founding.members)
    capsys.readouterr()
    assert main(["verify", str(folder), "--deep", "--json", "--quiet"]) == 0
    logs = json.loads(capsys.readouterr().out)["logs"]
    assert len(logs) == size
    assert sum(log["counts"].get("attachments_missing", 0) for log in logs) == 1


def test_a_home_folder_verifies_as_it_stands(paris: Mechanism, capsys: pytest.CaptureFixture[str]) -> None:
    """The database of a running node is checked without an export."""
    for code in paris.nodes:
        assert main(["verify", str(paris.home(code).path), "--deep", "--quiet"]) == 0
        assert "SY: " in capsys.readouterr().out


def test_what_was_opened_is_written_only_when_asked(paris: Mechanism, tmp_path: Path) -> None:
    """Without --open there is no word in the clear; with it, what this member read, for its owner's eyes alone."""
    plain = exported(paris, "IL", tmp_path / "plain")
    assert all(SAID.encode() not in path.read_bytes() for path in plain.rglob("*") if path.is_file())
    opened = exported(paris, "IL", tmp_path / "opened", "--open") / "opened.jsonl"
    assert stat.S_IMODE(opened.stat().st_mode) == 0o600
    assert SAID in opened.read_text(encoding="utf-8")


def test_a_member_opens_only_what_it_was_addressed(paris: Mechanism, tmp_path: Path) -> None:
    """The member to whom the message was not addressed has nothing of it in its lines."""
    opened = exported(paris, "US", tmp_path / "opened", "--open") / "opened.jsonl"
    assert SAID not in opened.read_text(encoding="utf-8")


def test_an_opened_line_proves_itself_against_its_leaf(paris: Mechanism, tmp_path: Path) -> None:
    """Salt and payload of a line hash to the commitment in the leaf that the log holds."""
    folder = exported(paris, "IL", tmp_path / "out", "--open")
    lines = [json.loads(line) for line in (folder / "opened.jsonl").read_text(encoding="utf-8").splitlines()]
    said = next(line for line in lines if line["payload"]["content"].get("text") == SAID)
    (bundle,) = (folder / log_folder(said["log"]) / "tile" / "entries").glob("000.p/*")
    raw = decode_bundle(bundle.read_bytes(), width=int(bundle.name))[said["payload"]["n"]]
    leaf = parse_leaf(raw)
    assert leaf.body is not None
    payload = strictjson.encode(said["payload"])
    assert sha256(b"parley/commitment/v1\n" + bytes.fromhex(said["salt"]) + payload).digest() == leaf.body.commitment
    assert (said["id"], said["leaf"]) == (f"SY/{said['payload']['n']}", sha256(b"\x00" + raw).hexdigest())


def test_an_export_never_writes_over_another(
    paris: Mechanism, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A folder that is not empty is refused and left as it is."""
    (tmp_path / "kept").write_text("kept", encoding="utf-8")
    assert main(["export", str(tmp_path), "--home", str(paris.home("SY").path)]) == 2
    assert "not empty" in capsys.readouterr().err
    assert not (tmp_path / "manifest.json").exists()


def test_a_folder_without_a_node_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Export and receipt say that there is no node, and write nothing."""
    assert main(["export", str(tmp_path / "out"), "--home", str(tmp_path)]) == 2
    assert main(["receipt", "SY/0", "--home", str(tmp_path), "--out", str(tmp_path / "r")]) == 2
    assert capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_an_export_says_what_it_is(paris: Mechanism, tmp_path: Path) -> None:
    """The folder tells people in each language what it holds, and that it concedes nothing."""
    told = (exported(paris, "SY", tmp_path / "out") / "README.txt").read_text(encoding="utf-8")
    for language in LANGUAGES:
        assert sentence("record.without_prejudice", language=language, data={}) in told
    assert paris.nodes["SY"].founding.digest in told


def receipt(paris: Mechanism, code: str, entry: str, out: Path) -> int:
    """Write a receipt of an entry from what a node holds."""
    return main(["receipt", entry, "--home", str(paris.home(code).path), "--out", str(out)])


def test_a_receipt_verifies_with_the_charter(
    paris: Mechanism, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Any member's receipt of any log's entry holds under the charter, with the others' cosignatures."""
    charter = str(paris.home("US").charter)
    for code, entry in (("SY", "SY/0"), ("IL", "SY/1"), ("US", "IL/0")):
        out = tmp_path / f"{code}.tlog-proof"
        assert receipt(paris, code, entry, out) == 0
        capsys.readouterr()
        assert main(["verify", str(out), "--charter", charter]) == 0
        assert "/witness" in capsys.readouterr().out


def test_a_receipt_holds_for_its_leaf_alone(
    paris: Mechanism, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """With another leaf, another index or without keys a receipt proves nothing."""
    out, charter = tmp_path / "r.tlog-proof", str(paris.home("US").charter)
    assert receipt(paris, "SY", "SY/1", out) == 0
    good = out.read_text(encoding="utf-8")
    leaf = good.split("\n")[1].removeprefix("extra ")
    other = base64.b64encode(base64.b64decode(leaf).replace(b'"n":1', b'"n":2')).decode()
    for bad in (good.replace(leaf, other), good.replace("index 1", "index 0"), good.replace(f"extra {leaf}\n", "")):
        out.write_text(bad, encoding="utf-8")
        assert main(["verify", str(out), "--charter", charter]) == 1
    out.write_text(good, encoding="utf-8")
    assert main(["verify", str(out)]) == 2
    assert "--charter" in capsys.readouterr().err


@pytest.mark.parametrize("entry", ["SY/999999", "XX/0", "SY", "SY/-1", "SY/01", ""])
def test_there_is_no_receipt_of_what_is_not_here(
    paris: Mechanism, tmp_path: Path, capsys: pytest.CaptureFixture[str], entry: str
) -> None:
    """An entry that no signed state covers, and a name that is none, are told; nothing is written."""
    assert receipt(paris, "SY", entry, tmp_path / "r") == 2
    assert "SY/1042" in capsys.readouterr().err
    assert not (tmp_path / "r").exists()


def test_a_receipt_never_writes_over_another(paris: Mechanism, tmp_path: Path) -> None:
    """A file that is there is refused and left as it is."""
    (tmp_path / "r").write_text("kept", encoding="utf-8")
    assert receipt(paris, "SY", "SY/0", tmp_path / "r") == 2
    assert (tmp_path / "r").read_text(encoding="utf-8") == "kept"


def test_a_receipt_comes_with_how_to_check_it(paris: Mechanism, tmp_path: Path) -> None:
    """Beside the proof stand, in each language, the leaf hash and what it proves, and the verifier keys."""
    assert receipt(paris, "SY", "SY/0", tmp_path / "r.tlog-proof") == 0
    told = (tmp_path / "r.tlog-proof.txt").read_text(encoding="utf-8")
    leaf = base64.b64decode((tmp_path / "r.tlog-proof").read_text(encoding="utf-8").split("\n")[1].split(" ")[1])
    assert told.count(sha256(b"\x00" + leaf).hexdigest()) == len(LANGUAGES)
    assert all(key in told for key in paris.nodes["SY"].founding.member("SY").keys.log)

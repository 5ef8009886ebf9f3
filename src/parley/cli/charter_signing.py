"""`parley charter propose|sign|status|save`: the charter as an instrument, at a running node."""

from __future__ import annotations

import argparse
from hashlib import sha256
from pathlib import Path
from typing import Any

from parley.charter.amendment import changes_between, refusals_of_amendment
from parley.charter.fingerprint import charter_fingerprint
from parley.charter.model import Charter
from parley.charter.reading import read_charter
from parley.charter.succession import refusals_of_succession
from parley.charter.verdict import Refusal
from parley.cli.placing import add_home, place_of, tell_exercise
from parley.matters.instrument import signers_of
from parley.node.asking import ask
from parley.texts import LANGUAGES, sentence

DONE, REFUSED = 0, 1
SHORTEST_PREFIX = 8


def add_words(words: Any) -> None:
    """Add the words that speak to a running node."""
    text = "propose an amendment to all members, after checking that it may follow the charter that it names"
    propose = words.add_parser("propose", help=text, description=text)
    propose.add_argument("file", type=Path, help="the amendment")
    text = "the closing that the offline key signed, where the file is a succession"
    propose.add_argument("--closing", type=Path, metavar="FILE", help=text)
    text = "sign a charter for this member: the founding one, or an amendment that was proposed"
    sign = words.add_parser("sign", help=text, description=text)
    text = "the amendment, by its SHA-256 (8 digits or more) or its file"
    sign.add_argument("--charter", metavar="DIGEST|FILE", help=text)
    text = "say which charter is in force, who has signed each version and who is missing"
    status = words.add_parser("status", help=text, description=text)
    text = "write a version as its very bytes into a file, to be read, checked and compared before it is signed"
    save = words.add_parser("save", help=text, description=text)
    save.add_argument("charter", metavar="DIGEST", help="SHA-256 of the version, 8 digits or more")
    save.add_argument("-o", "--output", type=Path, required=True, help="the file to write; it must not exist yet")
    text = "write the accession file for a member that joins by an amendment: all versions, all signatures, all proofs"
    accession = words.add_parser("accession", help=text, description=text)
    accession.add_argument("charter", metavar="DIGEST|FILE", help="the amendment, by its SHA-256 or its file")
    accession.add_argument("-o", "--output", type=Path, required=True, help="the file to write; it must not exist yet")
    for word in (propose, sign):
        word.add_argument("--role", default="chief", help="role in which the officer acts (default: %(default)s)")
    for word in (propose, sign, status, save, accession):
        word.add_argument("--language", choices=LANGUAGES, default="en", help="language of the answer (default: en)")
        add_home(word)


def propose(charter: Charter, args: argparse.Namespace) -> int:
    """Tell what the amendment changes and who must sign it, and file the proposal unless something forbids it."""
    _mark(args)
    known = _versions(args)
    earlier = _line_to(known, str(charter.predecessor), args)
    if not earlier:
        return _refused(args, code="charter_said.no_such", charter=str(charter.predecessor)[:16])
    tell_changes(earlier[-1], charter, language=args.language)
    if charter.closes is not None and args.closing is None:
        return _refused(args, code="succession_said.closing_missing")
    statement = args.closing.read_bytes() if args.closing else None
    refusals = _refusals(charter, earlier, statement)
    for refusal in refusals:
        _say_clause(args, refusal.clause, refusal.code, refusal.data)
    if refusals:
        return REFUSED
    _say(args, code="charter_said.must_sign", codes=", ".join(signers_of(charter, predecessor=earlier[-1])))
    request = {"op": "charter_propose", "text": args.file.read_text(encoding="utf-8"), "role": args.role}
    if statement is not None:
        request["statement"] = statement.decode(errors="replace")
    return _tell(_ask(args, request), args, done="charter_said.proposed", charter=charter.digest[:16])


def _refusals(charter: Charter, earlier: list[Charter], statement: bytes | None) -> tuple[Refusal, ...]:
    if statement is None:
        return refusals_of_amendment(charter, earlier=earlier)
    return refusals_of_succession(charter, earlier=earlier, statement=statement)


def sign(args: argparse.Namespace) -> int:
    """Tell what this member is about to sign, and file its signature."""
    _mark(args)
    known = _versions(args)
    chosen = _chosen(known, args)
    if chosen is None:
        return REFUSED
    raw = _text(chosen["charter"], args)
    charter = read_charter(raw)
    if chosen["predecessor"] is not None:
        tell_changes(_line_to(known, chosen["predecessor"], args)[-1], charter, language=args.language)
    print("  ".join(charter_fingerprint(raw)))
    request = {"op": "charter_sign", "charter": chosen["charter"], "role": args.role}
    return _tell(_ask(args, request), args, done="charter_said.signed", charter=chosen["charter"][:16])


def status(args: argparse.Namespace) -> int:
    """Tell every version and how it stands."""
    _mark(args)
    for version in _versions(args)["versions"]:
        codes = version["elsewhere"] if version["standing"] == "barred" else version["missing"]
        _say(args, code=f"charter_said.{version['standing']}", charter=version["charter"][:16], codes=", ".join(codes))
        figures = {"entry": version["proposed_by"] or "-", "predecessor": (version["predecessor"] or "-")[:16]}
        print("  " + sentence("charter_said.follows", language=args.language, data=figures))
        if version["closes"]:
            print("  " + sentence("succession_said.closes", language=args.language, data=version["closes"]))
        for member, entry in version["signatures"]:
            figures = {"code": member, "entry": entry}
            print("  " + sentence("charter_said.signed_by", language=args.language, data=figures))
    return DONE


def save(args: argparse.Namespace) -> int:
    """Write the bytes of a version into a new file."""
    found = _named(_versions(args), args.charter)
    if found is None:
        return _refused(args, code="charter_said.no_such", charter=args.charter)
    try:
        with args.output.open("xb") as file:
            file.write(_text(found["charter"], args))
    except FileExistsError:
        return _refused(args, code="charter_said.file_exists", file=str(args.output))
    _say(args, code="charter_said.saved", file=str(args.output))
    return DONE


def accession(args: argparse.Namespace) -> int:
    """Write the accession file of a version, and say who has still to sign before the member can join by it."""
    _mark(args)
    known = _versions(args)
    found = _named(known, _digest_in(args.charter))
    if found is None:
        return _refused(args, code="charter_said.no_such", charter=args.charter)
    answer = _ask(args, {"op": "charter_accession", "charter": found["charter"]})
    try:
        with args.output.open("xb") as file:
            file.write(str(answer["text"]).encode())
    except FileExistsError:
        return _refused(args, code="charter_said.file_exists", file=str(args.output))
    _say(args, code="charter_said.accession", file=str(args.output), codes=", ".join(found["missing"]) or "-")
    print("  ".join(charter_fingerprint(_text(found["charter"], args))))
    return DONE


def tell_changes(before: Charter, after: Charter, *, language: str) -> None:
    """Print every value that differs."""
    changes = changes_between(before, after)
    for change in changes:
        print(f"{change.where}\n  - {change.before or ''}\n  + {change.after or ''}")
    if not changes:
        print(sentence("charter_said.no_change", language=language, data={}))


def _chosen(known: dict[str, Any], args: argparse.Namespace) -> dict[str, Any] | None:
    """Return the version to sign; the founding one needs no name, an amendment is never signed unnamed."""
    if args.charter is None:
        founding: dict[str, Any] = known["versions"][0]
        if known["member"] in founding["missing"]:
            return founding
        _refused(args, code="charter_said.which")
        return None
    name = _digest_in(args.charter)
    found = _named(known, name)
    if found is None:
        _refused(args, code="charter_said.no_such", charter=name[:16])
    return found


def _digest_in(name: str) -> str:
    """Return the digest that is named, by itself or by a file with those bytes."""
    file = Path(name)
    return sha256(file.read_bytes()).hexdigest() if file.is_file() else name


def _named(known: dict[str, Any], name: str) -> dict[str, Any] | None:
    """Return the one version whose digest begins so."""
    found = [v for v in known["versions"] if len(name) >= SHORTEST_PREFIX and v["charter"].startswith(name.lower())]
    return found[0] if len(found) == 1 else None


def _line_to(known: dict[str, Any], digest: str, args: argparse.Namespace) -> list[Charter]:
    """Return the versions from the founding one to this one; [] where the node does not know it."""
    by_digest = {version["charter"]: version for version in known["versions"]}
    line: list[Charter] = []
    following: str | None = digest
    while following is not None and following in by_digest:
        line.append(read_charter(_text(following, args)))
        following = by_digest[following]["predecessor"]
    return line[::-1]


def _mark(args: argparse.Namespace) -> None:
    tell_exercise(place_of(args).home, languages=(args.language,))


def _versions(args: argparse.Namespace) -> dict[str, Any]:
    return _ask(args, {"op": "charter_versions"})


def _text(digest: str, args: argparse.Namespace) -> bytes:
    return str(_ask(args, {"op": "charter_text", "charter": digest})["text"]).encode()


def _ask(args: argparse.Namespace, request: dict[str, Any]) -> dict[str, Any]:
    return ask(place_of(args).home.socket, request)


def _tell(answer: dict[str, Any], args: argparse.Namespace, *, done: str, charter: str) -> int:
    if answer["outcome"] == "filed":
        _say(args, code=done, entry=answer["id"], charter=charter)
        return DONE
    if answer["outcome"] == "queued":
        _say(args, code="charter_said.queued", charter=charter)
        return DONE
    _say_clause(args, answer.get("clause", ""), answer["code"], answer.get("data", {}))
    return REFUSED


def _refused(args: argparse.Namespace, *, code: str, **figures: str) -> int:
    _say(args, code=code, **figures)
    return REFUSED


def _say_clause(args: argparse.Namespace, clause: str, code: str, figures: Any) -> None:
    print(f"{clause} {code}: {sentence(code, language=args.language, data=figures)}")


def _say(args: argparse.Namespace, *, code: str, **figures: str) -> None:
    print(sentence(code, language=args.language, data=figures))

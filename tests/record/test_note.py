"""Signed notes and verifier keys: what they look like, and everything that only looks like one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.record.note import (
    MAX_NOTE_SIZE,
    MAX_SIGNATURES,
    Note,
    NoteError,
    Signature,
    VerifierKey,
    format_note,
    only_lines,
    parse_note,
    parse_verifier_key,
)

LINE = Signature("a.example/log", b"1234", b"signature")
# The key of the specification's own example.
KNOWN_KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"

names = st.text(st.characters(exclude_categories=["Cs", "Cc", "Z"], exclude_characters="+"), min_size=1).filter(
    lambda name: not any(char.isspace() for char in name)
)
letters = st.characters(exclude_categories=["Cs", "Cc"]) | st.just("\n")
texts = st.text(letters, min_size=1).map(lambda text: text + "\n")


lines_of_notes = st.builds(Signature, names, st.binary(min_size=4, max_size=4), st.binary(min_size=1))


@given(text=texts, lines=st.lists(lines_of_notes, min_size=1, max_size=16))
def test_a_note_reads_back(text: str, lines: list[Signature]) -> None:
    """Text and signatures come back as they were, in their order."""
    assert parse_note(format_note(text, signatures=lines)) == Note(text, tuple(lines))


@given(text=texts, lines=st.lists(lines_of_notes, min_size=1, max_size=8), data=st.data())
def test_lines_are_picked_out_of_a_note(text: str, lines: list[Signature], data: st.DataObject) -> None:
    """What is left of a note is what would be written of those lines, in the order that is asked for."""
    raw = format_note(text, signatures=lines)
    places = data.draw(st.lists(st.integers(0, len(lines) - 1), min_size=1, max_size=8, unique=True))
    assert only_lines(raw, places) == format_note(text, signatures=[lines[place] for place in places])


def test_the_text_ends_at_the_last_empty_line() -> None:
    """A text may hold empty lines: the signatures stand under the last one."""
    assert parse_note(b"one\n\ntwo\n\n" + LINE.line.encode()).text == "one\n\ntwo\n"


@given(st.binary(max_size=200))
def test_no_bytes_break_the_reader(raw: bytes) -> None:
    """Garbage is refused with a code, or it is a note that is written again as the same bytes."""
    try:
        note = parse_note(raw)
    except NoteError:
        return
    assert format_note(note.text, signatures=note.signatures) == raw


BAD_NOTES = {
    "note.utf8": b"\xff\n\n" + LINE.line.encode(),
    "note.control_character": b"tab\there\n\n" + LINE.line.encode(),
    "note.form": b"no signature\n",
}


@pytest.mark.parametrize("code", BAD_NOTES)
def test_what_is_no_note_is_refused_with(code: str) -> None:
    """A note in another encoding, with a control character, or with no signatures is refused."""
    with pytest.raises(NoteError) as caught:
        parse_note(BAD_NOTES[code])
    assert caught.value.code == code


@pytest.mark.parametrize("ending", ["", "\r\n", "\n\n", " \n"])
def test_a_note_that_ends_otherwise_is_refused(ending: str) -> None:
    """The last signature line ends with one newline and nothing else."""
    with pytest.raises(NoteError):
        parse_note(("text\n\n" + LINE.line.rstrip("\n") + ending).encode())


BAD_LINES = [
    "- a.example/log MTIzNHNpZw==",
    "\u2014  a.example/log MTIzNHNpZw==",
    "\u2014 a.example/log",
    "\u2014 a+b MTIzNHNpZw==",
    "\u2014 a\u00a0b MTIzNHNpZw==",
    "\u2014 a.example/log MTIzNA==",
    "\u2014 a.example/log MTIzNHNpZw",
    "\u2014  MTIzNHNpZw==",
    "\u2014 a.example/log MTIzNHNpZx==",
    "\u2014 a.example/log MTIz-HNpZw==",
    "\u2014 a.example/log MTIzNHNpZw== x",
    "\u2014",
]


@pytest.mark.parametrize("line", BAD_LINES)
def test_a_line_that_is_no_signature_is_refused(line: str) -> None:
    """Another dash, another space, no signature after the id, and every second spelling of base64 are refused."""
    with pytest.raises(NoteError):
        parse_note(f"text\n\n{line}\n".encode())


def test_more_than_sixteen_signatures_are_accepted_and_too_many_refused() -> None:
    """The specification asks for sixteen; one above our own limit is refused."""
    lines = [Signature(f"cosigner{number}.example", b"abcd", b"x" * 2428) for number in range(MAX_SIGNATURES + 1)]
    assert len(parse_note(format_note("text\n", signatures=lines[:17])).signatures) == 17
    assert len(parse_note(format_note("text\n", signatures=lines[:-1])).signatures) == MAX_SIGNATURES
    with pytest.raises(NoteError, match=r"note\.too_many_signatures"):
        format_note("text\n", signatures=lines)


def test_an_oversize_note_is_refused_before_it_is_read() -> None:
    """One byte over the limit is refused, whatever the bytes are."""
    assert parse_note(b"x" * (MAX_NOTE_SIZE - len(LINE.line.encode()) - 2) + b"\n\n" + LINE.line.encode())
    with pytest.raises(NoteError, match=r"note\.size"):
        parse_note(b"\xff" * (MAX_NOTE_SIZE + 1))


def test_a_note_that_would_read_differently_is_not_written() -> None:
    """A text without its newline, or a name with a space, is refused at writing."""
    for text, line in [("no newline", LINE), ("text\n", Signature("a b", b"1234", b"x"))]:
        with pytest.raises(NoteError):
            format_note(text, signatures=[line])


def test_the_known_key_reads_with_its_id() -> None:
    """A key that other tools publish is read, and written as the same text."""
    key = parse_verifier_key(KNOWN_KEY)
    assert (key.name, key.algorithm, key.id.hex()) == ("PeterNeumann", 1, "c74f20a3")
    assert key.text == KNOWN_KEY


@pytest.mark.parametrize(("algorithm", "size"), [(1, 32), (4, 32), (6, 1312)])
def test_a_verifier_key_reads_back(algorithm: int, size: int) -> None:
    """A key of each algorithm is written and read as the same."""
    key = VerifierKey("a.example/log", algorithm, b"k" * size)
    assert parse_verifier_key(key.text) == key


BAD_KEYS = {
    "no parts": ("key.form", "PeterNeumann"),
    "another id": ("key.id", KNOWN_KEY.replace("c74f20a3", "c74f20a4")),
    "id in capitals": ("key.id", KNOWN_KEY.replace("c74f20a3", "C74F20A3")),
    "another name": ("key.id", KNOWN_KEY.replace("Peter", "Petra")),
    "space in the name": ("key.name", KNOWN_KEY.replace("rN", "r N")),
    "unknown algorithm": ("key.algorithm", VerifierKey("a", 2, b"k" * 32).text),
    "short key": ("key.algorithm", VerifierKey("a", 1, b"k" * 31).text),
    "long key": ("key.algorithm", VerifierKey("a", 6, b"k" * 1313).text),
    "no key": ("key.algorithm", VerifierKey("a", 1, b"").text),
    "base64": ("note.base64", KNOWN_KEY + "="),
}


@pytest.mark.parametrize("why", BAD_KEYS)
def test_a_key_line_is_refused_for(why: str) -> None:
    """A key that is not exactly its name, its own id and a key of a known algorithm is refused."""
    code, text = BAD_KEYS[why]
    with pytest.raises(NoteError) as caught:
        parse_verifier_key(text)
    assert caught.value.code == code

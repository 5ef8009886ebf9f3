"""YAML's surprises are refused at their place, and never interpreted."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.charter.problem import Mark
from parley.charter.source import LIMIT_BYTES, Listing, Mapping, Scalar, read_source


def found(raw: bytes) -> list[tuple[str, int, int]]:
    """Return the problems of a text as code, line, column."""
    return [(problem.code, problem.mark.line, problem.mark.column) for problem in read_source(raw)[1]]


@pytest.mark.parametrize(
    "word", ["NO", "no", "yes", "on", "true", "null", "~", "09:30", "0o17", "1_000", "1e3", "2026-01-06", ".inf"]
)
def test_a_scalar_stays_the_text_that_was_written(word: str) -> None:
    """What YAML 1.1 takes for a boolean, a number, a date or base 60 is a text here."""
    root, problems = read_source(f"a: {word}\n".encode())
    assert isinstance(root, Mapping)
    assert root.entries[0][1] == Scalar(word, Mark(1, 4))
    assert problems == ()


SURPRISES = [
    (b"a: 1\nb: 2\na: 3\n", "charter.duplicate_key", 3, 1),
    (b"a: &x 1\n", "charter.anchor", 1, 4),
    (b"a: *x\n", "charter.alias", 1, 4),
    (b"a: !!str 1\n", "charter.tag", 1, 4),
    (b"a: ! 1\n", "charter.tag", 1, 4),
    (b"a: {<<: {b: 1}}\n", "charter.merge_key", 1, 5),
    (b"a:\n\tb: 1\n", "charter.tab", 2, 1),
    (b"a: 1 # \t\n", "charter.tab", 1, 8),
    (b"a: x\ny: \xff\n", "charter.not_utf8", 2, 4),
    ("a: x\u202ey\n".encode(), "charter.hidden_character", 1, 5),
    ("a: x\u2066y\n".encode(), "charter.hidden_character", 1, 5),
    ("a: x\u200by\n".encode(), "charter.hidden_character", 1, 5),
    ("a: x\u2028y\n".encode(), "charter.hidden_character", 1, 5),
    ("a: x\x85y\n".encode(), "charter.hidden_character", 1, 5),
    ("\ufeffa: x\n".encode(), "charter.hidden_character", 1, 1),
    (b"a: x\r\nb: y\n", "charter.hidden_character", 1, 5),
    (b'a: "x\\u202ey"\n', "charter.hidden_character", 1, 4),
    (b'a: "x\\ny"\n', "charter.line_break", 1, 4),
    (b"a: |\n  x\n", "charter.line_break", 1, 4),
    ("a: e\u0301\n".encode(), "charter.not_nfc", 1, 1),
    (b"%YAML 1.2\n---\na: 1\n", "charter.directive", 1, 1),
    (b"# x\n%FOO y\n---\na: 1\n", "charter.directive", 2, 1),
    (b'a: "\\UFFFFFFFF"\n', "charter.not_yaml", 1, 1),
    (b"a: \x0b\n", "charter.hidden_character", 1, 4),
    (b"a: 1\n---\nb: 2\n", "charter.second_document", 2, 1),
    (b"? [a]\n: 1\n", "charter.key_not_text", 1, 3),
    (b"a: [1\n", "charter.not_yaml", 2, 1),
    (b"a: 1\n b: 2\n", "charter.not_yaml", 2, 3),
    (b"", "charter.empty", 1, 1),
    (b"# nothing\n", "charter.empty", 1, 1),
    (b"a: " + b"[" * 14 + b"]" * 14, "charter.too_deep", 1, 16),
    (b"[" + b"a," * 20_001 + b"]", "charter.too_many_values", 1, 40_000),
    (b"a" * (LIMIT_BYTES + 1), "charter.too_large", 1, 1),
]


@pytest.mark.parametrize(
    ("raw", "code", "line", "column"), SURPRISES, ids=[f"{s[1]}-{n}" for n, s in enumerate(SURPRISES)]
)
def test_a_surprise_is_refused_at_its_place(raw: bytes, code: str, line: int, column: int) -> None:
    """Each surprise of the format is a problem with the line and the column where it stands."""
    assert (code, line, column) in found(raw)


def test_a_joiner_that_persian_needs_is_no_surprise() -> None:
    """The zero-width non-joiner passes."""
    assert found("a: می\u200cخواهم\n".encode()) == []


def test_several_problems_are_reported_at_once() -> None:
    """An anchor, a tag and a duplicate key in one text are three problems."""
    assert [code for code, _, _ in found(b"a: &x 1\nb: !t 2\na: 3\n")] == [
        "charter.anchor",
        "charter.tag",
        "charter.duplicate_key",
    ]


def test_lists_and_mappings_keep_their_order_and_places() -> None:
    """The tree holds every value with its line and column."""
    root, _ = read_source(b"b: [x, y]\na: z\n")
    assert isinstance(root, Mapping)
    assert [key.text for key, _ in root.entries] == ["b", "a"]
    assert root.entries[0][1] == Listing((Scalar("x", Mark(1, 5)), Scalar("y", Mark(1, 8))), Mark(1, 4))


@given(st.binary(max_size=200))
def test_whatever_the_bytes_they_are_read_or_refused(raw: bytes) -> None:
    """No bytes make the reader fail: a tree, or at least one problem."""
    root, problems = read_source(raw)
    assert root is not None or problems


@given(st.text(alphabet="ab: -[]{}&*!|>\"'\\#%\n,?~\u202eé", max_size=60))
def test_whatever_the_text_it_is_read_or_refused(text: str) -> None:
    """No text made of YAML's own signs makes the reader fail."""
    root, problems = read_source(text.encode())
    assert root is not None or problems

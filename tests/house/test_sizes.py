"""A file has one subject and a function does one thing: their sizes."""

from __future__ import annotations

import ast

from tests.house.tree import body_lines, exceptions, functions, own_python, parsed, shown, unexempted

FILE_LINES = 400
BODY_LINES = 40


def test_no_file_is_longer_than_400_lines() -> None:
    """A Python file has at most 400 lines, or a reason in exceptions.txt that is still needed."""
    lengths = {shown(path): len(path.read_text(encoding="utf-8").splitlines()) for path in own_python()}
    assert unexempted("file", broken={path for path, lines in lengths.items() if lines > FILE_LINES}) == (set(), set())


def test_no_function_body_is_longer_than_40_lines() -> None:
    """A function has at most 40 lines of body, or a reason in exceptions.txt that is still needed."""
    long = {
        f"{shown(path)}:{name}"
        for path in own_python()
        for name, function in functions(parsed(path))
        if body_lines(function) > BODY_LINES
    }
    assert unexempted("function", broken=long) == (set(), set())


def test_a_docstring_is_not_counted_as_body() -> None:
    """The measure counts the lines between the docstring and the end of the function."""
    tree = ast.parse('def f():\n    """Two\n    lines."""\n    a = 1\n\n    def g(): return a\n')
    (_, function), (inner, _) = functions(tree)
    assert (body_lines(function), inner) == (3, "f.g")


def test_exceptions_are_of_known_sorts() -> None:
    """Every line of exceptions.txt excuses something that a house test asks for."""
    assert {exempt.what for exempt in exceptions()} <= {"file", "function", "name"}

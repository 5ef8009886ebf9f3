"""Every public thing says what it promises, and every test says its fact."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tests.house.tree import functions, own_python, parsed, shown


def undocumented(tree: ast.Module) -> Iterator[str]:
    """Yield the module, classes and functions of `tree` that are public and have no docstring."""
    if not ast.get_docstring(tree):
        yield "the module"
    for node in tree.body:
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) and not node.name.startswith("_"):
            if not ast.get_docstring(node):
                yield node.name
            if isinstance(node, ast.ClassDef):
                silent = (name for name, f in functions(node) if _is_public(name) and not ast.get_docstring(f))
                yield from (f"{node.name}.{name}" for name in silent)


def _is_public(name: str) -> bool:
    return not name.startswith("_") and "." not in name


def test_every_public_thing_says_what_it_promises() -> None:
    """Every module, public class, public method and public function of the package has a docstring."""
    ours = [path for path in own_python("src/", "scripts/", "benchmarks/") if "/migrations/" not in shown(path)]
    assert [f"{shown(path)}: {name}" for path in ours for name in undocumented(parsed(path))] == []


def test_every_test_says_its_fact_in_one_sentence() -> None:
    """Every test function has a docstring of one paragraph that ends with a full stop."""
    silent = [
        f"{shown(path)}:{name}"
        for path in own_python("tests/")
        for name, function in functions(parsed(path))
        if name.split(".")[-1].startswith("test_") and not _is_a_sentence(ast.get_docstring(function))
    ]
    assert silent == []


def _is_a_sentence(text: str | None) -> bool:
    return text is not None and text.endswith(".") and "\n\n" not in text and len(text.split()) >= 3


def test_a_missing_docstring_is_found() -> None:
    """A public function without a docstring is reported, a private one is not."""
    tree = ast.parse('"""M."""\ndef f(): pass\ndef _g(): pass\nclass C:\n    """C."""\n    def m(self): pass\n')
    assert list(undocumented(tree)) == ["f", "C.m"]

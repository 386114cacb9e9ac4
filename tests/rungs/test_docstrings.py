"""Every function of the ladder says what it does, and most of them show it."""

from __future__ import annotations

import ast
import doctest
import importlib

import pytest

from groundup.checking.exercises.exercise import EXERCISES, parsed
from groundup.rungs import RUNGS, source, without_examples


@pytest.mark.parametrize("rung", EXERCISES)
def test_every_function_says_what_it_does(rung: str) -> None:
    silent = [name for name, one in parsed(rung).items() if not ast.get_docstring(one)]
    assert silent == []


@pytest.mark.parametrize("rung", EXERCISES)
def test_at_least_half_of_the_functions_show_an_example(rung: str) -> None:
    said = {name: ast.get_docstring(one) or "" for name, one in parsed(rung).items()}
    showing = [name for name, words in said.items() if ">>> " in words]
    assert 2 * len(showing) >= len(said), showing


@pytest.mark.parametrize("rung", EXERCISES)
def test_the_examples_give_what_they_show(rung: str) -> None:
    tried = doctest.testmod(importlib.import_module(f"groundup.rungs.{rung}"))
    assert tried.attempted >= len(parsed(rung)) / 2
    assert tried.failed == 0


@pytest.mark.parametrize("rung", RUNGS)
def test_without_its_examples_a_rung_is_the_same_program(rung: str) -> None:
    text = source(rung).read_text(encoding="utf-8")
    shorter = without_examples(text)
    assert ">>> " not in shorter
    assert code(shorter) == code(text)


def code(text: str) -> str:
    """The program as a tree, without docstrings."""
    tree = ast.parse(text)
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and ast.get_docstring(node):
            node.body = node.body[1:]
    return ast.dump(tree)

"""f-strings that Python takes since 3.12."""

from __future__ import annotations

import ast

import pytest

from groundup.checking.loading.nested_quotes import turned
from groundup.checking.loading.sources import readable


@pytest.mark.parametrize(
    ("newer", "older"),
    [
        ('f"{d["a"]}"', "f\"{d['a']}\""),
        ("f'{d['a']:>{w}} {{z}}'", "f'{d[\"a\"]:>{w}} {{z}}'"),
        ('f"it\'s {", ".join(x)}"  # don\'t', "f\"it's {', '.join(x)}\"  # don't"),
        ('f"{f"{name}.npz"}"', "f\"{f'{name}.npz'}\""),
        ('f"""{d["a"]} "q" """', 'f"""{d["a"]} "q" """'),
        ('"{d["', '"{d["'),
        (r"f'a\n{'\n'.join(x)}'", r"f'a\n{chr(10).join(x)}'"),
        (r"'\n'.join(x)", r"'\n'.join(x)"),
    ],
)
def test_inner_quotes_are_others(newer: str, older: str) -> None:
    assert turned(newer) == older


def test_what_is_no_quote_stays() -> None:
    text, tree, _ = readable('print(f"{d["a"]}")\nx = "it\'s"\n')
    assert isinstance(tree, ast.Module)
    assert text.splitlines()[1] == 'x = "it\'s"'


def test_a_string_without_an_end_is_an_error_all_the_same() -> None:
    assert isinstance(readable('x = f"{d["a"]}\n')[1], SyntaxError)


def test_a_backslash_in_the_braces_is_read() -> None:
    text, tree, _ = readable("x = ['a']\ny = f'{'\\n'.join(x)}'\n")
    assert isinstance(tree, ast.Module)
    assert "chr(10)" in text

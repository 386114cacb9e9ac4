"""Data that a program misses before it reads them."""

from __future__ import annotations

import ast

import pytest

from groundup.checking.loading.guards import Unguarded

ASKED = "if not there:\n    print('missing')\n    raise {}"


def without(text: str) -> str:
    return ast.unparse(Unguarded().visit(ast.parse(text)))


@pytest.mark.parametrize("raised", ["FileNotFoundError(f'no {name}')", "FileNotFoundError"])
def test_it_goes_on_where_data_are_not_there(raised: str) -> None:
    assert without(ASKED.format(raised)).endswith("pass")


@pytest.mark.parametrize(
    "text",
    [
        ASKED.format("ValueError('shape')"),
        "try:\n    read()\nexcept OSError:\n    raise FileNotFoundError('read')",
        "class Net:\n\n    def load(self):\n        if not there:\n"
        "            raise FileNotFoundError('weights')",
    ],
)
def test_all_else_stays(text: str) -> None:
    assert without(text) == text

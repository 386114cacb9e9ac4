"""Samples that stand where a loop goes over them."""

from __future__ import annotations

import ast
import textwrap

import pytest

from groundup.checking.reading.watching.recording.literals import named


def rewritten(text: str) -> str:
    return ast.unparse(ast.fix_missing_locations(named(ast.parse(textwrap.dedent(text)))))


def test_rows_get_a_name_before_everything_else() -> None:
    text = """
        '''Doc'''
        from __future__ import annotations
        def train():
            for x, y in [([0, 1], [1]), ([1, 1], [0])]:
                print(x)
    """
    assert (
        rewritten(text)
        == textwrap.dedent(
            """
        \"\"\"Doc\"\"\"
        from __future__ import annotations
        data_5 = [([0, 1], [1]), ([1, 1], [0])]

        def train():
            for x, y in data_5:
                print(x)
        """
        ).strip()
    )


def test_rows_in_a_call_get_names_of_their_own() -> None:
    made = rewritten("for x, y in zip([[0, 1], [1, 1]], ((1, 0), (0, 1))):\n    print(x)")
    assert "for x, y in zip(data_1, data_1_):" in made
    namespace: dict = {}
    exec(made.replace("print(x)", "last = x, y"), namespace)
    assert namespace["last"] == ([1, 1], (0, 1))


@pytest.mark.parametrize(
    "text",
    [
        "for i in [1, 2, 3]:\n    print(i)",
        "for x in [[0, 1]]:\n    print(x)",
        "for layer in [[first, second], [third]]:\n    print(layer)",
        "for x in samples:\n    print(x)",
    ],
)
def test_what_holds_no_samples_stays(text: str) -> None:
    assert rewritten(text) == text

"""A program that asks its user is answered where the prompt says for what."""

from __future__ import annotations

import pytest

from groundup.checking.judging.verdicts import Word
from groundup.checking.loading.placeholders.answers import arguments
from tests.checking.conftest import NET, Write, traced

ASKS = """
layers = int(input("How many layers does it have? "))
widths = [int(input(f"Nodes of layer {l}: ")) for l in range(layers)]
rate = float(input("Learning rate? "))
again = input("Go on? [y/n] ") == "y" and int(input()) == 3
if widths != [3, 3] or rate != 0.5 or not again:
    raise ValueError(widths)
"""


def test_prompts_that_say_what_is_asked_are_answered(write: Write) -> None:
    shown = traced(write(NET + ASKS))
    assert shown.verdict.word is Word.RIGHT
    (note,) = [one.message for one in shown.findings if one.kind == "note"]
    assert note == "Not found, so made-up numbers stand in: answers to input()"


def test_nobody_asks_for_ever(write: Write) -> None:
    shown = traced(write(NET + "\nwhile True:\n    input('How many epochs? ')\n"))
    assert shown.verdict.word is Word.RIGHT
    assert any("asks for input" in one.message for one in shown.findings)


@pytest.mark.parametrize(
    ("source", "wanted"),
    [
        ("data = np.loadtxt(sys.argv[1])\nepochs = int(sys.argv[2])", ["3", "3"]),
        ("if len(sys.argv) > 1:\n    epochs = int(sys.argv[1])", []),
        ("print(sys.argv)", []),
    ],
)
def test_arguments_are_given_where_code_takes_them_unseen(source: str, wanted: list[str]) -> None:
    assert arguments(source) == wanted


def test_an_empty_line_leaves_what_has_a_default(write: Write) -> None:
    asks = "size = int(input('Pool size (default: 2): ').strip() or 2)\n"
    asks += "if size != 2:\n    raise ValueError\n"
    shown = traced(write(NET + asks))
    assert shown.verdict.word is Word.RIGHT
    assert not any("asks for input" in one.message for one in shown.findings)


MENU = """
done = []
while True:
    choice = input("What now? ").strip()
    if choice in ("q", "Q"):
        break
    elif choice == "train":
        done.append(choice)
if done != ["train"]:
    raise ValueError(done)
"""


def test_a_menu_is_gone_through_and_left(write: Write) -> None:
    assert traced(write(NET + MENU)).verdict.word is Word.RIGHT

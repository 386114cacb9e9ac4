"""A module is run to its end, whatever fails on the way, and changed where somebody wants that."""

from __future__ import annotations

import ast
import sys

import pytest

from groundup.checking.loading.sources import Source
from tests.checking.loading.conftest import Load


def test_what_fails_is_skipped_and_the_rest_is_run(loaded: Load) -> None:
    shown = loaded(
        """
        import numpy as np
        X = np.fromfile("not_there.bin")
        size = X.shape[1]
        rate = 0.5 * 3
        rates = [rate for _ in range(2)]
        import sys
        sys.exit("no data")
        name = input("who?")
        def last(): return rates
        """
    )
    assert shown.module.last() == [1.5, 1.5]
    assert [one.line for one in shown.skipped] == [3, 4, 8, 9]
    assert shown.note is not None
    assert shown.note.message.startswith("Line 3 raised FileNotFoundError: [Errno 2]")
    assert shown.note.message.endswith("; in all, 4 statements were left out")
    assert "\n" not in shown.note.message


def test_a_file_without_trouble_has_no_note(loaded: Load) -> None:
    shown = loaded("from __future__ import annotations\ndef f(x: Unknown): return 1\n")
    assert shown.note is None
    assert callable(shown.module.f)


def test_of_an_import_of_several_names_those_are_there_that_exist(loaded: Load) -> None:
    shown = loaded({"mine.py": "from other import a, b, c\n", "other.py": "a = 1\nc = 3\n"})
    assert (shown.module.a, shown.module.c) == (1, 3)


def test_the_sibling_of_a_file_goes_on_after_what_fails_too(loaded: Load) -> None:
    shown = loaded(
        {"mine.py": "from other import two\n", "other.py": "one = 1 / 0\ndef two(): return 2\n"}
    )
    assert shown.module.two() == 2
    assert shown.note is not None
    assert "line 1 of other.py raised ZeroDivisionError" in shown.note.message


def test_it_is_main_where_that_is_wanted(loaded: Load) -> None:
    text = """
        seen = []
        if __name__ == "__main__":
            seen.append(1 / 0)
            seen.append("run")
        class Net: pass
        """
    assert loaded(text).module.seen == []
    before = sys.modules["__main__"]
    shown = loaded(text, as_main=True)
    assert shown.module.seen == ["run"]
    assert isinstance(shown.module.Net, type)
    assert sys.modules["__main__"] is shown.module
    loaded("x = 1")
    assert sys.modules["__main__"] is before


def test_what_is_absent_can_be_given(loaded: Load) -> None:
    asked: list[str] = []

    def absent(name: str) -> float | None:
        asked.append(name)
        return {"X": 2.0}.get(name)

    shown = loaded(
        """
        y = 3.0
        X, (z, y) = open("no.csv")
        from math.gone import *
        doubled = 2 * X
        tripled = 3 * z
        """,
        absent=absent,
    )
    assert shown.module.doubled == 4.0
    assert asked == ["X", "z", "tripled"]
    assert [one.line for one in shown.skipped] == [3, 4, 6]


class Enough(BaseException):
    """What a function of the watcher's raises."""


def test_all_of_a_program_is_changed_and_nothing_else(loaded: Load) -> None:
    seen: list[str] = []

    def transform(source: Source) -> ast.Module:
        seen.append(source.file.name)
        tree = source.fresh()
        tree.body.append(ast.parse("told(__name__)").body[0])
        return tree

    told: list[str] = []
    files = {
        "mine.py": "import fractions, other\ndef later(): from part import deep; return deep\n",
        "other.py": "",
        "part/deep.py": "x = 1",
    }
    shown = loaded(files, transform=transform, names={"told": told.append})
    assert shown.module.later().x == 1
    assert seen == ["mine.py", "other.py", "deep.py"]
    assert told == ["other", "mine", "part.deep"]


def test_what_a_watcher_raises_is_not_skipped(loaded: Load) -> None:
    def enough() -> None:
        raise Enough

    with pytest.raises(Enough):
        loaded({"mine.py": "import other", "other.py": "enough()"}, names={"enough": enough})


def test_each_time_a_program_is_loaded_anew(loaded: Load) -> None:
    files = {"mine.py": "import other\n", "other.py": "seen = []\n"}
    first, second = loaded(files).module, loaded(files).module
    assert first.other is not second.other


def test_a_class_may_be_annotated_with_itself(loaded: Load) -> None:
    text = "class Value:\n    def add(self, other: Value) -> Value:\n        return other\n"
    assert "Value" in vars(loaded(text).module)

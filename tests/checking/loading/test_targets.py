"""A target is parsed once, and says what it is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

import groundup
from groundup.checking.loading.targets import parse
from groundup.errors import UserError

Program = Callable[[dict[str, str]], Path]


def test_a_file_a_name_in_it_and_a_module(
    program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = program({"nn/layer.py": "class Dense: pass\ndef f(): pass\n"})
    monkeypatch.chdir(folder)
    for said, kind, only in (
        ("nn/layer.py", "file", None),
        ("nn/layer.py:Dense", "file", "Dense"),
        ("nn.layer", "module", None),
        ("nn.layer:f", "module", "f"),
    ):
        target = parse(said)
        assert target.file == folder / "nn" / "layer.py"
        assert (target.kind, target.only) == (kind, only)
        assert target.names == ["Dense", "f"]
        assert target.text.startswith("class Dense")
    assert parse("nn.layer").folder == folder
    assert parse("nn/layer.py").folder == folder / "nn"


def test_a_file_may_have_a_colon_in_its_name(program: Program) -> None:
    folder = program({"net: first try.py": "def f(): pass\n"})
    said = str(folder / "net: first try.py")
    assert (parse(said).only, parse(f"{said}:f").only) == (None, "f")


def test_a_module_that_is_installed_is_found_without_being_run() -> None:
    target = parse("groundup.rungs.lists")
    assert target.file is not None
    assert target.file.name == "lists.py"
    assert "backprop" in target.names
    assert parse("no_such_module").file is None


def test_a_module_that_is_installed_is_checked() -> None:
    assert groundup.check("groundup.rungs.lists").verdict == "right"


def test_names_and_files_that_are_not_there(program: Program) -> None:
    file = program({"mine.py": "x = 1\ndef f(): pass\n", "other.txt": ""}) / "mine.py"
    with pytest.raises(ValueError, match=r"there is no g in mine.py; there is f, x"):
        parse(f"{file}:g")
    with pytest.raises(ValueError, match=r"expected a Python file, got other.txt; give FILE.py"):
        parse(str(file.with_name("other.txt")))
    with pytest.raises(ValueError, match=r"there is none at .*gone.ipynb"):
        parse(str(file.with_name("gone.ipynb")))


def test_of_many_names_a_few_are_shown_the_nearest_first(tmp_path: Path) -> None:
    file = tmp_path / "mine.py"
    file.write_text("".join(f"value{i} = {i}\n" for i in range(40)) + "def backprop(): ...\n")
    with pytest.raises(ValueError, match=r"there is backprop, value0, .*, value6 and 33 more"):
        parse(f"{file}:bakcprop")
    with pytest.raises(ValueError, match=r"there is backprop, value0, .*, value6 and 33 more"):
        parse(f"{file}:qqq")


@pytest.mark.parametrize("text", ["", "# nothing yet\n"])
def test_a_file_without_code_is_nothing_to_check(tmp_path: Path, text: str) -> None:
    file = tmp_path / "mine.py"
    file.write_text(text)
    with pytest.raises(ValueError, match=r"mine.py has no code in it: there is nothing to check"):
        parse(str(file))


def test_a_file_of_megabytes_is_refused_before_it_is_read(program: Program) -> None:
    folder = program({"table.py": "x = [" + "1.25, " * 200_000 + "]\n"})
    with pytest.raises(UserError, match=r"table\.py has 1\.2 MB.* keep its data in a file"):
        parse(str(folder / "table.py"))


@pytest.mark.parametrize("encoding", ["cp1251", "utf-16"])
def test_a_file_that_python_will_not_run_for_its_encoding_is_told(
    program: Program, encoding: str
) -> None:
    file = program({"сеть.py": ""}) / "сеть.py"
    file.write_text("# сеть\nx = 1\n", encoding=encoding)
    report = groundup.check(file)
    assert "save it" in str(report)
    assert "UTF-8" in str(report)

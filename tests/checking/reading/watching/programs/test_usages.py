"""Which scripts beside a program use it."""

from __future__ import annotations

import json
from pathlib import Path

from groundup.checking.loading.targets import parse
from groundup.checking.reading.watching.programs.usages import usages


def test_scripts_that_import_it_and_do_something(tmp_path: Path) -> None:
    file = tmp_path / "net.py"
    file.write_text("class Net: pass\n")
    (tmp_path / "demo.py").write_text("import net\nprint(net.Net())\n")
    (tmp_path / "names.py").write_text("from net import Net\n")  # which runs nothing
    (tmp_path / "other.py").write_text("print('net')\n")
    assert [found.file for found in usages(parse(str(file)))] == [tmp_path / "demo.py"]


def test_a_folder_with_the_name_of_a_file(tmp_path: Path) -> None:
    (tmp_path / "site.py").mkdir()
    file = tmp_path / "net.py"
    file.write_text("class Net: pass\n")
    assert not [*usages(parse(str(file)))]


def test_scripts_that_import_its_package(tmp_path: Path) -> None:
    (tmp_path / "nets").mkdir()
    file, script = tmp_path / "nets" / "model.py", tmp_path / "train.py"
    file.write_text("class Net: pass\n")
    script.write_text("from nets import *\nprint(Net())\n")
    assert not [*usages(parse(str(file)))]  # a folder of that name, and no package
    (tmp_path / "nets" / "__init__.py").touch()
    assert [found.file for found in usages(parse(str(file)))] == [script]


def test_notebooks_that_import_it_come_after_scripts(tmp_path: Path) -> None:
    file = tmp_path / "net.py"
    file.write_text("class Net: pass\n")
    (tmp_path / "try.py").write_text("import net\nprint(net.Net())\n")
    (tmp_path / "notebooks").mkdir()
    cells = {
        "a.ipynb": ["import net", "print(net.Net())"],
        "b.ipynb": ["print('net')"],
        "c.ipynb": [],
    }
    for name, texts in cells.items():
        found = [{"cell_type": "code", "source": text} for text in texts]
        (tmp_path / "notebooks" / name).write_text(json.dumps({"cells": found}))
    (tmp_path / "notebooks" / "d.ipynb").write_text("net")
    names = [found.file.name for found in usages(parse(str(file))) if found.file]
    assert names == ["try.py", "a.ipynb"]


def test_tests_are_no_use_of_it(tmp_path: Path) -> None:
    file = tmp_path / "net.py"
    file.write_text("class Net: pass\n")
    for name in ("test_net.py", "conftest.py"):
        (tmp_path / name).write_text("import net\nprint(net.Net())\n")
    assert not [*usages(parse(str(file)))]


def test_scripts_that_import_what_imports_it_come_last(tmp_path: Path) -> None:
    file = tmp_path / "net.py"
    file.write_text("class Net: pass\n")
    (tmp_path / "made.py").write_text("from net import Net\ndef make(): return Net()\n")
    (tmp_path / "a_train.py").write_text("from made import make\nprint(make())\n")
    (tmp_path / "try.py").write_text("import net\nprint(net.Net())\n")
    (tmp_path / "other.py").write_text("import nothing\nprint(1)\n")
    names = [found.file.name for found in usages(parse(str(file))) if found.file]
    assert names == ["try.py", "a_train.py"]

"""A file finds what is around it, as it would where its program is started."""

from __future__ import annotations

import ast
import random
import sys
from pathlib import Path

import numpy as np
import pytest

from groundup.checking.loading.modules import load
from groundup.checking.loading.sources import Source
from groundup.checking.loading.targets import parse
from tests.checking.loading.conftest import Load

PROGRAMS = {
    "beside it": {"mine.py": "from other import answer", "other.py": "answer = 42"},
    "relative, in a package": {
        "nn/mine.py": "from .other import answer",
        "nn/other.py": "from . import more\nanswer = more.answer",
        "nn/more.py": "answer = 42",
        "nn/__init__.py": "from .mine import answer",
    },
    "beside another file, as in Python 2": {
        "mine.py": "from nn.other import answer",
        "nn/other.py": "from deep.more import answer",
        "nn/deep/more.py": "from most import answer",
        "nn/deep/most.py": "answer = 42",
        "nn/deep/__init__.py": "",
        "nn/__init__.py": "",
    },
    "relative, without __init__.py": {
        "my-net/mine.py": "from .other import answer",
        "my-net/other.py": "answer = 42",
    },
    "two levels up": {
        "top/nn/mine.py": "from ..other import answer",
        "top/other.py": "answer = 42",
    },
    "its own package, by its name": {
        "nn/mine.py": "from nn.other import answer",
        "nn/other.py": "answer = 42",
    },
    "its own package, with __init__.py": {
        "nn/deep/mine.py": "from nn.other import answer",
        "nn/other.py": "answer = 42",
        "nn/__init__.py": "",
        "nn/deep/__init__.py": "",
    },
    "the package that has its own name": {
        "network/network.py": "from network.other import answer",
        "network/other.py": "answer = 42",
    },
    "that, with __init__.py": {
        "network/network.py": "from network.other import answer",
        "network/other.py": "answer = 42",
        "network/__init__.py": "from network.network import answer",
    },
    "beside it, in a package": {
        "nn/mine.py": "from other import answer",
        "nn/other.py": "answer = 42",
        "nn/__init__.py": "",
    },
    "the project's folder above": {
        "src/models/mine.py": "from tools.other import answer",
        "tools/other.py": "answer = 42",
    },
    "the project's src": {
        "demo/deep/mine.py": "from tools.other import answer",
        "src/tools/other.py": "from tools.more import answer",
        "src/tools/more.py": "answer = 42",
        "src/tools/__init__.py": "",
    },
    "by bare names, in a package that uses dots": {
        "nn/mine.py": "from other import answer",
        "nn/other.py": "from .more import answer",
        "nn/more.py": "from .deep.most import answer",
        "nn/deep/most.py": "from ..least import answer",
        "nn/least.py": "answer = 42",
        "nn/__init__.py": "",
    },
    "in a folder below that a path of Windows names": {
        "mine.py": "import sys\nsys.path.append('.\\\\parts')\nfrom other import answer",
        "parts/other.py": "answer = 42",
    },
    "in another case": {"mine.py": "from layer import answer", "Layer.py": "answer = 42"},
    "a part in another case": {
        "mine.py": "from nn.layer import answer",
        "nn/Layer.py": "answer = 42",
    },
    "named as a module of Python": {
        "mine.py": "from imaplib import answer",
        "imaplib.py": "answer = 42",
    },
    "in a circle": {
        "mine.py": "answer = 42\nimport other\n",
        "other.py": "from mine import answer",
    },
}


@pytest.mark.parametrize("files", PROGRAMS.values(), ids=PROGRAMS.keys())
def test_what_a_file_imports_is_found(loaded: Load, files: dict[str, str]) -> None:
    shown = loaded(files)
    assert shown.module.answer == 42
    assert shown.note is None


@pytest.mark.parametrize("name", ["random", "numpy", "types", "math", "test"])
def test_a_file_named_as_another_module_does_not_hide_it(loaded: Load, name: str) -> None:
    text = "import random, math, types, numpy as np\nx = np.exp(random.random()) + math.pi\n"
    shown = loaded({f"{name}.py": text})
    assert shown.module.x > 3.0
    assert shown.note is None
    assert sys.modules["random"] is random
    assert sys.modules["numpy"] is np


def test_its_own_folder_comes_before_one_that_python_finds_elsewhere(
    loaded: Load, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "elsewhere" / "src").mkdir(parents=True)
    monkeypatch.syspath_prepend(tmp_path / "elsewhere")
    shown = loaded({"mine.py": "from src.parts import answer", "src/parts.py": "answer = 42"})
    assert shown.module.answer == 42


def test_what_python_finds_elsewhere_is_the_learners_unless_it_is_installed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for folder, package in (("elsewhere", "bent"), ("site-packages", "bought")):
        (there := tmp_path / folder / package).mkdir(parents=True)
        (there / "__init__.py").write_text("")
        (there / "parts.py").write_text("answer = 42")
        monkeypatch.syspath_prepend(tmp_path / folder)
    text = "import bent.parts, bought.parts\nsum = bent.parts.answer + bought.parts.answer\n"
    (file := tmp_path / "mine.py").write_text(text)
    seen: list[Path] = []

    def transform(source: Source) -> ast.Module:
        seen.append(source.file)
        return source.fresh()

    assert load(parse(str(file)), transform=transform).module.sum == 84
    bent = tmp_path / "elsewhere" / "bent"
    assert seen == [file, bent / "__init__.py", bent / "parts.py"]


def test_in_python_2_an_import_is_of_the_package_first(loaded: Load) -> None:
    shown = loaded(
        {
            "mine.py": "import nn.steps\nprint nn.steps.answer\nanswer = nn.steps.answer\n",
            "nn/__init__.py": "",
            "nn/parts.py": "answer = 42",
            "nn/steps/__init__.py": "from batches import answer",
            "nn/steps/batches.py": "from ..parts import answer",
        }
    )
    assert shown.module.answer == 42
    assert shown.skipped == ()


def test_a_file_beside_it_named_as_another_module_does_not_either(loaded: Load) -> None:
    shown = loaded({"mine.py": "import numpy as np\nx = np.ones(2)", "numpy.py": "import nothing"})
    assert list(shown.module.x) == [1.0, 1.0]


def test_nothing_outside_the_project_is_run(loaded: Load) -> None:
    shown = loaded({"project/nn/mine.py": "import other", "project/setup.cfg": "", "other.py": ""})
    assert shown.missing == ("other",)


def test_a_folder_that_it_puts_into_the_path(
    loaded: Load, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "ch05").mkdir()
    monkeypatch.chdir(tmp_path / "ch05")
    before = list(sys.path)
    shown = loaded(
        {
            "ch05/mine.py": "import sys\nsys.path.append('..')\nfrom common.other import answer",
            "ch05/setup.py": "",
            "common/other.py": "answer = 42\nx = 1 / 0",
        }
    )
    assert shown.module.answer == 42
    assert [one.file.name for one in shown.skipped] == ["other.py"]  # it is the learner's own
    loaded("x = 1")
    assert sys.path == before

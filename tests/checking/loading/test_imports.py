"""The files of a program, from its imports alone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from groundup.checking.loading.surroundings import sources
from groundup.checking.loading.targets import parse

Program = Callable[[dict[str, str]], Path]


def test_the_files_of_a_program_its_target_first(program: Program) -> None:
    folder = program(
        {
            "nn/mine.py": "import numpy\nfrom nn.layers import dense\nfrom . import losses\n",
            "nn/layers/dense.py": "def f():\n    from helper import x\n    raise SystemExit\n",
            "nn/losses.py": "import nn.mine\nimport pandas\n",
            "nn/helper.py": "x = (\n",
            "nn/unused.py": "",
            "nn/__init__.py": "",
        }
    )
    found = sources(parse(str(folder / "nn" / "mine.py")))
    assert [one.file.name for one in found] == [
        "mine.py",
        "__init__.py",
        "dense.py",
        "losses.py",
        "helper.py",
    ]
    assert found[-1].error is not None

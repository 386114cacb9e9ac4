"""Imports go one way, and `import groundup` loads next to nothing."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import groundup

PACKAGE = Path(groundup.__file__).parent

# From the bottom up: a module imports from its own floor (a package, its own parts) or below.
FLOORS = [
    ["randomness", "mathematics", "formats"],
    ["data"],
    ["network"],
    ["engines"],
    ["rungs"],
    ["vectors"],
    ["training"],
    ["evaluation", "prediction"],
    ["checking"],
    ["climbing", "page", "plotting"],
    ["cli"],
    ["__main__"],
]
FLOOR = {name: floor for floor, names in enumerate(FLOORS) for name in names}


def part(module: str) -> str:
    """The floor's name for `groundup.data.idx`: "data"."""
    return module.split(".")[1] if "." in module else ""


def imports(file: Path) -> set[str]:
    """All of groundup that a file imports, wherever in it."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module == "groundup":
            found |= {f"groundup.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add(str(node.module))
    return {module for module in found if module.split(".")[0] == "groundup"}


FILES = [file for file in sorted(PACKAGE.rglob("*.py")) if file != PACKAGE / "__init__.py"]


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(PACKAGE)))
def test_imports_go_down(file: Path) -> None:
    own = file.relative_to(PACKAGE).parts[0].removesuffix(".py")
    for module in imports(file):
        other = part(module)
        assert other == own or FLOOR.get(other, -1) < FLOOR[own], f"{own} imports {module}"


def test_every_public_name_is_there() -> None:
    for name in groundup.__all__:
        assert getattr(groundup, name) is not None
    assert set(groundup.__all__) <= set(dir(groundup))
    with pytest.raises(AttributeError, match="nonsense"):
        _ = groundup.nonsense  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("statement", "absent"),
    [
        ("import groundup", {"numpy", "rich", "typer", "groundup.network"}),
        ("import groundup.cli", {"numpy", "safetensors"}),
        ("import groundup.checking.isolation", {"rich", "typer", "safetensors", "matplotlib"}),
        ("import groundup.training, groundup.evaluation", {"rich", "typer", "matplotlib"}),
    ],
)
def test_importing_is_light(statement: str, absent: set[str]) -> None:
    code = f"import sys; {statement}; print(*sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not absent & set(run.stdout.split())

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

# The same within checking/: what each of its folders may import, beside itself. A diagnosis does
# not know how a program was read, and a reading does not know what is right or wrong in it.
CHECKING = {
    "model": set[str](),
    "names": {"model"},
    "reference": {"model"},
    "diagnosis": {"model", "reference"},
    "loading": {"model", "names"},
    "words": {"model", "names", "reference", "diagnosis", "loading"},  # the text of a likely line
    "reading": {"model", "names", "reference", "loading"},
    "running": {"model", "names", "reference", "loading", "reading"},
    "exercises": {"model", "names", "loading", "reading", "running"},
}

# Circles that are known, and are still to go.
CIRCLES = [{"groundup.training.run", "groundup.training.checkpoints", "groundup.training.loop"}]


def part(module: str) -> str:
    """The floor's name for `groundup.data.idx`: "data"."""
    return module.split(".")[1] if "." in module else ""


def imports(file: Path) -> set[str]:
    """All of groundup that a file imports, wherever in it: the names of modules, or of what is in
    a package."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    found = {module for module in found if module.split(".")[0] == "groundup"}
    found -= {"groundup.engines._native"}  # the compiled one
    return {module if module in MODULES else module.rpartition(".")[0] for module in found}


def module_of(file: Path) -> str:
    """ "groundup.data.idx" """
    return ".".join(file.relative_to(PACKAGE.parent).with_suffix("").parts).removesuffix(
        ".__init__"
    )


FILES = [file for file in sorted(PACKAGE.rglob("*.py")) if file != PACKAGE / "__init__.py"]
MODULES = {module_of(file): file for file in FILES} | {"groundup": PACKAGE / "__init__.py"}
IN_CHECKING = [file for file in FILES if len(file.relative_to(PACKAGE).parts) > 2]
IN_CHECKING = [file for file in IN_CHECKING if file.is_relative_to(PACKAGE / "checking")]


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(PACKAGE)))
def test_imports_go_down(file: Path) -> None:
    own = file.relative_to(PACKAGE).parts[0].removesuffix(".py")
    for module in imports(file):
        other = part(module)
        assert other == own or FLOOR.get(other, -1) < FLOOR[own], f"{own} imports {module}"


@pytest.mark.parametrize("file", IN_CHECKING, ids=lambda file: str(file.relative_to(PACKAGE)))
def test_a_check_goes_one_way(file: Path) -> None:
    own = file.relative_to(PACKAGE / "checking").parts[0]
    for module in imports(file):
        if module.startswith("groundup.checking"):
            assert f"{module}...".split(".")[2] in CHECKING[own] | {own}, f"{own} imports {module}"


def test_no_module_is_in_a_circle_of_imports() -> None:
    """Imports within functions and for types count too."""
    beneath = {module: imports(file) - {module} for module, file in MODULES.items()}
    while gone := {module for module, others in beneath.items() if not others & beneath.keys()}:
        beneath = {module: others for module, others in beneath.items() if module not in gone}
    reached = {module: reach(module, beneath) for module in beneath}
    circles = {
        frozenset(reached[one] & {m for m in reached if one in reached[m]}) for one in beneath
    }
    assert [set(circle) for circle in circles if circle] == CIRCLES


def reach(module: str, beneath: dict[str, set[str]]) -> set[str]:
    """All that a module imports, and what that imports, and so on."""
    found, waiting = set[str](), [module]
    while waiting:
        new = beneath.get(waiting.pop(), set()) - found
        found |= new
        waiting += new
    return found


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
        (
            "import groundup.checking.running.process",
            {"rich", "typer", "safetensors", "matplotlib"},
        ),
        ("import groundup.training, groundup.evaluation", {"rich", "typer", "matplotlib"}),
    ],
)
def test_importing_is_light(statement: str, absent: set[str]) -> None:
    code = f"import sys; {statement}; print(*sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not absent & set(run.stdout.split())

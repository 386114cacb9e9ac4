"""Imports go one way, between packages and in them, and `import groundup` loads next to nothing."""

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
    ["errors", "metrics", "vocabulary"],
    ["shapes", "convolution"],
    ["randomness", "mathematics", "formats", "showing"],
    ["data"],
    ["network"],
    ["engines"],
    ["rungs"],
    ["vectors"],
    ["training"],
    ["baselines", "evaluation", "prediction", "estimators"],
    ["checking"],
    ["book", "climbing", "notebook", "own_work", "page", "plotting", "pytest_plugin"],
    ["exporting", "questions", "sweeping"],
    ["cli"],
    ["__main__"],
]
FLOOR = {name: floor for floor, names in enumerate(FLOORS) for name in names}

# The same within checking/: what each of its folders may import, beside itself. A diagnosis does
# not know how code was asked.
CHECKING = {
    "model": set[str](),
    "reference": {"model"},
    "diagnosis": {"model", "reference"},
    "loading": {"model"},
    "tracing": {"model", "loading"},
    "judging": {"model", "loading", "tracing"},
    "naming": {"model", "loading", "tracing", "judging", "reference"},
    "calling": {"loading", "tracing", "judging"},
    "words": {"model", "reference", "loading"},
    "running": {
        "model",
        "loading",
        "tracing",
        "judging",
        "naming",
        "calling",
    },
    "asking": {"model", "reference", "diagnosis", "loading", "running"},
    "exercises": {"model", "loading", "running", "asking", "tracing", "judging"},
}

# The same within the other packages, from the bottom up; "" is what the package itself offers.
INSIDE = {
    "formats": [
        ["archive", "contents", "locks"],
        ["atomic", "sklearn_scalers"],
        ["models", "sklearn_models"],
        ["exchange"],
        [""],
    ],
    "showing": [["", "png", "charts", "live"], ["markup"]],
    "exporting": [
        ["c_text", "c_names", "c_layers", "proof"],
        ["integers", "onnx", "c_rows"],
        ["c_source"],
        ["c_tables", "judged"],
        ["c_integers"],
        ["c_header"],
        ["writing"],
        [""],
    ],
    "data": [
        ["idx", "splits", "distortion", "numerals", "dates", "pixels"],
        ["cells", "tar_archive"],
        ["columns"],
        ["schema", "raw"],
        ["table", "images"],
        ["frames", "csv_lines"],
        ["folder", "catalogue", "samples", "augmentation", "pictures", "labels"],
        [
            "drawings",
            "identity",
            "streams",
            "csv_file",
            "parquet",
            "picture_folder",
            "interpretation",
        ],
        ["mnist_like", "reading", "parquet_stream"],
        ["cifar"],
        ["", "cross_validation", "enlargement"],
    ],
    "engines": [
        ["arithmetic", "sparse", "state", "hosts", "patches"],
        ["checks"],
        ["engine"],
        ["kernel", "numpy", "programs"],
        ["devices"],
        [""],
    ],
    "rungs": [
        [""],
        ["demonstration"],
        ["scalars", "neurons", "lists", "arrays", "batches", "convolution", "kernel", "devices"],
    ],
    "vectors": [[""], ["agreement"]],
    "training": [
        ["balance", "record", "schedules", "checks", "recipes"],
        ["options", "run"],
        ["checkpoints", "steps"],
        ["loop"],
        [""],
    ],
    "estimators": [
        ["beginning", "line_search", "parameters", "progress", "rows", "scores"],
        ["learning", "quasi_newton"],
        ["optimiser", "lbfgs"],
        ["descent"],
        ["perceptron"],
        ["classifier", "regressor"],
        [""],
    ],
    "book": [
        ["", "columns", "mnist_loader", "channels", "shared", "transcripts", "older"],
        ["descent", "expand_mnist", "mnist_average_darkness", "mnist_svm", "scripts", "console"],
        ["network"],
        ["network2", "layers"],
        ["minibatches"],
        ["network3"],
        ["__main__"],
    ],
    "sweeping": [
        ["parameters", "provenance"],
        ["spaces", "samples", "pools"],
        ["rounds"],
        ["results"],
        ["halving"],
        [""],
        ["pictures"],
    ],
    "page": [
        [
            "",
            "slips",
            "static.bridge",
            "static.byhand",
            "static.fitting",
            "static.forwards",
            "static.practice",
            "digits",
            "markup",
            "preprocessing",
            "recogniser",
        ],
        ["encoding", "bitmaps"],
        ["lesson", "languages"],
        ["building"],
    ],
    "cli": [
        ["console", "signals"],
        ["supervisor"],
        ["together"],
        ["bar", "judgement", "options", "pictures", "recipes", "reports", "saving", "sources"],
        ["train_checks", "train_words", "watch"],
        ["check", "climb", "draw", "export", "learning", "predict"],
        ["data", "read", "start", "sweep", "test", "vectors"],
        ["resuming"],
        ["folds"],
        ["train"],
        [""],
        ["member"],
    ],
}


def part(module: str) -> str:
    """The floor's name for `groundup.data.idx`: "data"."""
    return module.split(".")[1] if "." in module else ""


def inner(module: str) -> str:
    """Its name within its package: "idx"; "" for the package itself."""
    return module.partition(f"groundup.{part(module)}")[2].removeprefix(".")


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


@pytest.mark.parametrize("package", INSIDE)
def test_imports_go_down_inside_a_package_too(package: str) -> None:
    floors = {name: floor for floor, names in enumerate(INSIDE[package]) for name in names}
    files = {module: file for module, file in MODULES.items() if part(module) == package}
    assert {inner(module) for module in files} == floors.keys(), "say in INSIDE where they belong"
    for module, file in files.items():
        for other in imports(file) - {module}:
            below = part(other) != package or floors[inner(other)] < floors[inner(module)]
            assert below, f"{module} imports {other}"


def test_no_module_is_in_a_circle_of_imports() -> None:
    """Imports within functions and for types count too. What is left, once all are gone that need
    nothing that is left, is circles and what needs them."""
    left = {module: imports(file) - {module} for module, file in MODULES.items()}
    while gone := {module for module, others in left.items() if not others & left.keys()}:
        left = {module: others - gone for module, others in left.items() if module not in gone}
    assert left == {}


# Where a ValueError is no word to a user: rungs, which import nothing of groundup, engines, which
# the trainer calls with what it has checked, and what reads learners' code.
PLAIN = (
    "rungs/",
    "engines/",
    "page/preprocessing.py",
    "checking/reference/",
    "checking/tracing/",
)


@pytest.mark.parametrize("file", FILES, ids=module_of)
def test_errors_are_told_from_defects(file: Path) -> None:
    """What a user can put right is a UserError; a plain ValueError would be a traceback."""
    place = file.relative_to(PACKAGE).as_posix()
    if place.startswith(PLAIN) or place in ("errors.py", "page/static/fitting.py"):
        return
    tree = ast.parse(file.read_text(encoding="utf-8"))
    names = [
        ast.unparse(node.exc) for node in ast.walk(tree) if isinstance(node, ast.Raise) and node.exc
    ]
    assert not [name for name in names if name.startswith("ValueError")]


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
            "import groundup.checking.running.looks",
            {"rich", "typer", "safetensors", "matplotlib"},
        ),
        ("import groundup.training, groundup.evaluation", {"rich", "typer", "matplotlib"}),
    ],
)
def test_importing_is_light(statement: str, absent: set[str]) -> None:
    code = f"import sys; {statement}; print(*sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not absent & set(run.stdout.split())

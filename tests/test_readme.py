"""The README keeps its promises: its commands and its code run as they are printed."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import groundup as package

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```(\w+)\n(.*?)```", README, flags=re.S)
COMMANDS = [line for kind, block in BLOCKS if kind == "sh" for line in block.splitlines()]
SETUP, TESTS, *TOUR = COMMANDS
EVERYDAY = re.findall(r"^groundup .*$", README.partition("## Everyday")[2], flags=re.M)


def test_continuous_integration_runs_the_first_two_commands_to_the_letter() -> None:
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()
    assert f"{{ {SETUP}; }} || exit 1" in script
    assert f"{{ {TESTS}; }} || exit 1" in script
    assert SETUP.endswith("groundup train")
    assert TESTS.endswith("pytest")


@pytest.mark.slow
def test_the_other_commands_run_one_after_another(tmp_path: Path) -> None:
    assert len(TOUR) >= 6
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    for line in TOUR:
        command = shlex.split(line)
        if command[0].endswith("groundup"):
            command[:1] = [sys.executable, "-m", "groundup"]
        else:
            command[0] = sys.executable
        run = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
        assert run.returncode == 0, (line, run.stderr)
        assert run.stdout


@pytest.mark.parametrize("code", [block for kind, block in BLOCKS if kind == "python"])
def test_its_python_runs(code: str, tmp_path: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-W", "error", "-c", code], cwd=tmp_path, capture_output=True, text=True
    )
    assert run.returncode == 0, run.stderr
    words = "the first test digit is a 7" if "Network" in code else r"9\d\.\d\d% after \d+ epochs"
    assert re.search(words, run.stdout)


@pytest.mark.slow
def test_the_commands_of_everyday_run_on_what_a_stranger_has(tmp_path: Path) -> None:
    """Photographs of two kinds, one of them no picture at all, and scikit-learn's irises."""
    image = pytest.importorskip("PIL.Image")
    datasets = pytest.importorskip("sklearn.datasets")
    random = np.random.default_rng(0)
    for name, colour in (("roses", (200, 30, 60)), ("lilies", (230, 220, 240))):
        (tmp_path / "flowers" / name).mkdir(parents=True)
        for i in range(30):
            noise = random.normal(0, 20, (90 + i, 120, 3))
            photograph = np.clip(np.array(colour) + noise, 0, 255).astype(np.uint8)
            image.fromarray(photograph).save(tmp_path / "flowers" / name / f"{i}.jpg")
    (tmp_path / "flowers" / "roses" / "notes.png").write_text("no picture")
    shutil.copytree(tmp_path / "flowers" / "lilies", tmp_path / "holiday")
    irises = datasets.load_iris(as_frame=True)
    table = irises.data.assign(species=irises.target_names[irises.target])
    table.to_csv(tmp_path / "iris.csv", index=False)
    said = []
    for line in EVERYDAY:
        command = [sys.executable, "-m", "groundup", *shlex.split(line)[1:]]
        run = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
        assert run.returncode == 0, (line, run.stderr)
        said.append(run.stdout)
    assert "100.00%: 8 of 8 pictures right" in said[1]
    assert float(said[3].partition("%")[0]) > 85
    assert said[4].count(".jpg,lilies,") == 30
    assert (tmp_path / "iris.onnx").stat().st_size > 1000


def test_the_commands_for_large_data_run_on_a_thousandth_of_it(tmp_path: Path) -> None:
    further = README.partition("## Further")[2].partition("## Everyday")[0]
    make, train = re.findall(r"^groundup .*$", further, flags=re.M)
    for line in (make.replace("6000000", "6000"), f"{train} --stream"):
        command = [sys.executable, "-m", "groundup", *shlex.split(line)[1:]]
        run = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
        assert run.returncode == 0, run.stderr
    assert "5,000 digits to learn from" in run.stdout


@pytest.mark.parametrize(
    "page",
    [
        "README.md",
        "CONTRIBUTING.md",
        "docs/architecture.md",
        "docs/checking.md",
        "docs/data.md",
        "docs/formats.md",
    ],
)
def test_links_lead_somewhere(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)]+)\)", text):
        path, _, anchor = target.partition("#")
        if "://" in target:
            continue
        file = (ROOT / page).parent / path if path else ROOT / page
        assert file.exists(), target
        if anchor:
            headings = re.findall(r"^#+ (.+)$", file.read_text(encoding="utf-8"), flags=re.M)
            assert anchor in [re.sub(r"\W+", "-", heading.lower()) for heading in headings]


def test_the_changelog_knows_this_version() -> None:
    assert f"## {package.__version__}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")

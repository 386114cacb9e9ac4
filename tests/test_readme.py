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
from groundup.climbing import lines_of_code, sources

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
TRAINER = (ROOT / "docs" / "trainer.md").read_text(encoding="utf-8")


def blocks(page: str, kind: str) -> list[str]:
    return re.findall(rf"```{kind}\n(.*?)```", page, flags=re.S)


def commands(page: str) -> list[str]:
    return [line for block in blocks(page, "sh") for line in block.splitlines()]


SETUP, TESTS, *TOUR = commands(README)
EVERYDAY = re.findall(r"^groundup .*$", README.partition("## Everyday use")[2], flags=re.M)


def test_continuous_integration_runs_the_first_two_commands_to_the_letter() -> None:
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()
    assert f"{{ {SETUP}; }} || exit 1" in script
    assert f"{{ {TESTS}; }} || exit 1" in script
    assert SETUP.endswith("groundup train")
    assert TESTS.endswith("pytest")


def test_it_can_be_read_in_a_sitting() -> None:
    assert len(README.splitlines()) < 150


def test_a_rung_has_as_many_lines_as_the_table_says() -> None:
    said = dict(
        re.findall(r"^\| (\w+) \|.*? \| ([\d,]+)(?: \(its C too\))? \|[^|]*\|$", README, re.M)
    )
    for rung in ("scalars", "neurons", "lists", "arrays", "batches", "convolution", "kernel"):
        assert int(said[rung].replace(",", "")) == sum(map(lines_of_code, sources(rung)))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("lines", "code"), [(TOUR, []), (commands(TRAINER), blocks(TRAINER, "python"))]
)
def test_the_other_commands_run_one_after_another(
    lines: list[str], code: list[str], tmp_path: Path
) -> None:
    """The README's, and those of the page on the trainer, whose Python needs what they wrote."""
    assert len(lines) >= 4
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    for line in lines:
        command = shlex.split(line)
        assert command[0].endswith("groundup")
        command[:1] = [sys.executable, "-m", "groundup"]
        run = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
        assert run.returncode == 0, (line, run.stderr)
        assert run.stdout
    for block in code:
        subprocess.run([sys.executable, "-W", "error", "-c", block], cwd=tmp_path, check=True)


def test_its_python_runs(tmp_path: Path) -> None:
    (code,) = blocks(README, "python")
    run = subprocess.run(
        [sys.executable, "-W", "error", "-c", code], cwd=tmp_path, capture_output=True, text=True
    )
    assert run.returncode == 0, run.stderr
    assert "the first test digit is a 7" in run.stdout


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


@pytest.mark.slow
def test_the_commands_for_large_data_run_on_a_thousandth_of_it(tmp_path: Path) -> None:
    page = (ROOT / "docs" / "streaming.md").read_text(encoding="utf-8")
    make, train, *_ = re.findall(r"^groundup .*$", page, flags=re.M)
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
        "docs/decisions.md",
        "docs/formats.md",
        "docs/mistakes.md",
        "docs/trainer.md",
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

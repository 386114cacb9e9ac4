"""`groundup test`, `climb`, `read`, `--version` and `--help`, as a user meets them."""

from __future__ import annotations

import json
import os
import re
import select
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

import groundup as package
from groundup import Data, Network, climbing, fit
from groundup.cli import app
from groundup.engines import description
from groundup.rungs import RUNGS, runs_here, source
from groundup.training import Options


@pytest.fixture(scope="module")
def model(digits: Data, tmp_path_factory: pytest.TempPathFactory) -> Path:
    network = Network([784, 30, 10])
    fit(network, digits.train._replace(x=digits.train.x[:5000], y=digits.train.y[:5000]), epochs=1)
    path = tmp_path_factory.mktemp("model") / "digits.safetensors"
    network.save(path)
    return path


def test_version_says_version_python_and_engine(groundup) -> None:
    run = groundup("--version")
    assert run.stdout == (
        f"groundup {package.__version__}, Python {sys.version.split()[0]}, engine {description()}\n"
    )


def test_help_is_quick_and_names_every_command(groundup) -> None:
    groundup("--help")
    started = time.perf_counter()
    text = groundup("--help").stdout
    assert time.perf_counter() - started < 2  # 0.25 s on an idle machine; this one may be busy
    assert all(command in text for command in ("train", "test", "climb", "read"))


@pytest.mark.parametrize("columns", ["40", "72"])
@pytest.mark.parametrize("command", [(), ("train",), ("check",)])
def test_help_is_whole_in_narrow_terminals(groundup, command, columns: str) -> None:
    text = groundup(*command, "--help", COLUMNS=columns).stdout
    assert not re.search(r"\w(…|\.{3})(?!\.)", text.replace("[ARGS]...", ""))
    assert max(map(len, text.splitlines())) <= int(columns) + 1  # what cannot be parted


def confusion(said: str) -> str:
    """What stands before the scores of each class."""
    return said.partition("precision")[0]


def test_test_json_is_the_evaluation(groundup, model: Path, digits: Data) -> None:
    run = groundup("test", str(model), "--json")
    result = json.loads(run.stdout)
    guesses = Network.load(model).predict(digits.test.x)
    assert result["total"] == 10_000
    assert result["correct"] == int((guesses == digits.test.y).sum())
    assert result["accuracy"] == result["correct"] / 10_000
    confusion = np.array(result["confusion"])
    assert confusion.shape == (10, 10)
    assert confusion[4, 9] == ((digits.test.y == 4) & (guesses == 9)).sum()


def test_test_shows_confusion_and_mistakes(groundup, model: Path) -> None:
    run = groundup("test", str(model))
    assert run.returncode == 0
    assert re.match(r"\d\d\.\d\d%: \d,\d{3} of 10,000 digits right", run.stdout)
    assert len(re.findall(r"^ \d +[\d·]", confusion(run.stdout), flags=re.M)) == 10
    assert len(re.findall(r"a \d, read as \d \(\d+%\)", run.stdout)) == 6
    assert "█" in run.stdout
    assert "\x1b" not in run.stdout


def test_test_in_a_terminal_is_coloured(groundup, model: Path) -> None:
    run = groundup("test", str(model), FORCE_COLOR="1", COLORTERM="truecolor", COLUMNS="100")
    assert "\x1b[38;2;" in run.stdout


@pytest.mark.parametrize(("columns", "tables"), [("16", 5), ("40", 2), ("80", 1)])
def test_every_confusion_is_shown_in_any_terminal(
    groundup, model: Path, digits: Data, columns: str, tables: int
) -> None:
    said = confusion(groundup("test", str(model), COLUMNS=columns).stdout)
    rows: dict[str, list[str]] = {}
    for row in re.findall(r"^ (\d) (?= *[\d·]+ *[\d·])(.*)$", said, flags=re.M):
        rows.setdefault(row[0], []).extend(row[1].split())
    guesses = Network.load(model).predict(digits.test.x)
    assert said.count("\n 0 ") == tables
    for true in range(10):
        counts = np.bincount(guesses[digits.test.y == true], minlength=10)
        assert rows[str(true)] == [str(count) if count else "·" for count in counts]


@pytest.mark.parametrize("columns", ["20", "200"])
def test_a_picture_is_whole_in_any_terminal(groundup, model: Path, columns: str) -> None:
    run = groundup("test", str(model), COLUMNS=columns)
    assert run.returncode == 0
    assert "read as" in run.stdout.replace("\n", " ")


def test_test_plots_a_picture(groundup, model: Path, tmp_path: Path) -> None:
    run = groundup("test", str(model), "--plot", "mistakes.png")
    assert run.returncode == 0
    assert "mistakes.png" in run.stdout
    assert (tmp_path / "mistakes.png").read_bytes().startswith(b"\x89PNG")


@pytest.mark.slow
def test_plotting_to_nowhere_is_one_message(groundup, model: Path) -> None:
    for target in ("nowhere/a.png", "a.nonsense"):
        run = groundup("test", str(model), "--plot", target)
        assert run.returncode == 2
        assert target in run.stderr
        assert "Traceback" not in run.stderr


def test_plotting_without_matplotlib_says_how_to_get_it(model: Path) -> None:
    code = (
        "import sys; sys.modules['matplotlib'] = None; sys.modules['matplotlib.figure'] = None\n"
        f"sys.argv = ['groundup', 'test', {str(model)!r}, '--plot', 'a.png']\n"
        "from groundup.cli import main; main()"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert run.returncode == 2
    assert "pip install 'groundup[plot]'" in run.stderr
    assert "Traceback" not in run.stderr


def test_a_file_that_is_no_model_is_one_message(groundup, tmp_path: Path) -> None:
    (tmp_path / "a.safetensors").write_bytes(b"\x89PNG rubbish")
    for name in ("a.safetensors", "missing.safetensors"):
        run = groundup("test", name)
        assert run.returncode == 2
        assert name in run.stderr
        assert "Traceback" not in run.stderr


def test_a_model_for_other_pictures_is_one_message(groundup, tmp_path: Path) -> None:
    Network([100, 10]).save(tmp_path / "small.safetensors")
    run = groundup("test", "small.safetensors")
    assert run.returncode == 2
    assert "100 numbers a sample" in run.stderr


def test_climb_json_lists_every_rung(monkeypatch: pytest.MonkeyPatch) -> None:
    """The README's `groundup climb` times them; here each is told how long it took."""
    took = {name: 2.0**-i for i, name in enumerate(filter(runs_here, RUNGS))}

    def climbed(name: str, seconds: float, network: str) -> dict[str, float]:
        timed = {"seconds_per_epoch": took[name], "measured_samples": 10, "extrapolated": True}
        return timed | {"worst_error": 1e-15}

    monkeypatch.setattr(climbing, "climb_in_process", climbed)
    run = CliRunner().invoke(app, ["climb", "--json", "--quick"])
    assert run.exit_code == 0
    rows = json.loads(run.stdout)
    dense = [row for row in rows if row["network"] == climbing.DENSE]
    assert {row["rung"]: row["seconds_per_epoch"] for row in dense} == took
    convolving = [row["rung"] for row in rows if row["network"] == climbing.CONVOLVING]
    assert convolving == [name for name in took if RUNGS[name].convolves]
    for row in rows:
        slow = "neurons" if row in dense else "convolution"
        assert row["speedup"] == took[slow] / took[row["rung"]]
        assert row["lines"] > 50


@pytest.mark.skipif(not hasattr(select, "poll"), reason="Windows does not tell who reads")
def test_a_climb_that_nobody_reads_ends(tmp_path: Path) -> None:
    """As before `| head` that has gone: not after a rung, each of which takes seconds."""
    reader, writer = os.pipe()
    os.close(reader)
    began = time.monotonic()
    command = [sys.executable, "-m", "groundup", "climb"]
    run = subprocess.run(command, stdout=writer, stderr=subprocess.PIPE, timeout=60)
    os.close(writer)
    assert (run.returncode, run.stderr) == (1, b"")
    assert time.monotonic() - began < climbing.SECONDS["full"]


def test_climb_shows_the_rungs_that_convolve_below_the_others(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    figures = {"seconds_per_epoch": 1.0, "measured_samples": 10, "extrapolated": True}
    timed = figures | {"worst_error": 1e-15}
    monkeypatch.setattr(climbing, "climb_in_process", lambda name, seconds, network: timed)
    said = CliRunner().invoke(app, ["climb"]).stdout
    dense, convolving = said.split(f"through {climbing.CONVOLVING}, 69 times the multiplications:")
    assert all(name in dense for name in RUNGS)
    assert "convolution  NumPy" in convolving
    assert "neurons  " not in convolving


def test_climb_fails_where_a_rung_is_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    figures = {"seconds_per_epoch": 1.0, "measured_samples": 10, "extrapolated": True}
    wrong = figures | {"worst_error": 1e-11}
    monkeypatch.setattr(climbing, "climb_in_process", lambda name, seconds, network: wrong)
    assert CliRunner().invoke(app, ["climb"]).exit_code == 1


@pytest.mark.parametrize("name", list(RUNGS))
def test_read_prints_a_rung_to_the_letter(groundup, name: str) -> None:
    assert groundup("read", name).stdout == source(name).read_text(encoding="utf-8")


def test_read_names_the_rungs_there_are(groundup) -> None:
    run = groundup("read", "gpu")
    assert run.returncode == 2
    assert "scalars, neurons, lists, arrays, batches" in run.stderr


def test_a_reader_that_has_seen_enough_ends_it_quietly(tmp_path: Path) -> None:
    command = f"{sys.executable} -m groundup read scalars | head -n 1"
    run = subprocess.run(["bash", "-c", command], capture_output=True, text=True)
    assert run.stderr == ""
    assert run.stdout.startswith('"""Scalars')


def test_a_terminal_without_unicode_gets_question_marks(groundup) -> None:
    run = groundup("read", "lists", PYTHONIOENCODING="ascii")
    assert run.returncode == 0
    assert "?" in run.stdout


def test_help_names_arguments_plainly_and_every_rung(groundup) -> None:
    for command in ("start", "data"):
        assert "[[" not in groundup(command, "--help").stdout
    text = groundup("read", "--help").stdout
    assert all(rung in text for rung in RUNGS)


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["read", "lists"]])
def test_a_full_disk_is_one_message(arguments: list[str]) -> None:
    command = f"{sys.executable} -m groundup {' '.join(arguments)} > /dev/full"
    run = subprocess.run(["bash", "-c", command], capture_output=True, text=True)
    assert run.returncode != 0
    assert "Traceback" not in run.stderr


@pytest.mark.parametrize("error", ["ValueError", "ImportError", "KeyError"])
def test_a_defect_keeps_its_traceback(tmp_path: Path, error: str) -> None:
    code = (
        "import sys, groundup.network as n\n"
        f"def load(path): raise {error}('a defect')\n"
        "n.Network.load = load; sys.argv = ['groundup', 'test', 'm.safetensors']\n"
        "from groundup.cli import main; main()"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert run.returncode == 1
    assert "Traceback" in run.stderr
    assert f"{error}: " in run.stderr


def test_what_a_user_can_put_right_has_one_base_class() -> None:
    from groundup.engines.kernel import KernelMissingError
    from groundup.training import DivergedError

    for kind in (package.DataError, package.ModelError, DivergedError, KernelMissingError):
        assert issubclass(kind, package.UserError)
    assert issubclass(package.UserError, ValueError)
    with pytest.raises(package.UserError, match="positive"):
        Network([784, 0])
    with pytest.raises(package.UserError, match="eta"):
        Options(eta=-1.0)
    with pytest.raises(package.UserError, match="no such folder"):
        package.load_data("nowhere")

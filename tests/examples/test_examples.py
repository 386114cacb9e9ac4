"""The examples, run as a user would, from another folder; warnings are errors in them too."""

import itertools
import os
import re
import struct
import subprocess
import sys
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
WITHOUT = "import runpy, sys; sys.modules[sys.argv[1]] = None; sys.argv[:2] = []; "
WITHOUT += "runpy.run_path(sys.argv[0], run_name='__main__')"
XS = [(0, 0), (0, 1), (1, 0), (1, 1)]


def run(folder: Path, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """What `python *arguments` does in an empty folder."""
    return subprocess.run(
        [sys.executable, "-W", "error", *map(str, arguments)],
        cwd=folder,
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        encoding="utf-8",
        capture_output=True,
        timeout=120,
        check=False,
    )


def output(result: subprocess.CompletedProcess[str]) -> str:
    assert result.returncode == 0, result.stderr
    assert result.stderr == ""
    return result.stdout


def numbers(text: str) -> list[float]:
    return [float(number) for number in re.findall(r"[+-]?\d+(?:\.\d+)?(?:e[+-]?\d+)?", text)]


@pytest.fixture(scope="module")
def gates(tmp_path_factory) -> str:
    return output(run(tmp_path_factory.mktemp("gates"), EXAMPLES / "and_or_xor.py"))


def section(text: str, title: str) -> str:
    """From a line that starts with `title` to the next one that starts at the margin."""
    [found] = re.findall(rf"^{title}.*\n(?:(?: .*)?\n)*", text, re.MULTILINE)
    return found


def truth_table(part: str) -> dict[tuple[int, int], tuple[float, float]]:
    """What is wanted and what the network says, by inputs."""
    rows = re.findall(r"^ +([01]) +([01]) +([01]) +(\d\.\d+)$", part, re.MULTILINE)
    return {(int(x1), int(x2)): (float(y), float(a)) for x1, x2, y, a in rows}


@pytest.mark.parametrize(
    ("title", "gate"),
    [
        ("AND, 2-1 network: learned", lambda x1, x2: x1 and x2),
        ("OR, 2-1 network: learned", lambda x1, x2: x1 or x2),
        ("XOR, 2-2-1 network: learned", lambda x1, x2: x1 ^ x2),
    ],
)
def test_a_neuron_learns_and_and_or_and_a_hidden_layer_xor(gates, title, gate):
    table = truth_table(section(gates, title))
    assert list(table) == XS
    for x, (wanted, a) in table.items():
        assert wanted == gate(*x)
        assert a == pytest.approx(wanted, abs=0.1)


def test_one_neuron_settles_at_one_half_on_xor(gates):
    part = section(gates, "XOR, 2-1 network: NOT learned")
    assert truth_table(part) == {x: (float(x[0] != x[1]), 0.5) for x in XS}
    assert "z = +0.00·x1 +0.00·x2 +0.00, the line: there is none" in part
    assert "No line separates" in part


@pytest.mark.parametrize("gate", ["AND", "OR"])
def test_the_printed_line_and_weights_separate_ones_from_zeros(gates, gate):
    part = section(gates, f"{gate}, 2-1")
    [(weights, line)] = re.findall(r"z = (.*), the line: x2 = (.*)", part)
    w1, w2, b = numbers(re.sub(r"x\d", "", weights))
    offset, slope = numbers(line.replace("x1", ""))
    for (x1, x2), (wanted, _) in truth_table(part).items():
        assert (w1 * x1 + w2 * x2 + b > 0) == bool(wanted)
        assert (x2 > offset + slope * x1) == bool(wanted)


def test_the_square_has_its_ones_in_the_right_corners(gates):
    for title in ("AND, 2-1", "OR, 2-1", "XOR, 2-2-1"):
        part = section(gates, title)
        top, bottom = (re.findall(rf"{label} ([#·]+)", part)[0] for label in ("x2=1", "x2=0"))
        drawn = [corner == "#" for corner in (bottom[0], top[0], bottom[-1], top[-1])]
        assert drawn == [bool(wanted) for wanted, _ in truth_table(part).values()], title


def test_and_or_xor_says_the_same_on_bare_python(tmp_path, gates):
    result = run(tmp_path, "-c", WITHOUT, "numpy", EXAMPLES / "and_or_xor.py")
    assert output(result) == gates


def test_linear_layers_collapse_and_sigmoid_layers_do_not(tmp_path):
    text = output(run(tmp_path, EXAMPLES / "linear_collapse.py"))
    linear = section(text, "3-5-4-2 network, linear, linear, linear")
    curved = section(text, "3-5-4-2 network, sigmoid, sigmoid, linear")

    def compared(part: str) -> tuple[list[list[float]], float]:
        rows = [numbers(row) for row in re.findall(r"^  \[.*\](.*)$", part, re.MULTILINE)]
        [difference] = re.findall(r"largest difference: (\S+)", part)
        assert len(rows) == 6
        assert {len(row) for row in rows} == {4}
        return rows, float(difference)

    rows, difference = compared(linear)
    assert difference < 1e-12
    assert all(row[:2] == row[2:] for row in rows)
    rows, difference = compared(curved)
    assert difference > 1
    assert all(row[:2] != row[2:] for row in rows)

    for part, same in ((linear, True), (curved, False)):
        [(a, wanted)] = re.findall(r"a\(1,1,1\) is (.*), in a single layer (.*)", part)
        assert (numbers(a) == numbers(wanted)) is same


@pytest.mark.slow
def test_the_error_falls_with_every_doubling_and_the_picture_is_drawn(tmp_path):
    text = output(run(tmp_path, EXAMPLES / "fit_a_curve.py"))
    rows = dict(re.findall(r"^ +(\d+)  (\d\.\d+)$", text, re.MULTILINE))
    assert list(rows) == ["2", "4", "8", "16", "32"]
    errors = [float(error) for error in rows.values()]
    assert all(fewer > 1.1 * more for fewer, more in itertools.pairwise(errors))
    assert errors[-1] < errors[0] / 20

    assert [path.name for path in tmp_path.iterdir()] == ["curve.png"]
    assert "curve.png" in text
    check_picture(tmp_path / "curve.png")


def check_picture(path: Path) -> None:
    picture = path.read_bytes()
    assert picture[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = struct.unpack(">II", picture[16:24])
    assert 800 <= width <= 3000
    assert 500 <= height <= 2000

    from matplotlib.image import imread

    red, green, blue = imread(path)[..., :3].reshape(-1, 3).T
    assert 0.5 < (red + green + blue > 2.9).mean() < 0.98  # paper
    assert ((red > 0.7) & (green < 0.4)).sum() > 1000  # the networks


@pytest.mark.slow
def test_out_and_steps_are_obeyed(tmp_path):
    text = output(run(tmp_path, EXAMPLES / "fit_a_curve.py", "--steps", "50", "--out", "fit.png"))
    assert [path.name for path in tmp_path.iterdir()] == ["fit.png"]
    assert "fit.png" in text
    check_picture(tmp_path / "fit.png")


@pytest.mark.slow
def test_a_picture_that_cannot_be_written_is_one_sentence(tmp_path):
    result = run(
        tmp_path,
        EXAMPLES / "fit_a_curve.py",
        "--steps",
        "1",
        "--out",
        tmp_path / "nowhere" / "x.png",
    )
    assert result.returncode == 1
    assert "could not be written" in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_without_matplotlib_one_sentence_says_how_to_get_it(tmp_path):
    result = run(tmp_path, "-c", WITHOUT, "matplotlib", EXAMPLES / "fit_a_curve.py")
    assert result.returncode == 1
    assert result.stdout == ""
    assert "pip install 'groundup[plot]'" in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.py")), ids=lambda path: path.name)
def test_every_example_says_what_it_shows_and_how_to_run_it(path):
    header = path.read_text(encoding="utf-8").split('"""')[1]
    assert "You will see" in header
    assert f"    python examples/{path.name}" in header


@pytest.mark.slow
def test_one_import_finds_the_same_networks(tmp_path: Path) -> None:
    lines = output(run(tmp_path, EXAMPLES / "one_import.py")).splitlines()
    theirs, ours, judged = (numbers(line) for line in lines)
    assert theirs[:2] == ours[:2]  # alpha, and the share that is right
    assert ours[1] > 0.85
    epoch, epochs, right = judged
    assert 1 <= epoch <= epochs == 40
    assert right > 0.95

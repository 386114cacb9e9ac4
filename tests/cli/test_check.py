"""`groundup check`, `start` and `vectors`, as a user meets them."""

from __future__ import annotations

import json
import os
import re
import resource
import shlex
import shutil
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from groundup.vectors import case, cases, convolutions, mistakes
from tests.checking.book_class import BOOK, FORGETS

ROOT = Path(__file__).parents[2]
PROTOCOL = ROOT / "examples" / "protocol"


@pytest.fixture
def mynet(tmp_path: Path) -> Path:
    """A network of the book's that forgets σ′ in its hidden layers, where the command runs."""
    file = tmp_path / "mynet.py"
    file.write_text(textwrap.dedent(FORGETS), encoding="utf-8")
    return file


def lines(text: str) -> str:
    """As one line."""
    return re.sub(r"\s+", " ", text)


# check


def test_a_right_network_is_right(groundup, mynet: Path) -> None:
    mynet.write_text(textwrap.dedent(BOOK), encoding="utf-8")
    run = groundup("check", "mynet.py")
    assert run.returncode == 0, run.stdout
    assert run.stdout.startswith("mynet.py: right\n")
    assert "  ✓ dw[0]      hidden layer 1 (w[0])\n" in run.stdout
    assert "cost quadratic (assumed, of outputs and targets in line 15" in run.stdout
    assert run.stderr == ""


def test_one_that_forgets_the_derivative_is_told_so_in_one_paragraph(groundup, mynet: Path) -> None:
    run = groundup("check", "mynet.py")
    assert run.returncode == 1
    assert run.stdout.startswith("mynet.py: wrong\n")
    assert (
        "First wrong quantity: delta[1] = d cost / d z[1], the error of hidden layer 2 (w[1]). "
        "The error of a hidden layer lacks the factor σ′(z). The mistake is in all hidden layers. "
        "The rule, with its broken part marked: delta[l] = (w[l+1]ᵀ·delta[l+1]) ∘ ⟦σ′(z[l])⟧. "
        "Line 18 is still right; line 20 uses its value without σ′(z[l]).\n"
    ) in run.stdout
    assert "  ✓ dw[2]      output layer (w[2])\n" in run.stdout
    assert "  ✗ dw[1]      hidden layer 2 (w[1])   off by " in run.stdout
    assert run.stdout.endswith("next: fix that, then groundup check mynet.py again\n")


def test_what_to_type_next_has_all_options(groundup, tmp_path: Path) -> None:
    answer = """print('{"error": "no"}', flush=True)"""
    (tmp_path / "echo.py").write_text(f"import sys\nfor line in sys.stdin: {answer}\n")
    asked = ["--command", f"{sys.executable} echo.py", "--l2", "0.25", "--timeout", "5"]
    typed = shlex.join(["groundup", "check", *asked])
    assert groundup("check", *asked).stdout.endswith(f"next: fix that, then {typed} again\n")


@pytest.mark.parametrize("page", ["README.md", "docs/checking.md"])
def test_the_pages_show_what_is_printed(groundup, mynet: Path, page: str) -> None:
    style = ROOT / "bench" / "checking" / "styles" / "book_style.py"
    text, right = style.read_text(encoding="utf-8"), "delta = error * sigmoid_prime(zs[l])"
    assert text.count(right) == 1
    mynet.write_text(text.replace(right, "delta = error"), encoding="utf-8")
    shown = (ROOT / page).read_text(encoding="utf-8")
    (paragraph,) = re.findall(
        r"^ *First wrong quantity:.*?(?=\n\n|\n```)", shown, flags=re.M | re.S
    )
    printed = lines(groundup("check", "mynet.py").stdout)
    for sentence in re.split(r"(?<=\.) (?=[A-Z])", lines(paragraph).strip()):
        assert sentence in printed


@pytest.mark.slow
def test_hints_are_an_option_or_a_teachers_environment(groundup, mynet: Path) -> None:
    by_option = groundup("check", "mynet.py", "--hint", "1")
    by_teacher = groundup("check", "mynet.py", GROUNDUP_HINT="1")
    assert by_option.stdout.replace(" --hint 1", "") == by_teacher.stdout
    assert by_option.returncode == 1
    assert "First wrong quantity: delta[1]" in by_option.stdout
    assert "lacks" not in by_option.stdout
    assert "⟦σ′(z[l])⟧" in groundup("check", "mynet.py", "--hint", "2").stdout
    assert groundup("check", "mynet.py", "--hint", "4").returncode == 2


def test_json_has_everything_whatever_the_hint(groundup, mynet: Path) -> None:
    run = groundup("check", "mynet.py", "--json", "--hint", "1")
    assert run.returncode == 1
    found = json.loads(run.stdout)
    assert found["verdict"] == "wrong"
    assert found["first_wrong"] == {"quantity": "delta", "layer": 1}
    assert [(m["number"], m["layer"], m["aliases"]) for m in found["mistakes"]] == [(14, None, [])]
    assert {q["name"] for q in found["quantities"]} == {"delta", "dw", "db"}


def test_in_a_terminal_the_broken_part_is_red_and_underlined(groundup, mynet: Path) -> None:
    run = groundup("check", "mynet.py", FORCE_COLOR="1", COLUMNS="60")
    assert "\x1b[1;4;31mσ′(z[l])\x1b[0m" in run.stdout
    assert "⟦" not in run.stdout
    plain = re.sub(r"\x1b\[[\d;]*m", "", run.stdout)
    assert max(map(len, plain.splitlines())) <= 70  # only the ladder keeps its lines whole
    assert "The error of a hidden layer lacks the factor σ′(z)." in lines(plain)


def test_it_takes_less_than_two_seconds(groundup, mynet: Path) -> None:
    groundup("check", "mynet.py")
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    groundup("check", "mynet.py")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)  # of processors: they may be busy
    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < 2


def test_what_hangs_is_stopped_and_said_to(groundup, tmp_path: Path) -> None:
    (tmp_path / "hang.py").write_text("def backprop(w, b, x, y):\n    while True:\n        pass\n")
    run = groundup("check", "hang.py", "--timeout", "1")
    assert run.returncode in (1, 2)
    assert re.search(r"still running after 1 s, in line [23] of hang\.py \(backprop\)", run.stdout)
    assert "Traceback" not in run.stderr


def test_a_full_disk_is_one_sentence(mynet: Path) -> None:
    command = f"ulimit -f 1; exec {shlex.quote(sys.executable)} -m groundup check mynet.py"
    run = subprocess.run(["bash", "-c", command], cwd=mynet.parent, capture_output=True, text=True)
    assert run.returncode == 2
    assert re.search("There is no room in .* for what the code shows: make some", run.stdout)
    assert "Traceback" not in run.stdout + run.stderr


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_nothing_of_it_outlives_it(tmp_path: Path, number: signal.Signals) -> None:
    """Neither the process of the code nor what that keeps for a while."""
    code, kept = tmp_path / "code", tmp_path / "kept"
    code.mkdir()
    kept.mkdir()
    (code / "hang.py").write_text(
        "import os, tempfile\nalive = os.path.join(tempfile.gettempdir(), 'alive')\n"
        "os.mkfifo(alive)\nend = open(alive, 'w')\nwhile True: pass\n"
    )
    command = [sys.executable, "-m", "groundup", "check", "hang.py"]
    own = os.environ | {"TMPDIR": str(kept)}
    with subprocess.Popen(command, cwd=code, env=own, stdout=subprocess.PIPE) as run:
        while not (alive := list(kept.glob("**/alive"))):
            assert run.poll() is None
            time.sleep(0.01)
        with alive[0].open("rb") as end:
            run.send_signal(number)
            assert end.read() == b""  # when nobody has it open to write any more
        assert run.wait(10) == 128 + number
    assert not list(kept.iterdir())


def test_an_exception_is_the_learners_own_traceback(groundup, tmp_path: Path) -> None:
    (tmp_path / "raises.py").write_text("def backprop(w, b, x, y):\n    return missing\n")
    run = groundup("check", "raises.py")
    assert run.returncode in (1, 2)
    assert "NameError: name 'missing' is not defined" in run.stdout
    assert 'raises.py", line 2, in backprop' in run.stdout
    assert "groundup/checking" not in run.stdout


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((), "name something to check"),
        (("a.py", "--command", "b"), "not both"),
        (("missing.py",), "there is none at missing.py"),
        (("mynet.py:Net",), "there is no Net in mynet.py; there is Network, sigmoid"),
        (("notes.txt",), "expected a Python file, got notes.txt"),
        (("mynet.py", "--cost", "mse"), "quadratic or cross-entropy, got 'mse'"),
        (("mynet.py", "--activation", "swish"), "got 'swish'"),
        (("mynet.py", "--l2", "-1"), "an l2 of 0 or more, got -1"),
        (("mynet.py", "--timeout", "0"), "above 0, got 0"),
        (("mynet.py", "--adapter", "none.py"), "none at none.py"),
        (("--command", "no-such-program-anywhere"), "no-such-program-anywhere"),
    ],
)
def test_a_users_mistake_is_one_message(groundup, mynet: Path, arguments, message: str) -> None:
    (mynet.parent / "notes.txt").write_text("hello")
    run = groundup("check", *arguments)
    assert run.returncode == 2
    assert message in run.stderr
    assert run.stdout == ""
    assert "Traceback" not in run.stderr


def test_a_file_that_is_not_python_is_said_to_be_none(groundup, mynet: Path) -> None:
    mynet.write_text("x = (\n")
    run = groundup("check", "mynet.py")
    assert run.returncode == 2
    assert "mynet.py is not Python: SyntaxError: '(' was never closed in line 1." in run.stdout


@pytest.mark.parametrize("program", ["network.js", "network.py"])
def test_a_program_in_any_language_is_checked(groundup, tmp_path: Path, program: str) -> None:
    runs = "node" if program.endswith("js") else sys.executable
    if not shutil.which(runs):
        pytest.skip("there is no node here")
    text = (PROTOCOL / program).read_text(encoding="utf-8")
    (tmp_path / program).write_text(text, encoding="utf-8")
    right = groundup("check", "--command", f"{runs} {program}")
    assert right.returncode == 0, right.stdout
    assert right.stdout.startswith(f"{runs} {program}: right\n")
    wrong = re.sub(r"error.map\(\(e, j\) => e \* .*?\)\);", "error.slice();", text)
    wrong = wrong.replace("e * f[l][1](zj, aj) for e, zj, aj", "e for e, zj, aj")
    assert wrong != text
    (tmp_path / program).write_text(wrong, encoding="utf-8")
    found = json.loads(groundup("check", "--command", f"{runs} {program}", "--json").stdout)
    assert found["verdict"] == "wrong"
    assert {m["number"] for m in found["mistakes"]} == {1, 14}  # σ′ is nowhere


# start


def test_an_exercise_is_begun_and_checked(groundup, tmp_path: Path) -> None:
    run = groundup("start", "lists", "homework")
    assert run.returncode == 0
    assert run.stdout.startswith("homework/lists.py: 21 functions to write\nnext: ")
    assert (tmp_path / "homework" / "lists.py").exists()
    check = groundup("check", "homework/lists.py")
    assert check.returncode == 1
    assert check.stdout.startswith("homework/lists.py: unfinished\n\n0 of 21 functions are right. ")
    assert "\n  – sigmoid  " in check.stdout
    assert check.stdout.endswith(
        "next: write sigmoid (line 43), then groundup check homework/lists.py again\n"
    )


def test_an_exercise_overwrites_nothing(groundup) -> None:
    assert groundup("start", "neurons").returncode == 0
    again = groundup("start", "neurons")
    assert again.returncode == 2
    assert "neurons.py already exists" in again.stderr


@pytest.mark.parametrize(("rung", "message"), [("kernel", "is C and has no"), ("gpu", "no rung")])
def test_what_is_no_exercise_is_refused(groundup, rung: str, message: str) -> None:
    run = groundup("start", rung)
    assert run.returncode == 2
    assert message in run.stderr


# vectors


def test_vectors_prints_one_or_all_as_json(groundup) -> None:
    assert json.loads(groundup("vectors", "origin").stdout) == case("origin")
    found = json.loads(groundup("vectors").stdout)
    assert found == {"right": cases(), "mistaken": cases(mistaken=True)}


def test_vectors_lists_its_names_in_a_terminal(groundup) -> None:
    run = groundup("vectors", FORCE_COLOR="1", COLUMNS="200")
    assert run.returncode == 0
    assert all(one["name"] in run.stdout for one in cases())
    assert "wrong: mistake 26" in run.stdout


def test_vectors_mistakes_prints_the_known_wrong_answers(groundup) -> None:
    assert json.loads(groundup("vectors", "mistakes").stdout) == mistakes()
    run = groundup("vectors", "mistakes", FORCE_COLOR="1", COLUMNS="200")
    assert run.returncode == 0
    assert all(kind["kind"] in run.stdout for kind in mistakes()["kinds"])
    assert len(run.stdout) < 5000


def test_vectors_convolution_prints_those_of_networks_that_convolve(groundup) -> None:
    assert json.loads(groundup("vectors", "convolution").stdout) == convolutions()
    run = groundup("vectors", "convolution", FORCE_COLOR="1", COLUMNS="200")
    assert run.returncode == 0
    assert all(one["name"] in run.stdout for one in convolutions()["cases"])
    assert len(run.stdout) < 5000


@pytest.mark.parametrize("what", [(), ("convolution",)])
def test_vectors_shows_whole_names_in_a_narrow_terminal(groundup, what: tuple[str, ...]) -> None:
    run = groundup("vectors", *what, FORCE_COLOR="1", COLUMNS="80")
    named = convolutions()["cases"] if what else cases() + cases(mistaken=True)
    lines = run.stdout.splitlines()
    assert all(any(one["name"] + " " in line for line in lines) for one in named)
    assert "…" not in run.stdout
    assert (
        max(len(re.sub(r"\x1b\[[0-9;]*m", "", line)) for line in lines if "next: " not in line)
        <= 80
    )


def test_vectors_knows_its_names(groundup) -> None:
    run = groundup("vectors", "nonsense")
    assert run.returncode == 2
    assert "there are origin, " in run.stderr


# docs


def test_the_page_has_the_whole_catalogue() -> None:
    """`python scripts/catalogue.py` writes it."""
    page = ROOT / "docs" / "mistakes.md"
    program = "import catalogue, sys; sys.stdout.write(catalogue.page())"
    command = [sys.executable, "-X", "utf8", "-c", program]
    run = subprocess.run(command, cwd=ROOT / "scripts", capture_output=True, text=True, check=True)
    assert run.stdout == page.read_text(encoding="utf-8")

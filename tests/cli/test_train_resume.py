"""`groundup train --checkpoint` and `--resume`: killed at any moment, as if never stopped."""

from __future__ import annotations

import random
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from groundup import Network

EPOCHS = 8
DATA = ("--limit", "1500")
RUN = (
    *DATA, "--epochs", str(EPOCHS), "--sizes", "784-60-10", "--activation", "relu,softmax",
    "--cost", "cross-entropy", "--optimiser", "adam", "--eta", "0.002", "--dropout", "0.2",
    "--augment", "--schedule", "cosine", "--patience", "6",
)  # fmt: skip
KILLED = {
    "before the file is whole": "os.fsync = lambda file: (os.ftruncate(file, 99), kill())",
    "before it takes its place": "pathlib.Path.replace = lambda *_: kill()",
    "after it took its place": (
        "replace = pathlib.Path.replace\npathlib.Path.replace = lambda *a: (replace(*a), kill())"
    ),
}
PLANTED = """
import os, pathlib, signal, sys
count = 0
def kill():
    os.kill(os.getpid(), signal.SIGKILL)
import groundup.formats.models as models
write = models.write_atomically
def counted(path, data):
    global count
    count += 1
    if count == {which}:
        exec(how, globals())
    write(path, data)
models.write_atomically = counted
how = {how!r}
from groundup.cli import main
main()
"""


def train(folder: Path, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-u", "-m", "groundup", "train", *arguments],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def finish(folder: Path, *arguments: str) -> str:
    """What it says when nobody kills it."""
    with train(folder, *arguments) as run:
        said, errors = run.communicate(timeout=60)
    assert (run.returncode, errors) == (0, "")
    return said


def facts(file: Path) -> list:
    network = Network.load(file)
    records = [{**record, "seconds": 0} for record in network.history]
    return [array.tobytes() for array in [*network.w, *network.b]] + records


def numbers(said: str) -> list[int]:
    return [int(number) for number in re.findall(rf"^epoch (\d+)/{EPOCHS} ", said, re.MULTILINE)]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> list:
    folder = tmp_path_factory.mktemp("whole")
    assert numbers(finish(folder, *RUN)) == [*range(1, EPOCHS + 1)]
    return facts(folder / "digits.safetensors")


@pytest.mark.slow
def test_killed_again_and_again_it_ends_as_if_never_stopped(tmp_path: Path, whole: list) -> None:
    chance = random.Random(5)
    for _ in range(6):
        there = (tmp_path / "c.st").exists()
        run = train(tmp_path, "--resume", "c.st") if there else (
            train(tmp_path, *RUN, "--checkpoint", "c.st")
        )  # fmt: skip
        with run:
            assert run.stdout is not None
            if chance.random() < 0.7:  # else wherever it is after that time, perhaps not begun
                while (line := run.stdout.readline()) and not line.startswith("epoch"):
                    pass
            time.sleep(chance.uniform(0.0, 0.15))
            run.send_signal(signal.SIGKILL)
    done = len(Network.load(tmp_path / "c.st").history)
    said = finish(tmp_path, "--resume", "c.st")
    assert f"where {done} of {EPOCHS} epochs are done" in said
    assert numbers(said) == [*range(done + 1, EPOCHS + 1)]
    assert facts(tmp_path / "digits.safetensors") == whole


@pytest.mark.slow
@pytest.mark.parametrize("how", KILLED.values(), ids=KILLED.keys())
def test_killed_while_it_writes_it_ends_as_if_never_stopped(
    tmp_path: Path, whole: list, how: str
) -> None:
    code = PLANTED.format(how=how, which=3)
    command = [sys.executable, "-c", code, "train", *RUN, "--checkpoint", "c.st"]
    run = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=60)
    assert run.returncode == -signal.SIGKILL, run.stderr
    assert len(Network.load(tmp_path / "c.st").history) == (2 if "replace(*a)" in how else 1)
    finish(tmp_path, "--resume", "c.st")
    assert facts(tmp_path / "digits.safetensors") == whole


def test_ctrl_c_says_how_to_go_on(tmp_path: Path) -> None:
    with train(tmp_path, "--epochs", "500", *DATA, "--checkpoint", "my c.st") as run:
        assert run.stdout is not None
        while not run.stdout.readline().startswith("epoch 2/"):
            pass
        run.send_signal(signal.SIGINT)
        _, errors = run.communicate(timeout=30)
    assert run.returncode == 130
    assert "what was learned so far is in digits.safetensors" in errors
    assert "to go on: groundup train --resume 'my c.st'\n" in errors


def test_a_checkpoint_that_cannot_be_written_loses_nothing(tmp_path: Path) -> None:
    how = "raise OSError(28, 'No space left on device')"
    code = PLANTED.format(how=how, which=3)
    command = [sys.executable, "-c", code, "train", *RUN, "--checkpoint", "c.st"]
    run = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=60)
    assert run.returncode == 2
    assert re.search(
        r"next checkpoint could not be written: c\.st: .*No space left.*free some space", run.stderr
    )
    assert "what was learned so far is in digits.safetensors" in run.stderr
    assert "groundup train --resume c.st" in run.stderr
    assert len(Network.load(tmp_path / "digits.safetensors").history) == 2


def test_a_disk_that_takes_the_model_but_no_checkpoint_loses_nothing(tmp_path: Path) -> None:
    """No plant: a file of adam's memory too is larger than the system lets it write."""
    code = (
        "import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000))\n"
        "import groundup.training.checkpoints as c; real, c.write = c.write, lambda *a: None\n"
        "import groundup.cli.learning as l; line = l.line\n"
        "def full(*a): c.write = real; return line(*a)\n"  # from the first epoch on
        "l.line = full\n"
        "from groundup.cli import main; main()"
    )
    command = [sys.executable, "-c", code, "train", *DATA, "--optimiser", "adam"]
    run = subprocess.run(
        [*command, "--checkpoint", "c.st"], cwd=tmp_path, capture_output=True, text=True, timeout=60
    )
    assert run.returncode == 2, run.stderr
    assert re.search(r"next checkpoint could not be written: c\.st: .*File too large", run.stderr)
    assert "what was learned so far is in digits.safetensors" in run.stderr
    assert len(Network.load(tmp_path / "digits.safetensors").history) == 2
    assert [path.name for path in tmp_path.iterdir()] == ["digits.safetensors"]


@pytest.mark.slow
def test_what_would_be_another_run_is_refused(groundup, tmp_path: Path) -> None:
    quick = ("train", "--limit", "100", "--epochs", "1")
    assert groundup(*quick, "--checkpoint", "c.st").returncode == 0
    before = (tmp_path / "c.st").read_bytes()
    for arguments, said in {
        (*quick, "--checkpoint", "c.st"): "already exists; go on from it with --resume c.st",
        ("train", "--checkpoint", "no/c.st"): "no folder no",
        ("train", "--checkpoint", "d.st", "--out", "./d.st"): "are the same file",
        ("train", "--resume", "c.st", "--out", "c.st"): "are the same file",
        ("train", "--resume", "c.st", "--eta", "3.0", "--augment"): "leave out --eta, --augment",
        ("train", "--resume", "c.st", "--checkpoint", "d.st"): "leave out --checkpoint",
        ("train", "--resume", "c.st", "--limit", "99"): "training samples are not the same: 100 ",
        ("train", "--resume", "digits.safetensors", "--out", "d.st"): "not a checkpoint",
        ("train", "--resume", "none.st"): "No such file",
    }.items():
        run = groundup(*arguments)
        assert run.returncode == 2
        assert said in run.stderr
        assert "Traceback" not in run.stderr
        assert "epoch " not in run.stdout
    assert (tmp_path / "c.st").read_bytes() == before
    assert groundup("test", "c.st").returncode == 0

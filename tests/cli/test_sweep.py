"""`groundup sweep` as a user has it: killed, run again, shown, and what it refuses."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

import groundup
from groundup.engines import kernel
from groundup.sweeping import read_sweep

SPACE = """
sizes = { choices = ["784-8-10", "784-16-10"] }
eta = { log_range = [0.3, 10.0] }
dtype = "float32"
limit = 3000
"""
SWEEP = ("sweep", "space.toml", "--trials", "6", "--halving", "1,2", "--workers", "2")


@pytest.fixture
def space(tmp_path: Path) -> Path:
    path = tmp_path / "space.toml"
    path.write_text(SPACE, encoding="utf-8")
    return path


@pytest.mark.slow
def test_the_winners_command_gives_the_winners_network(groundup, space: Path) -> None:
    ran = groundup(*SWEEP)
    assert ran.returncode == 0, ran.stderr
    assert "round 2 of 2" in ran.stdout
    command = ran.stdout.splitlines()[-1].removeprefix("next: groundup ")
    trained = groundup(*command.split(), "--out", "best.safetensors")
    assert trained.returncode == 0, trained.stderr
    found = read_sweep(space.parent / "sweep.db")
    network = groundup_network(space.parent / "best.safetensors")
    assert found.best is not None
    assert network.history[-1]["validation_accuracy"] == found.best.accuracy
    assert network.history[-1]["validation_cost"] == found.best.cost

    shown = groundup("sweep", "--show", "sweep.db", "--csv", "s.csv", "--plot", "s.svg")
    assert shown.returncode == 0, shown.stderr
    assert shown.stdout.splitlines()[-1] == ran.stdout.splitlines()[-1]
    assert len((space.parent / "s.csv").read_text(encoding="utf-8").splitlines()) == 1 + 6 + 2
    assert b"<svg" in (space.parent / "s.svg").read_bytes()
    said = json.loads(groundup("sweep", "--show", "sweep.db", "--json").stdout)
    assert (said["digest"], said["best"]) == (found.digest, found.best.trial)
    assert groundup(*SWEEP, "--json").stdout.count("\n") == 1  # all is there already


def groundup_network(path: Path) -> groundup.Network:
    return groundup.Network.load(path)


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc").is_dir(), reason="looks for processes in /proc")
def test_a_killed_coordinator_loses_nothing_and_its_workers_end(groundup, space: Path) -> None:
    running = subprocess.Popen(
        [sys.executable, "-m", "groundup", *SWEEP], cwd=space.parent, stdout=subprocess.DEVNULL
    )
    try:
        wait_for(lambda: results(space.parent / "sweep.db") >= 2)
        workers = children(running.pid)
        assert workers
    finally:
        running.send_signal(signal.SIGKILL)
        running.wait()
    before = results(space.parent / "sweep.db")
    wait_for(lambda: not any(alive(pid) for pid in workers))
    ran = groundup(*SWEEP)
    assert ran.returncode == 0, ran.stderr
    undisturbed = groundup(*SWEEP, "--out", "undisturbed.db")
    digest = [line for line in ran.stdout.splitlines() if line.startswith("digest")]
    assert digest == [l for l in undisturbed.stdout.splitlines() if l.startswith("digest")]
    assert 2 <= before <= 8


def wait_for(holds) -> None:
    end = time.monotonic() + 60
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.05)


def results(path: Path) -> int:
    if not path.exists():
        return 0
    try:
        with sqlite3.connect(path) as file:
            return file.execute("select count(*) from rounds").fetchone()[0]
    except sqlite3.OperationalError:  # it is being made
        return 0


def children(pid: int) -> list[int]:
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            name, _, rest = stat.read_text(encoding="utf-8").rpartition(")")
        except OSError:
            continue
        if int(rest.split()[1]) == pid:
            found.append(int(name.split()[0]))
    return found


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8")
    except OSError:
        return False
    return stat.rpartition(")")[2].split()[0] != "Z"


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="sends signals")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_it_and_it_says_how_to_go_on(space: Path, number: int) -> None:
    running = subprocess.Popen(
        [sys.executable, "-m", "groundup", *SWEEP],
        cwd=space.parent,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    wait_for(lambda: results(space.parent / "sweep.db") >= 1)
    os.killpg(running.pid, number)
    _, said = running.communicate(timeout=60)
    if running.returncode:  # it had not ended by then
        assert running.returncode == 128 + number
        [sentence] = said.splitlines()
        assert "run the same command to go on" in sentence


def test_other_data_and_another_kernel_are_refused_when_it_goes_on(
    groundup, tmp_path: Path
) -> None:
    (tmp_path / "space.toml").write_text("eta = { log_range = [0.1, 3.0] }", encoding="utf-8")
    data = tmp_path / "data.csv"

    def again(first: int, **environment: str):
        rows = [f"{i % 7},{i % 11},{'odd' if i % 3 else 'even'}" for i in range(first, first + 90)]
        data.write_text("\n".join(["a,b,way", *rows]), encoding="utf-8")
        named = ("sweep", "space.toml", "--data", "data.csv", "--label", "way")
        return groundup(
            *named, "--trials", "3", "--halving", "1,2", "--workers", "1", **environment
        )

    whole = again(0)
    assert whole.returncode == 0, whole.stderr
    with sqlite3.connect(tmp_path / "sweep.db") as file:  # as if it had been killed
        file.execute("delete from rounds where round = 1")
    refused = {f"but in {os.path.realpath(data)} the ": again(1)}
    if kernel.available() and kernel.variants() != ["baseline"]:
        refused["kernel is baseline here, and was "] = again(0, GROUNDUP_KERNEL="baseline")
    for words, run in refused.items():
        assert run.returncode == 2
        assert words in run.stderr
        assert run.stderr.count("\n") == 1
    assert again(0).stdout.splitlines()[-2:] == whole.stdout.splitlines()[-2:]


def test_results_of_no_trial_are_shown_as_such(groundup, space: Path) -> None:
    begun = groundup(*SWEEP, "--trials", "1", "--halving", "1")
    assert begun.returncode == 0, begun.stderr
    with sqlite3.connect(space.parent / "sweep.db") as file:
        file.execute("delete from rounds")
    shown = groundup("sweep", "--show", "sweep.db")
    assert (shown.returncode, shown.stderr) == (0, "")
    assert shown.stdout.splitlines()[-1] == (
        "not finished: to go on, run the command again that started the sweep"
    )


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["sweep"], "name a file with the options"),
        (["sweep", "nowhere.toml"], "check the path"),
        (["sweep", "space.toml", "--halving", "1,x"], "--halving must be rising numbers"),
        (["sweep", "space.toml", "--halving", "2,1"], "halving must be rising numbers"),
        (["sweep", "space.toml", "--workers", "0"], "--workers must be 1 or more"),
        (["sweep", "space.toml", "--data", "nowhere"], "nowhere"),
        (["sweep", "space.toml", "--cluster", "nowhere:client"], "module:function"),
        (["sweep", "space.toml", "--out", "no/where.db"], "there is no folder no"),
        (["sweep", "--show", "space.toml"], "cannot be read"),
    ],
)
def test_refusals_are_one_message(groundup, space: Path, arguments, words: str) -> None:
    ran = groundup(*arguments)
    assert ran.returncode == 2
    assert words in " ".join(ran.stderr.split())
    assert "Traceback" not in ran.stderr

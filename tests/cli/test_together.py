"""`groundup train --engine devices` in several processes: one network, one sentence at the end."""

from __future__ import annotations

import contextlib
import importlib.util
import io
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest

from groundup import Network, fit
from groundup.cli import together
from groundup.cli.supervisor import Supervisor
from groundup.engines import EngineMissingError
from groundup.engines.hosts import HEARTBEAT, MEETING, MET, Place, own_address, seconds
from groundup.errors import UserError

RUN = ("--engine", "devices", "--sizes", "784-12-10", "--batch", "20", "--limit", "2000")
LOCAL = ("--local-processes", "2")
SENTENCE = r"^groundup: .*, so training stopped; "
MOST = 30  # seconds from a loss to the end


class Running:
    """A command, what it says, and the processes that it supervises."""

    def __init__(
        self, folder: Path, *arguments: str, on: Sequence[str] = (), **environment: str
    ) -> None:
        pytest.importorskip("jax")
        self.process = subprocess.Popen(
            [*on, sys.executable, "-u", "-m", "groundup", "train", *arguments],
            cwd=folder,
            env=os.environ | {"JAX_PLATFORMS": "cpu", "JAX_NUM_CPU_DEVICES": "1"} | environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def wait_for(self, beginning: str) -> None:
        assert self.process.stdout is not None
        while not (line := self.process.stdout.readline()).startswith(beginning):
            assert line, self.process.communicate()[1]

    def children(self) -> list[int]:
        """Their numbers, in the order in which they began."""
        own = self.process.pid
        return [
            int(child) for child in Path(f"/proc/{own}/task/{own}/children").read_text().split()
        ]

    def end(self) -> tuple[int, str, str]:
        words, errors = self.process.communicate(timeout=240)
        return self.process.returncode, words, errors


def same(a: Path, b: Path, tolerance: float = 0.0) -> bool:
    one, other = Network.load(a), Network.load(b)
    pairs = zip(one.w + one.b, other.w + other.b, strict=True)
    return all(np.abs(p - q).max() <= tolerance * np.abs(q).max() for p, q in pairs)


def free_port() -> str:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return f"127.0.0.1:{found.getsockname()[1]}"


@pytest.mark.frameworks
@pytest.mark.slow
@pytest.mark.parametrize("sizes", ["784-12-10", "28x28-2c5p2-10"])
def test_two_processes_of_two_devices_give_the_network_of_one(sizes, tmp_path):
    run = (*RUN, "--sizes", sizes)
    two = Running(tmp_path, *run, *LOCAL, "--out", "two.safetensors", JAX_NUM_CPU_DEVICES="2")
    status, words, errors = two.end()
    assert status == 0, errors
    assert words.count("epoch 3/3") == 1
    assert "Gloo" not in words + errors
    status, _, errors = Running(tmp_path, *run, "--out", "one.safetensors").end()
    assert status == 0, errors
    assert same(tmp_path / "two.safetensors", tmp_path / "one.safetensors", 1e-12)


@pytest.mark.frameworks
@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="asks /proc for processes")
@pytest.mark.parametrize("which", [0, 1])
def test_a_killed_process_ends_in_a_sentence(tmp_path, which):
    kept = ("--checkpoint", "kept.safetensors")
    broken = Running(tmp_path, *RUN, *LOCAL, *kept, "--epochs", "500")
    broken.wait_for("epoch 2")
    started = time.monotonic()
    os.kill(broken.children()[which], signal.SIGKILL)
    status, _, errors = broken.end()
    assert time.monotonic() - started < MOST
    assert status == 75
    [sentence] = errors.splitlines()
    assert re.match(SENTENCE + "go on with --resume kept.safetensors", sentence)
    assert f"process {which} of 2 was killed" in sentence


@pytest.mark.frameworks
@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="asks /proc for processes")
def test_a_resumed_run_in_as_many_processes_ends_with_the_same_bits(tmp_path):
    whole = Running(tmp_path, *RUN, *LOCAL, "--epochs", "5", "--out", "whole.safetensors").end()
    assert whole[0] == 0, whole[2]
    broken = Running(tmp_path, *RUN, *LOCAL, "--epochs", "5", "--checkpoint", "kept.safetensors")
    broken.wait_for("epoch 1")
    os.kill(broken.children()[1], signal.SIGKILL)
    assert broken.end()[0] == 75
    again = Running(
        tmp_path, *LOCAL, "--resume", "kept.safetensors", "--out", "again.safetensors"
    ).end()
    assert again[0] == 0, again[2]
    assert same(tmp_path / "again.safetensors", tmp_path / "whole.safetensors")


@pytest.mark.frameworks
@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="asks /proc for processes")
def test_a_frozen_process_ends_in_a_sentence(tmp_path):
    frozen = Running(tmp_path, *RUN, *LOCAL, "--epochs", "5000", GROUNDUP_HEARTBEAT="5")
    frozen.wait_for("epoch 2")
    started = time.monotonic()
    os.kill(frozen.children()[1], signal.SIGSTOP)
    status, _, errors = frozen.end()
    assert time.monotonic() - started < MOST
    assert status == 75
    assert re.match(SENTENCE + "start again", errors)
    assert "process 1 of 2 no longer answers" in errors


@pytest.mark.frameworks
@pytest.mark.slow
@pytest.mark.parametrize("which", ["0", "1"])
def test_a_process_that_does_not_come_ends_in_a_sentence(tmp_path, which):
    started = time.monotonic()
    alone = Running(
        tmp_path, *RUN, "--coordinator", free_port(), "--processes", "2", "--process", which,
        GROUNDUP_MEETING="3",
    )  # fmt: skip
    status, _, errors = alone.end()
    assert time.monotonic() - started < MOST
    assert status == 75
    [sentence] = errors.splitlines()
    assert (
        "the processes did not find each other, so training stopped; start all of them" in sentence
    )


@pytest.mark.frameworks
@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_process_that_waits_for_others_is_stopped_at_once(tmp_path, number):
    waiting = Running(
        tmp_path, *RUN, "--coordinator", free_port(), "--processes", "2", "--process", "0"
    )
    time.sleep(5)  # it waits for 300 seconds
    waiting.process.send_signal(number)
    started = time.monotonic()
    status, _, errors = waiting.end()
    assert time.monotonic() - started < MOST
    assert (status, errors) == (128 + number, "")


@pytest.mark.frameworks
@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="asks /proc for its signals")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_that_all_processes_get_saves_what_was_learned(tmp_path, number):
    """JAX would keep SIGTERM to itself."""
    running = Running(tmp_path, *RUN, *LOCAL, "--epochs", "5000")
    running.wait_for("epoch 1")
    for child in running.children():
        os.kill(child, number)  # as schedulers, `kill -- -GROUP` and a closed terminal do
    running.process.send_signal(number)
    assert running.end()[0] == 128 + number
    assert Network.load(tmp_path / "digits.safetensors").history


@pytest.mark.frameworks
@pytest.mark.slow
def test_ctrl_c_on_the_second_machine_ends_both(tmp_path):
    where = ("--epochs", "5000", "--coordinator", free_port(), "--processes", "2", "--process")
    both = [Running(tmp_path, *RUN, *where, i, "--out", f"{i}.safetensors") for i in "01"]
    both[0].wait_for("epoch 2")
    both[1].process.send_signal(signal.SIGINT)
    started = time.monotonic()
    ends = [running.end() for running in both]
    assert time.monotonic() - started < MOST
    assert [end[0] for end in ends] == [75, 130]
    assert ends[1][2] == "groundup: stopped process 1 of 2; the others end, too\n"


@pytest.fixture
def machines() -> Iterator[list[list[str]]]:
    """What runs a command on each of two machines, 10.9.0.1 and 10.9.0.2: network namespaces with
    a cable between them."""
    names = [f"groundup{os.getpid()}{i}" for i in "ab"]
    cable = [f"g{os.getpid()}{i}" for i in "ab"]
    steps = [f"link add {cable[0]} type veth peer name {cable[1]}"]
    for i, (name, end) in enumerate(zip(names, cable, strict=True)):
        steps += [f"netns add {name}", f"link set {end} netns {name}"]
        steps += [f"-n {name} addr add 10.9.0.{i + 1}/24 dev {end}"]
        steps += [f"-n {name} link set {device} up" for device in (end, "lo")]
    try:
        for step in steps:
            try:
                subprocess.run(["ip", *step.split()], check=True, capture_output=True)
            except (OSError, subprocess.CalledProcessError) as error:
                pytest.skip(f"needs network namespaces: {error}")
        yield [["ip", "netns", "exec", name] for name in names]
    finally:
        for name in names:
            with contextlib.suppress(OSError):
                subprocess.run(["ip", "netns", "del", name], check=False, capture_output=True)


@pytest.mark.frameworks
@pytest.mark.slow
def test_two_machines_train_and_end_when_the_cable_is_cut(tmp_path, machines):
    def begun(*options: str) -> list[Running]:
        where = (*options, "--coordinator", "10.9.0.1:9000", "--processes", "2", "--process")
        return [
            Running(tmp_path, *RUN, *where, str(i), on=machine, GROUNDUP_HEARTBEAT="5")
            for i, machine in enumerate(machines)
        ]

    ends = [running.end() for running in begun()]
    assert [end[0] for end in ends] == [0, 0], ends
    cut = begun("--epochs", "5000")
    cut[0].wait_for("epoch 2")
    started = time.monotonic()
    subprocess.run([*machines[1], "ip", "link", "set", f"g{os.getpid()}b", "down"], check=True)
    ends = [running.end() for running in cut]
    assert time.monotonic() - started < MOST
    assert [end[0] for end in ends] == [75, 75]
    assert all(re.match(SENTENCE, end[2]) for end in ends)


def test_the_own_address_is_that_towards_the_coordinator():
    assert own_address("127.0.0.1:9") == "127.0.0.1"


@pytest.mark.frameworks
@pytest.mark.slow
def test_processes_with_other_options_do_not_start(tmp_path):
    where = ("--coordinator", free_port(), "--processes", "2")
    both = [
        Running(tmp_path, *RUN, *where, "--process", str(i), "--eta", eta)
        for i, eta in enumerate(("1.0", "2.0"))
    ]
    ends = [running.end() for running in both]
    assert [end[0] for end in ends] == [2, 2]
    assert all("expected the same --eta in all 2 processes" in end[2] for end in ends)


@pytest.mark.frameworks
@pytest.mark.slow
def test_what_slurm_says_is_enough(tmp_path):
    both = [
        Running(
            tmp_path, *RUN, "--out", f"{i}.safetensors", SLURM_JOB_ID=str(os.getpid()),
            SLURM_STEP_NODELIST="localhost", SLURM_NTASKS="2", SLURM_PROCID=str(i),
            SLURM_LOCALID="0", SLURM_STEP_NUM_NODES="2",
        )
        for i in range(2)
    ]  # fmt: skip
    ends = [running.end() for running in both]
    assert [end[0] for end in ends] == [0, 0], ends
    assert "epoch 3/3" in ends[0][1]
    assert ends[1][1] == ""
    assert (tmp_path / "0.safetensors").exists()
    assert not (tmp_path / "1.safetensors").exists()


@pytest.mark.frameworks
@pytest.mark.slow
def test_a_batch_that_the_devices_do_not_divide_is_refused(tmp_path):
    status, _, errors = Running(tmp_path, *RUN, *LOCAL, "--batch", "21").end()
    assert status == 2
    assert errors.count("expected a multiple of 2") == 1


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--local-processes", "1"), "2 to 256"),
        (("--local-processes", "2", "--process", "0"), "one machine"),
        (("--coordinator", "a:1"), "all of"),
        (("--coordinator", "a", "--processes", "2", "--process", "0"), "HOST:PORT"),
        (("--coordinator", "a:1", "--processes", "2", "--process", "2"), "0 to 1"),
        (("--coordinator", "localhost:99999", "--processes", "2", "--process", "0"), "99999: "),
    ],
)
def test_what_makes_no_sense_is_refused(groundup, arguments, words):
    run = groundup("train", "--engine", "devices", *arguments)
    assert run.returncode == 2
    assert words in run.stderr


def test_only_devices_train_in_several_processes(groundup):
    run = groundup("train", "--local-processes", "2")
    assert run.returncode == 2
    assert "--engine devices, not auto" in run.stderr


def test_a_port_that_is_taken_is_refused(groundup):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        address = f"127.0.0.1:{taken.getsockname()[1]}"
        where = ("--coordinator", address, "--processes", "2", "--process", "0")
        run = groundup("train", "--engine", "devices", *where)
    assert run.returncode == 2
    assert f"--coordinator {address}: " in run.stderr


def test_without_jax_a_sentence_says_what_to_install(monkeypatch):
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(EngineMissingError, match=r"groundup\[devices\]"):
        together.supervise_if_asked("devices", None, None, None, 2, None)


def test_a_checkpoint_of_another_engine_goes_on_in_one_process(tmp_path, groundup):
    kept = tmp_path / "kept.safetensors"
    fit(Network([4, 2]), ([[0.0] * 4], [1]), epochs=1, engine="numpy", checkpoint=kept)
    run = groundup("train", "--resume", str(kept), "--local-processes", "2")
    assert run.returncode == 2
    assert "--engine devices, not numpy" in run.stderr


def test_a_scheduler_s_processes_go_on_together(tmp_path, monkeypatch):
    begun = []
    monkeypatch.setattr(together.Supervisor, "run", lambda self, _: begun.append(self.places) or 0)
    monkeypatch.setattr(together, "require_jax", lambda: None)
    monkeypatch.setattr(together, "engine_of", lambda checkpoint: "devices")
    monkeypatch.setenv("SLURM_NTASKS", "2")
    monkeypatch.setenv("SLURM_PROCID", "1")
    with pytest.raises(SystemExit):
        together.supervise_if_asked(None, None, None, None, None, tmp_path / "kept.safetensors")
    assert begun == [[Place()]]


def test_what_is_said_after_jax_is_passed_on(capsys):
    supervisor = Supervisor([Place("a:1", 2, 0)], None)
    supervisor.said.append([])
    words = [
        "E0000 00:00:1 cuda_dnn.cc:8579] Unable to register\n", "  and so on\n",
        f"{MET}\n", "stopped by Ctrl-C in epoch 2\n",
    ]  # fmt: skip
    supervisor._read_errors(io.StringIO("".join(words)), supervisor.said[0])
    assert capsys.readouterr().err == "stopped by Ctrl-C in epoch 2\n"
    assert supervisor.met


def test_a_scheduler_is_noticed_where_it_has_started_several(monkeypatch):
    for name in ("SLURM_NTASKS", "SLURM_PROCID", "OMPI_COMM_WORLD_SIZE", "OMPI_COMM_WORLD_RANK"):
        monkeypatch.delenv(name, raising=False)
    assert not together.detected()
    monkeypatch.setenv("SLURM_PROCID", "0")
    monkeypatch.setenv("SLURM_NTASKS", "1")
    assert not together.detected()
    monkeypatch.setenv("SLURM_NTASKS", "4")
    assert together.detected()


def test_processes_of_one_machine_meet_at_a_free_port() -> None:
    places = together.asked_places(None, None, None, 3)
    assert [place[1:] for place in places] == [(3, 0), (3, 1), (3, 2)]
    assert len({place.coordinator for place in places}) == 1
    assert together.asked_places("[::1]:9000", 2, 1, None) == [Place("[::1]:9000", 2, 1)]


def test_times_are_whole_seconds(monkeypatch):
    monkeypatch.setenv(HEARTBEAT, "7")
    monkeypatch.delenv(MEETING, raising=False)
    assert (seconds(HEARTBEAT), seconds(MEETING)) == (7, 300)
    monkeypatch.setenv(HEARTBEAT, "0")
    with pytest.raises(UserError, match="whole seconds above 0"):
        seconds(HEARTBEAT)

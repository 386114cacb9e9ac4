"""`groundup train`, as a user meets it."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from groundup import Data, Network, Samples, fit

QUICK = ("train", "--limit", "500", "--epochs", "2")


def test_it_says_what_it_learned_where_the_model_is_and_what_is_next(groundup, tmp_path) -> None:
    run = groundup(*QUICK)
    assert run.returncode == 0
    assert run.stderr == ""
    lines = run.stdout.splitlines()
    assert lines[0] == "784-30-10, sigmoid, quadratic cost: 23,860 weights and biases"
    epochs = [
        line
        for line in lines
        if re.fullmatch(r"epoch \d/2   cost 0\.\d{4}   validation \d\d\.\d\d%   \d+\.\d\d s", line)
    ]
    assert len(epochs) == 2
    assert re.search(r"test \d\d\.\d\d%: \d,\d{3} of 10,000", run.stdout)
    assert lines[-2:] == ["saved digits.safetensors", "next: groundup test digits.safetensors"]
    network = Network.load(tmp_path / "digits.safetensors")
    assert network.sizes == [784, 30, 10]
    assert [record["epoch"] for record in network.history] == [1, 2]


def test_steps_that_drive_all_neurons_to_their_limits_are_remarked_on(groundup) -> None:
    run = groundup(*QUICK, "--eta", "1e6")
    assert run.returncode == 0
    assert "nothing was learned" in run.stdout
    assert "try a smaller --eta" in run.stdout
    assert "nothing was learned" not in groundup(*QUICK).stdout


def test_piped_output_has_no_colours_and_no_bar(groundup) -> None:
    run = groundup(*QUICK, TERM="xterm-256color")
    assert "\x1b" not in run.stdout + run.stderr
    assert "━" not in run.stdout + run.stderr


def test_options_reach_the_training(groundup, tmp_path) -> None:
    options = ("--sizes", "784-12-11-10", "--activation", "tanh,relu,linear", "--eta", "0.01")
    run = groundup(
        *QUICK, *options, "--batch", "7", "--init", "normal", "--seed", "3", "--engine", "arrays",
        "--out", "a.safetensors",
    )  # fmt: skip
    assert run.returncode == 0, run.stderr
    network = Network.load(tmp_path / "a.safetensors")
    assert network.sizes == [784, 12, 11, 10]
    assert network.activations == ["tanh", "relu", "linear"]
    assert network.history[0]["eta"] == 0.01
    again = groundup(*QUICK, *options, "--seed", "3", "--out", "b.safetensors")
    assert again.returncode == 0
    assert Network.load(tmp_path / "b.safetensors").w[0][0, 0] != network.w[0][0, 0]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--sizes", "784-x"), "--sizes"),
        (("--sizes", "784"), "two or more"),
        (("--sizes", "784-0-10"), "positive"),
        (("--sizes", "100-30-10"), "784"),
        (("--sizes", "784-30-5"), "ends with 5"),
        (("--sizes", "784-30-11"), "ends with 11"),
        (("--sizes", "784-10000000-10"), "weights"),
        (("--out", "a" * 300), "--out"),
        (("--optimiser", "sgdd"), "sgdd"),
        (("--dtype", "int8"), "int8"),
        (("--sizes", "784-43000000-10"), "weights"),
        (("--threads", "99999999999"), "threads"),
        (("--activation", "softmax"), "last layer only"),
        (("--epochs", "0"), "0"),
        (("--batch", "-3"), "-3"),
        (("--eta", "nan"), "nan"),
        (("--eta", "-1"), "-1"),
        (("--limit", "0"), "--limit"),
        (("--engine", "gpu"), "gpu"),
        (("--init", "zeros"), "zeros"),
        (("--activation", "softplus"), "softplus"),
        (("--activation", "tanh,tanh,tanh"), "must be 2 names"),
        (("--out", "nowhere/a.safetensors"), "nowhere"),
        (("--out", "."), "folder"),
        (("--data", "nowhere"), "nowhere"),
        (("--epochs", "many"), "--epochs"),
        (("--epochs", "100001"), "at most 100,000"),
    ],
)
def test_nonsense_is_refused_with_one_message(groundup, tmp_path, arguments, said) -> None:
    run = groundup("train", *arguments)
    assert run.returncode == 2
    assert said in run.stderr
    assert "Traceback" not in run.stderr
    assert "epoch" not in run.stdout.replace("epochs", "")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("number", "name", "status"),
    [
        (signal.SIGINT, "Ctrl-C", 130),
        (signal.SIGTERM, "SIGTERM", 143),
        (signal.SIGHUP, r"SIGHUP \(the terminal was closed\)", 129),
    ],
)
def test_whoever_is_stopped_keeps_what_was_learned(
    tmp_path: Path, number: int, name: str, status: int
) -> None:
    command = [sys.executable, "-u", "-m", "groundup", "train", "--epochs", "1000"]
    with subprocess.Popen(
        command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as run:
        assert run.stdout is not None
        while "epoch 1/" not in run.stdout.readline():
            pass
        time.sleep(0.2)
        run.send_signal(number)
        _, errors = run.communicate(timeout=30)
    assert run.returncode == status
    assert re.search(f"stopped by {name} in epoch", errors)
    assert "what was learned so far is in digits.safetensors" in errors
    assert "Traceback" not in errors
    _, accuracy = Network.load(tmp_path / "digits.safetensors").measure(*load_test())
    assert accuracy > 0.9


def test_a_run_that_ignores_sighup_goes_on(tmp_path: Path) -> None:
    """As nohup has it."""
    command = ["nohup", sys.executable, "-u", "-m", "groundup", *QUICK, "--epochs", "200"]
    with subprocess.Popen(
        command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as run:
        assert run.stdout is not None
        while "epoch 1/" not in run.stdout.readline():
            pass
        run.send_signal(signal.SIGHUP)
        said, _ = run.communicate(timeout=60)
    assert run.returncode == 0
    assert "saved digits.safetensors" in said


@pytest.mark.parametrize("imported", ["typer", "rich", "numpy", "safetensors"])
def test_ctrl_c_while_it_imports_is_quiet(groundup, tmp_path: Path, imported: str) -> None:
    (tmp_path / f"{imported}.py").write_text(
        "import os, signal, time; os.kill(os.getpid(), signal.SIGINT); time.sleep(5)"
    )
    run = groundup("train", PYTHONPATH=f"{tmp_path}{os.pathsep}{os.environ.get('PYTHONPATH', '')}")
    assert run.returncode in (130, -signal.SIGINT)
    assert run.stdout == ""
    assert "Traceback" not in run.stderr
    assert len(run.stderr.splitlines()) < 2
    assert not (tmp_path / "digits.safetensors").exists()


def test_ctrl_c_before_a_command_begins_is_quiet() -> None:
    code = (
        "import groundup.cli as cli\ndef app(): raise KeyboardInterrupt\ncli.app = app; cli.main()"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert (run.returncode, run.stdout, run.stderr) == (130, "", "")


def load_test():
    from groundup import load_data

    return load_data("mnist").test


def test_a_model_that_cannot_go_where_it_should_is_saved_elsewhere(groundup, tmp_path) -> None:
    (tmp_path / "elsewhere").mkdir()
    code = (
        "import groundup.formats.models as m; real = m.write_atomically\n"
        "def full(path, data):\n"
        "    if str(path).endswith('digits.safetensors'): raise OSError(28, 'disk full')\n"
        "    real(path, data)\n"
        "m.write_atomically = full\n"
        "import sys; sys.argv = ['groundup', 'train', '--limit', '100', '--epochs', '1']\n"
        "from groundup.cli import main; main()"
    )
    run = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env={"PATH": "", "TMPDIR": str(tmp_path / "elsewhere")},
        capture_output=True,
        text=True,
    )
    assert run.returncode == 2
    assert "disk full" in run.stderr
    (spare,) = (tmp_path / "elsewhere").iterdir()
    assert str(spare) in run.stderr
    assert Network.load(spare).sizes == [784, 30, 10]


@pytest.mark.parametrize("sink", ["| head -n 1", "> /dev/full"])
def test_nothing_learned_is_lost_when_nobody_reads_the_lines(tmp_path: Path, sink: str) -> None:
    """`head` goes away after the first line; a full disk takes none at all."""
    command = f"{sys.executable} -u -m groundup train --epochs 2 {sink}"
    run = subprocess.run(["bash", "-c", command], cwd=tmp_path, capture_output=True, text=True)
    assert "Traceback" not in run.stderr
    if "head" in sink:
        assert "what was learned so far is in digits.safetensors" in run.stderr
        assert len(Network.load(tmp_path / "digits.safetensors").history) >= 1
    else:
        assert "nothing was learned" in run.stderr


def test_too_little_memory_to_go_on_loses_nothing(tmp_path: Path) -> None:
    code = (
        "import groundup.cli.learning as learning; line = learning.line\n"
        "def short(record, *more):\n"
        "    if record.epoch == 2: raise MemoryError\n"
        "    return line(record, *more)\n"
        "learning.line = short\n"
        "import sys; sys.argv = ['groundup', 'train', '--limit', '100']\n"
        "from groundup.cli import main; main()"
    )
    run = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True)
    assert run.returncode == 2
    assert "not enough memory to go on; what was learned so far is in digits" in run.stderr
    assert len(Network.load(tmp_path / "digits.safetensors").history) == 2


def test_a_disk_that_is_full_beforehand_is_told_with_the_file(tmp_path: Path) -> None:
    code = (
        "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))\n"
        "import sys; sys.argv = ['groundup', 'train', '--limit', '100']\n"
        "from groundup.cli import main; main()"
    )
    run = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True)
    assert run.returncode == 2
    assert run.stderr == (
        "groundup: --out: digits.safetensors cannot be written: File too large; name a file "
        "elsewhere\n"
    )
    assert not list(tmp_path.iterdir())


def test_a_second_ctrl_c_does_not_stop_the_saving(tmp_path: Path) -> None:
    command = [sys.executable, "-u", "-m", "groundup", "train", "--epochs", "1000"]
    with subprocess.Popen(
        command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as run:
        assert run.stdout is not None
        while "epoch 1/" not in run.stdout.readline():
            pass
        for _ in range(20):
            run.send_signal(signal.SIGINT)
            time.sleep(0.002)
        _, errors = run.communicate(timeout=30)
    assert run.returncode == 130
    assert "Traceback" not in errors
    assert Network.load(tmp_path / "digits.safetensors").history


def test_ctrl_c_before_anything_was_learned_leaves_the_old_model(tmp_path: Path) -> None:
    old = tmp_path / "digits.safetensors"
    Network([784, 10]).save(old)
    before = old.read_bytes()
    code = (
        "import groundup.training.steps as steps\n"
        "def stop(*arguments): raise KeyboardInterrupt\n"
        "steps.EngineSteps.epoch = stop\n"
        "import sys; sys.argv = ['groundup', 'train']\n"
        "from groundup.cli import main; main()"
    )
    run = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True)
    assert run.returncode == 130
    assert "nothing was learned" in run.stderr
    assert old.read_bytes() == before


def test_divergence_ends_in_one_message(groundup, tmp_path: Path) -> None:
    run = groundup(*QUICK, "--activation", "relu,linear", "--eta", "1000")
    assert run.returncode == 2
    assert "try a learning rate of 100 instead of 1000" in run.stderr
    assert "Warning" not in run.stderr
    assert not list(tmp_path.iterdir())


def test_a_recipe_is_a_set_of_defaults(groundup, tmp_path: Path) -> None:
    run = groundup(*QUICK, "--recipe", "fast", "--eta", "0.1")
    assert run.returncode == 0, run.stderr
    network = Network.load(tmp_path / "digits.safetensors")
    assert network.sizes == [784, 192, 10]
    assert network.activations == ["relu", "softmax"]
    assert network.cost == "cross-entropy"
    assert network.dtype == "float32"
    assert network.history[0]["eta"] == 0.1
    assert network.history[1]["eta"] < 0.1
    assert len(network.history) == 2
    assert re.search(r"2 epochs of training took \d+\.\d\d s", run.stdout)


def test_a_recipe_serves_another_depth(groundup, tmp_path: Path) -> None:
    run = groundup(*QUICK, "--recipe", "best", "--sizes", "784-20-19-18-10")
    assert run.returncode == 0, run.stderr
    network = Network.load(tmp_path / "digits.safetensors")
    assert network.activations == ["relu", "relu", "relu", "softmax"]


def test_an_unknown_recipe_names_those_there_are(groundup) -> None:
    run = groundup("train", "--recipe", "slow")
    assert run.returncode == 2
    assert "origin" in run.stderr
    assert "nielsen" in run.stderr


@pytest.mark.parametrize(
    ("sizes", "activation", "layers"),
    [
        ("784-10", "relu,sigmoid", ["sigmoid"]),
        ("784-9-10", "relu,sigmoid", ["relu", "sigmoid"]),
        ("784-9-8-7-10", "tanh,linear", ["tanh", "tanh", "tanh", "linear"]),
        ("784-9-8-10", "relu", ["relu", "relu", "relu"]),
    ],
)
def test_two_activations_serve_any_depth(
    groundup, tmp_path: Path, sizes: str, activation: str, layers: list[str]
) -> None:
    run = groundup(*QUICK, "--sizes", sizes, "--activation", activation, "--eta", "0.001")
    assert run.returncode == 0, run.stderr
    assert Network.load(tmp_path / "digits.safetensors").activations == layers


@pytest.mark.slow
def test_adams_rates_reach_the_training(groundup, tmp_path: Path, digits: Data) -> None:
    train = Samples(digits.train.x[:500], digits.train.y[:500])
    given, seen = {"beta1": 0.5, "beta2": 0.9, "epsilon": 0.01}, set()
    for changed in ({}, *({name: value} for name, value in given.items()), given):
        arguments = [word for name, value in changed.items() for word in (f"--{name}", str(value))]
        run = groundup(*QUICK, "--optimiser", "adam", "--eta", "0.01", *arguments)
        assert run.returncode == 0, run.stderr
        network = Network([784, 30, 10])
        fit(network, train, None, epochs=2, optimiser="adam", eta=0.01, **changed)
        saved = Network.load(tmp_path / "digits.safetensors")
        assert [w.tobytes() for w in saved.w] == [w.tobytes() for w in network.w]
        seen.add(saved.w[0].tobytes())
    assert len(seen) == 5  # each of them matters
    for name in given:
        refused = groundup(*QUICK, "--optimiser", "adam", f"--{name}", "-1")
        assert (refused.returncode, name in refused.stderr) == (2, True)


@pytest.mark.parametrize("option", ["--out", "--checkpoint"])
def test_a_model_that_would_pretend_to_be_something_else_is_refused_first(groundup, option) -> None:
    run = groundup("train", option, "model.h5")
    assert run.returncode == 2
    assert run.stdout == ""
    assert "such as model.safetensors, but .h5 files are Keras's own" in run.stderr

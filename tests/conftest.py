"""What many tests need: real digits, and the command as a user runs it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from subprocess import PIPE

import pytest
from hypothesis import HealthCheck, settings

# One test runs on each core, so NumPy's threads would only wait for each other.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from groundup.data import Data, Samples, load_data

settings.register_profile(  # other tests run beside it
    "unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("unhurried")

# Tests that run behind something else have Ctrl-C ignored, and so would all that they start.
signal.signal(signal.SIGINT, signal.default_int_handler)

LONGEST = ("test_readme.py", "test_views.py")  # half a minute each

Command = Callable[..., "subprocess.CompletedProcess[str]"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest come first, so that nobody waits for them at the end."""
    items.sort(key=lambda item: item.path.name not in LONGEST)


@pytest.fixture(scope="session")
def digits() -> Data:
    return load_data("mnist")


@pytest.fixture(scope="session")
def few(digits: Data) -> Data:
    """Some hundred digits of each part."""
    return Data(*(Samples(part.x[:500], part.y[:500]) for part in digits))


@pytest.fixture(scope="session")
def commands() -> Iterator[subprocess.Popen[str]]:
    """What runs commands without starting Python anew for each."""
    server = [sys.executable, str(Path(__file__).with_name("commands.py"))]
    with subprocess.Popen(server, stdin=PIPE, stdout=PIPE, text=True) as process:
        yield process


@pytest.fixture
def groundup(
    commands: subprocess.Popen[str], tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> Command:
    """Runs the command in an empty folder, its output in files; in a new process where something
    is said to Python itself."""

    def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        if any(name.startswith("PYTHON") for name in environment):
            command = [sys.executable, "-m", "groundup", *arguments]
            own = os.environ | environment
            return subprocess.run(
                command, cwd=tmp_path, env=own, capture_output=True, text=True, timeout=300
            )
        assert commands.stdin is not None
        assert commands.stdout is not None
        files = [tmp_path_factory.mktemp("said") / name for name in ("output", "errors")]
        for file in files:
            file.touch()
        request = [arguments, tmp_path, os.environ | environment, *files]
        print(json.dumps(request, default=str), file=commands.stdin, flush=True)
        status = int(commands.stdout.readline())
        said = [file.read_text() for file in files]
        return subprocess.CompletedProcess(arguments, status, *said)

    return run

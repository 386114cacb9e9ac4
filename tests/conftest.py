"""What many tests need: real digits, and the command as a user runs it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from groundup.data import Data, Samples, load_data

settings.register_profile(  # other tests run beside it
    "unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("unhurried")

Command = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="session")
def digits() -> Data:
    return load_data("mnist")


@pytest.fixture(scope="session")
def few(digits: Data) -> Data:
    """Some hundred digits of each part."""
    return Data(*(Samples(part.x[:500], part.y[:500]) for part in digits))


@pytest.fixture
def groundup(tmp_path: Path) -> Command:
    """Runs the command in an empty folder, its output piped."""

    def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "groundup", *arguments],
            cwd=tmp_path,
            env=os.environ | environment,
            capture_output=True,
            text=True,
            timeout=300,
        )

    return run

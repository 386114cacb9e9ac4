"""What setup.py builds is what the sources and the compiler at hand make, or nothing."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.mark.skipif(os.name != "posix", reason="the extension's name is another")
@pytest.mark.parametrize("older", [True, False])
def test_an_earlier_build_is_not_installed_where_the_compiler_fails(
    tmp_path: Path, older: bool
) -> None:
    earlier = tmp_path / "built" / "groundup" / "engines" / "_native.abi3.so"
    earlier.parent.mkdir(parents=True)
    earlier.write_bytes(b"built before")
    if older:  # than the sources, as after another commit was checked out
        os.utime(earlier, (0, 0))
    command = [sys.executable, "setup.py", "-q", "build_ext"]
    command += ["--build-lib", str(tmp_path / "built"), "--build-temp", str(tmp_path / "objects")]
    environment = {name: text for name, text in os.environ.items() if "GROUNDUP" not in name}
    environment |= {"CC": str(tmp_path / "no-compiler"), "PYTHONPATH": ""}
    subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True)
    assert earlier.exists() is not older

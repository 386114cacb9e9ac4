"""The kernel compiled for another system by Zig."""

from __future__ import annotations

from pathlib import Path

import pytest

from scripts.wheels import checks, compiling
from scripts.wheels.targets import TARGETS

MUSL = next(target for target in TARGETS if target.platform == "musllinux_1_2_x86_64")


@pytest.mark.slow
def test_zigs_kernel_gives_gccs_bits(tmp_path: Path) -> None:
    pytest.importorskip("ziglang", reason="pip install '.[dev]'")
    try:
        found = checks.gives_known_bits(checks.Built(MUSL, tmp_path / "none.whl", tmp_path))
    except checks.NotRunError as problem:
        pytest.skip(str(problem))
    assert "baseline" in found


def test_headers_are_this_pythons_with_settings_for_every_system(tmp_path: Path) -> None:
    given = tmp_path / "given"
    given.mkdir()
    (given / "Python.h").write_text("of this Python")
    (given / "pyconfig.h").write_text("of this system")
    made = compiling.headers(given, tmp_path)
    assert (made / "Python.h").read_text() == "of this Python"
    assert "MS_WIN64" in (made / "pyconfig.h").read_text()
    assert (given / "pyconfig.h").read_text() == "of this system"

"""The kernel compiled for another system by Zig."""

from __future__ import annotations

from pathlib import Path

from scripts.wheels import compiling


def test_headers_are_this_pythons_with_settings_for_every_system(tmp_path: Path) -> None:
    given = tmp_path / "given"
    given.mkdir()
    (given / "Python.h").write_text("of this Python")
    (given / "pyconfig.h").write_text("of this system")
    made = compiling.headers(given, tmp_path)
    assert (made / "Python.h").read_text() == "of this Python"
    assert "MS_WIN64" in (made / "pyconfig.h").read_text()
    assert (given / "pyconfig.h").read_text() == "of this system"

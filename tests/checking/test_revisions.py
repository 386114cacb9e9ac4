"""When a file is saved, in the ways in which editors save."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from groundup.checking import revisions
from groundup.checking.revisions import Revisions

TEXT = "import layers\nfrom nets.dense import Dense\nimport json\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    (tmp_path / "layers.py").write_text("from costs import mse\n")
    (tmp_path / "costs.py").write_text("mse = 1\n")
    (tmp_path / "unused.py").write_text("")
    (tmp_path / "nets").mkdir()
    (tmp_path / "nets" / "__init__.py").write_text("")
    (tmp_path / "nets" / "dense.py").write_text("from .base import Base\n")
    (tmp_path / "nets" / "base.py").write_text("Base = 1\n")
    (tmp_path / "mynet.py").write_text(TEXT)
    return tmp_path / "mynet.py"


@pytest.fixture
def later() -> Iterator[Callable[..., None]]:
    """Does something a moment later, while somebody waits."""
    begun: list[threading.Thread] = []

    def do(*steps: Callable[[], object], pause: float = 0.05) -> None:
        def run() -> None:
            for step in steps:
                time.sleep(pause)
                step()

        begun.append(threading.Thread(target=run))
        begun[-1].start()

    yield do
    for thread in begun:
        thread.join()


def waited(found: Revisions) -> list[str]:
    """What was told while it waited."""
    told: list[str] = []
    found.wait(lambda: told.append("gone"))
    return told


def test_its_own_modules_belong_to_it(file: Path) -> None:
    found = Revisions(str(file))
    found.begin()
    names = {str(one.relative_to(file.parent)) for one in found.files}
    nets = {f"nets{os.sep}{name}.py" for name in ("__init__", "dense", "base")}
    assert names == {"mynet.py", "layers.py", "costs.py", *nets}


@pytest.mark.parametrize("name", ["mynet.py", "costs.py", "adapter.py"])
def test_each_of_them_is_waited_for(name: str, file: Path, later: Callable[..., None]) -> None:
    adapter = file.with_name("adapter.py")
    adapter.write_text("")
    found = Revisions(f"{file}:Dense", (adapter,))
    found.begin()
    later(lambda: file.with_name(name).write_text("x = 10\n"))
    assert waited(found) == []


def test_a_save_during_a_check_is_seen_after_it(file: Path) -> None:
    found = Revisions(str(file))
    found.begin()
    file.write_text(f"{TEXT}x = 1\n")
    assert waited(found) == []


def test_a_file_that_is_replaced_is_checked_once(file: Path, later: Callable[..., None]) -> None:
    """Some editors write another file and rename it, others remove or empty the old one first."""
    found, new = Revisions(str(file)), file.with_name("mynet.py~")
    found.begin()
    new.write_text(TEXT)
    later(
        file.unlink,
        lambda: file.write_text(""),
        lambda: file.write_text("x ="),
        lambda: file.write_text("x = 1\n"),
        lambda: new.replace(file),
    )
    assert waited(found) == []
    assert file.read_text() == TEXT


def test_what_is_gone_is_told_once_and_waited_for(
    file: Path, later: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(revisions, "MISSED", 0.2)
    found = Revisions(str(file))
    found.begin()
    later(file.unlink, lambda: time.sleep(1.0), lambda: file.write_text(TEXT))
    assert waited(found) == ["gone"]


def test_a_syntax_error_keeps_the_modules(file: Path) -> None:
    found = Revisions(str(file))
    found.begin()
    before = found.files
    for text in ("def (", "", "# nothing\n"):
        file.write_text(text)
        found.begin()
        assert found.files == before
    file.unlink()
    found.begin()
    assert found.files == before

"""What a loop over several parameters moves, by the names that its author gave."""

from __future__ import annotations

from pathlib import Path

import pytest

from groundup.checking.loading.loop_names import loop_names

LOOPS = {
    "for p, g in zip([w, self.b], [dw, db]):": ("w", "self.b"),
    "for i, (p, g) in enumerate(zip((w, b[0]), grads)):": ("w", "b[0]"),
    "for p in params:": ("w1", "b1"),
    "for p, g in ((w, dw), [b, db]):": ("w", "b"),
    "for i, (g, p) in enumerate(pairs):": ("w1", "b1"),
    "for p, g in ((w, dw), (b, db, 1)):": (),
    "for p in twice:": (),
    "for p in [w * 2, b]:": (),
    "for q in [w, b]:": (),
    "for p, g in zip(*both):": (),
}
BEFORE = "params = [w1, b1]; pairs = [(g, w1), (h, b1)]\ntwice = [w]\ntwice = [b]\n"


@pytest.mark.parametrize("loop", LOOPS)
@pytest.mark.parametrize("moved", ["p -= g", "p[:] = p - g", "p.data -= g"])
def test_a_loop_moves_what_is_written_in_it(loop: str, moved: str, tmp_path: Path) -> None:
    (file := tmp_path / "net.py").write_text(f"{BEFORE}{loop}\n    {moved}\n")
    assert loop_names(str(file), (5, 4)) == LOOPS[loop]


def test_outside_of_a_loop_there_are_none(tmp_path: Path) -> None:
    (file := tmp_path / "net.py").write_text("w -= g\n")
    assert loop_names(str(file), (1, 0)) == ()
    assert loop_names(str(tmp_path / "none.py"), (1, 0)) == ()

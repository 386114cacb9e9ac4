"""All rungs are read, and right."""

from __future__ import annotations

import pytest

from groundup.checking.model.declared import Declared
from groundup.checking.model.offered import Offered
from groundup.checking.reading.observation import observe
from groundup.rungs import RUNGS, load, runs_here, source
from tests.checking.conftest import check_right, check_stepped


@pytest.mark.parametrize("name", RUNGS)
@pytest.mark.parametrize("activation", [None, "tanh"])
def test_a_rung_is_right(name: str, activation: str | None) -> None:
    if not runs_here(name):
        pytest.skip("no C compiler when groundup was installed")
    offered = Offered(dict(vars(load(name))), source(name))
    declared = Declared(activations=(activation,) if activation else None)
    shown = observe(offered, declared)
    check_right(shown)
    check_stepped(shown)
    assert shown.style == "a module like groundup's rungs"
    assert shown.known_from["activation"] == ("declared" if activation else "given")

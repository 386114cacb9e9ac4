"""Where an array of whole numbers is replaced, every name of it gets the new one."""

from __future__ import annotations

import textwrap
from types import SimpleNamespace

import numpy as np

from groundup.checking.reading.watching.recording.aliases import (
    exchanged,
    reached,
    renamed,
    replaced,
)
from groundup.checking.reading.watching.recording.recorder import Recorder
from tests.checking.reading.watching.conftest import everything, key, run

OLD, NEW = np.array([[0, 1], [1, 0]]), np.array([[0.5, 0.25], [0.75, 0.5]])
TRAINED = textwrap.dedent("""
    import numpy as np

    class Net:
        def __init__(self, samples):
            self.samples, self.w, self.sums = samples, np.zeros(2), []

        def fit(self, x):
            for turn in range(3):
                self.w = self.w + x.sum(axis=0)
                self.sums.append(float((x == self.samples).all()))

    whole = np.array([[0, 0], [0, 1]])
    net = Net(whole)
    net.fit(whole)
    """)


def test_what_is_at_a_path() -> None:
    thing = SimpleNamespace(rows=[OLD])
    assert reached(thing, (("attribute", "rows"), ("item", 0))) is OLD
    assert reached(thing, (("attribute", "none"),)) is None
    assert reached(thing, (("attribute", "rows"), ("every", None))) is None


def test_only_another_array_replaces_one() -> None:
    assert replaced(OLD, NEW) == {id(OLD): (OLD, NEW)}
    assert replaced(OLD, OLD) == {} == replaced([1], NEW)
    old, new = (OLD, OLD), (NEW, NEW)
    assert replaced(old, new) == {id(old): (old, new)}  # of samples


def test_names_lists_dictionaries_and_own_objects_get_the_new_one() -> None:
    exchange = replaced(OLD, NEW)
    assert renamed({"x": OLD, "y": NEW}, exchange) == {"x": NEW}
    net = SimpleNamespace(x=OLD, kept=[OLD, {"again": OLD}], other=np.ones(2))
    net.itself = net
    exchanged(net, exchange, lambda thing: isinstance(thing, SimpleNamespace))
    assert net.x is NEW
    assert net.kept[0] is NEW
    assert net.kept[1]["again"] is NEW
    assert net.other.tolist() == [1.0, 1.0]


def test_objects_of_others_are_left_alone() -> None:
    net = SimpleNamespace(x=OLD)
    exchanged(net, replaced(OLD, NEW), lambda thing: False)
    assert net.x is OLD


def test_a_method_that_is_given_whole_numbers_gets_those_of_the_probe() -> None:
    loop = key(TRAINED, "for turn")
    recorder = Recorder(everything, loop, loop, {(("name", "whole"),): NEW})
    run(TRAINED, recorder)
    assert recorder.done
    assert recorder.end[("name", "net"), ("attribute", "w")].array.tolist() == [1.25, 0.75]
    assert recorder.end[("name", "net"), ("attribute", "sums")].array.tolist() == [1.0]

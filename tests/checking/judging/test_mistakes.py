"""Which values on the way back are gradients."""

from __future__ import annotations

from pathlib import Path

from groundup.checking.judging.costs import own_costs
from groundup.checking.judging.flow import Flow
from groundup.checking.judging.mistakes import WayBack
from groundup.checking.judging.parameters import parameters
from groundup.checking.loading import targets
from groundup.checking.tracing import runs

CHANCE = """
a, w = 1.5, 0.3
early = a + 0.5
for turn in range(4):
    y = w * 0.7
    late = a + 0.5
    cost = y * 2.0
    w -= 0.1 * (late * 0.7 + 0.0 * y)
"""


def test_a_number_is_no_gradient_of_what_was_not_there_yet(tmp_path: Path) -> None:
    file = tmp_path / "net.py"
    file.write_text(CHANCE, encoding="utf-8")
    tape = runs.run(targets.parse(str(file))).tape
    flow = Flow(tape, parameters(tape))
    (cost,) = (one for one in own_costs(flow) if one.operations[0].place.position.line == 7)
    back = WayBack(flow, cost)
    made = [
        one for one in tape.operations if one.kind == "add" and one.place.position.line in (3, 6)
    ]
    assert [tape.values[one.start] for one in made] == [2.0] * 5
    assert [back.is_known(one) for one in made] == [False, True, True, True, True]

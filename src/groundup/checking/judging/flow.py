"""What comes from the parameters, what the steps come from, and where outputs meet targets."""

from __future__ import annotations

import ast
import linecache
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any, NamedTuple

import numpy as np

from groundup.checking.judging.agreement import multiple
from groundup.checking.judging.graph import (
    Marks,
    after,
    before,
    flat,
    has,
    marked,
    multiplied,
    taken,
)
from groundup.checking.judging.parameters import Parameters
from groundup.checking.model.declared import NOTHING, Declared
from groundup.checking.tracing.differentiation import Numbers, adjoints
from groundup.checking.tracing.operations import JUMPS
from groundup.checking.tracing.places import Place, Position
from groundup.checking.tracing.runs import UNKNOWN, Handed
from groundup.checking.tracing.tape import Ids, Operation, Tape

ROOM = 20_000_000  # numbers of slopes that are kept
NO_USE = frozenset(JUMPS.split())  # a cost that is compared is used for nothing


class Meeting(NamedTuple):
    """Where outputs, by id, meet targets on the way to a step."""

    outputs: Ids | int
    targets: Any
    operation: Operation
    target_ids: Ids | int | None = None


@dataclass
class Flow:
    """What comes from the parameters, and what the steps come from. `declared` and
    `handed` are what is known beforehand."""

    tape: Tape
    parameters: Parameters
    declared: Declared = NOTHING
    handed: Handed = UNKNOWN
    known: dict[frozenset[tuple[int, float]], Numbers] = field(default_factory=dict, init=False)

    @cached_property
    def from_parameters(self) -> Marks:
        return after(self.tape, self.parameters.ids(), self.parameters.barriers)

    @cached_property
    def into_steps(self) -> Marks:
        return before(self.tape, self.parameters.changes())

    @cached_property
    def used(self) -> Marks:
        """What some operation takes that could be on the way to a number; the difference of two
        costs is that of a gradient check."""
        return self.taken_by(
            lambda made: made.kind not in NO_USE and not is_difference(self.tape, made)
        )

    def taken_by(self, wanted: Callable[[Operation], bool]) -> Marks:
        """All operands of these operations."""
        return marked(self.tape, taken(filter(wanted, self.tape.operations)))

    @cached_property
    def targets(self) -> list[Ids | int]:
        """What meets the outputs on the way to a step."""
        return [one.target_ids for one in differences(self) if one.target_ids is not None]

    @cached_property
    def meetings(self) -> list[Meeting]:
        """All places where outputs meet targets."""
        return [*differences(self), *quotients(self), *picks(self)]

    @cached_property
    def outputs(self) -> set[tuple[object, str]]:
        """Where single numbers are made that meet targets, and how."""
        each = [self.tape.maker(one.outputs) for one in self.meetings if np.size(one.outputs) == 1]
        return {(made.place.innermost, made.kind) for made in each if made}

    @cached_property
    def hidden(self) -> set[tuple[Place, str]]:
        """Where the program makes what comes from some parameters and is multiplied with others,
        and how; not where it only computes what it is asked to from here."""
        both = self.inputs & self.from_parameters
        every = [made for made in self.tape.operations if both[made.start]]
        return {(one.place, one.kind) for one in every if one.place.is_of_a_run}

    @cached_property
    def inputs(self) -> Marks:
        """What is multiplied with parameters, or with their opposites."""
        opposites = self.moved.copy()
        for made in (x for x in self.tape.operations if x.kind == "negative"):
            opposites[made.results] |= self.moved[flat(made.operands[0].ids)].all()
        return multiplied(self.tape, opposites)

    @cached_property
    def moved(self) -> Marks:
        """Every version of every parameter."""
        return marked(self.tape, self.parameters.ids())

    def before(self, ids: Iterable[Ids | int]) -> Marks:
        """All that these come from, as far back as to the last moves."""
        return before(self.tape, ids, self.parameters.barriers)

    def after(self, ids: Iterable[Ids | int]) -> Marks:
        """All that comes from these, as far as to the next moves."""
        return after(self.tape, ids, self.parameters.barriers)

    def slopes(self, seeds: Mapping[int, float], values: Numbers | None = None) -> Numbers:
        """d cost / d number, by id; `values` are others than the tape's."""
        if values is not None:
            return adjoints(self.tape, seeds, self.parameters.barriers, values)
        key = frozenset(seeds.items())
        if key not in self.known:
            if len(self.known) * self.tape.count > ROOM:
                self.known.clear()
            self.known[key] = adjoints(self.tape, seeds, self.parameters.barriers)
            self.known[key].flags.writeable = False
        return self.known[key]

    def giving(self, numbers: Numbers, among: Iterable[Operation]) -> Iterator[Operation]:
        """Those of some operations whose results are these numbers times a factor."""
        for made in (x for x in among if x.size == numbers.size):
            if multiple(self.tape.values[made.results], numbers).ratio:
                yield made

    def parameters_of(self, ids: Ids | int | None) -> bool:
        """Whether a parameter is among these numbers."""
        return ids is not None and bool(np.any(self.moved[flat(ids)]))

    def depends(self, ids: Ids | int | None) -> bool:
        return ids is not None and bool(np.any(self.from_parameters[flat(ids)]))

    def on_the_way(self) -> Iterator[Operation]:
        """The operations that a step comes from, but no steps."""
        for made in self.tape.operations:
            if made.index not in self.parameters.barriers and has(self.into_steps, made):
                yield made

    def errors(self, places: Collection[Place]) -> Iterator[Operation]:
        """The operations at these places that no step comes from."""
        for made in self.tape.operations:
            if made.place in places and not has(self.into_steps, made):
                yield made


def is_difference(tape: Tape, made: Operation) -> bool:
    """Whether two single numbers that were computed at one place are subtracted."""
    by = [tape.maker(x.ids) for x in made.operands if isinstance(x.ids, int)]
    if made.kind != "subtract" or len(by) < 2 or not all(by):
        return False
    first, second = (one.place.innermost for one in by if one)
    return first == second


def differences(flow: Flow, there: Iterable[Operation] | None = None) -> Iterator[Meeting]:
    """`output - target`, or the other way round, or `output + -target`; what is written out in the
    formula, as the 1 of `1 - a`, is no target, and a parameter is no output."""
    for made in flow.on_the_way() if there is None else there:
        for k, mine in enumerate(made.operands) if made.kind in ("subtract", "add") else ():
            ids, constant = made.operands[1 - k].ids, made.operands[1 - k].constant
            if mine.ids is None or not flow.depends(mine.ids) or flow.depends(ids):
                continue
            targets = constant if ids is None else flow.tape.values[ids]
            if np.size(targets) == 1 and is_written_out(made, targets):
                continue
            if flow.moved[flat(mine.ids)].all():
                continue
            if made.kind == "subtract":
                yield Meeting(mine.ids, targets, made, ids)
            elif is_negated(made, 1 - k):
                yield Meeting(mine.ids, -targets, made)


def is_negated(made: Operation, operand: int) -> bool:
    """Whether a minus stands before an operand, as in `np.add(a, -y)`."""
    place = made.place.position
    for node in nodes(place.file, place):
        sides = node.args if isinstance(node, ast.Call) else [*ast.iter_child_nodes(node)][::2]
        if isinstance(node, ast.Call | ast.BinOp) and len(sides) == len(made.operands):
            side = sides[operand]
            return isinstance(side, ast.UnaryOp) and isinstance(side.op, ast.USub)
    return False


def quotients(flow: Flow) -> Iterator[Meeting]:
    """`target / output`, a logarithm's slope; not `(1 - target) / (1 - output)`."""
    for made in flow.on_the_way():
        if made.kind != "divide":
            continue
        target, output = made.operands
        if output.ids is None or flow.depends(target.ids):
            continue
        if not flow.depends(output.ids) or is_complement(flow.tape, output.ids):
            continue
        value = target.constant if target.ids is None else flow.tape.values[target.ids]
        if np.size(value) == 1 and is_written_out(made, value):
            continue
        if target.ids is not None:
            ids = not_negated(flow.tape, target.ids)
            yield Meeting(output.ids, flow.tape.values[ids], made, ids)
        else:
            yield Meeting(output.ids, np.abs(target.constant), made)


def not_negated(tape: Tape, ids: Ids | int) -> Ids | int:
    """What numbers are the negative of, if they are that of something."""
    by = tape.maker(ids)
    if by is None or by.kind != "negative" or by.size != np.size(ids):
        return ids
    plain = by.operands[0].ids
    return ids if plain is None else plain


def is_complement(tape: Tape, ids: Ids | int) -> bool:
    by = tape.maker(ids)
    return by is not None and by.kind == "subtract" and by.operands[0].ids is None


def picks(flow: Flow) -> Iterator[Meeting]:
    """`outputs[rows, labels] -= 1`, maybe sample by sample: some of what each operation made, less
    1."""
    found: dict[int, tuple[Operation, Numbers]] = {}
    for made in flow.on_the_way():
        first, second = made.operands[0], made.operands[-1]
        if made.kind != "subtract" or first.ids is None or second.ids is not None:
            continue
        if not np.all(np.equal(second.constant, 1.0)) or not flow.depends(first.ids):
            continue
        ids = np.ravel(first.ids)
        makers = flow.tape.makers[ids]
        for index in np.unique(makers[makers >= 0]).tolist():
            by, mine = flow.tape.operations[index], ids[makers == index]
            if mine.size < by.size:
                found.setdefault(index, (made, np.zeros(by.size)))[1][mine - by.start] = 1.0
    for index, (made, chosen) in found.items():
        by = flow.tape.operations[index]
        yield Meeting(np.arange(by.start, by.stop), chosen, made)


def is_written_out(made: Operation, value: Any) -> bool:
    """Whether a number stands in the very formula."""
    place = made.place.position
    return any(np.all(np.equal(value, one)) for one in literals(place.file, place))


@lru_cache(maxsize=4096)
def literals(file: str, place: Position) -> tuple[float, ...]:
    """The numbers that are operands in the expression at this place."""
    found = []
    for node in nodes(file, place):
        if isinstance(node, ast.BinOp | ast.AugAssign):
            sides = [getattr(node, side, None) for side in ("left", "right", "value")]
            found += [x.value for x in sides if isinstance(x, ast.Constant)]
        elif isinstance(node, ast.Call):  # as in np.divide(1.0, x)
            found += [x.value for x in node.args if isinstance(x, ast.Constant)]
    return tuple(x for x in found if isinstance(x, int | float))


@lru_cache(maxsize=4096)
def nodes(file: str, place: Position) -> list[ast.AST]:
    """All that begins at this place, the outermost first."""
    at = place.line, place.column
    return [
        node
        for node in ast.walk(tree(file))
        if (getattr(node, "lineno", 0), getattr(node, "col_offset", 0)) == at
    ]


@lru_cache(maxsize=64)
def tree(file: str) -> ast.Module:
    try:
        return ast.parse("".join(linecache.getlines(file)))
    except SyntaxError:
        return ast.Module([], [])

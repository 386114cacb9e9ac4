"""Where a slip is in the learner's code."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from groundup.checking.judging.agreement import multiple, near
from groundup.checking.judging.chains import is_single
from groundup.checking.judging.mistakes import WayBack
from groundup.checking.judging.verdicts import Wrong
from groundup.checking.naming.slips import Slip
from groundup.checking.tracing.differentiation import Numbers
from groundup.checking.tracing.tape import Operation

FEW = 4  # numbers that are shown
LEFT_OUT = "missing", "derivative-one", "left-out", "straight-down", "summed"
GIVEN = "derivative-of-activation", "given-z", "z-of-the", "kept-z"  # right, of another number


def placed(slip: Slip, slugs: Sequence[str], back: WayBack) -> Wrong:
    """`slugs` are the names that fit, the best one first."""
    made = slip.block.first if slip.block else move_of(slip)
    made = begun(slip, made, back) if slip.group and slugs else made
    if slip.ratio and slip.of_both:
        made = off_at(slip) or made
    missing = is_missing(slip, slugs, back)
    before = sources(slip, made, back)
    begun_at = back.begins(made)
    place, kind, right = begun_at.position, made.kind, [x.place.seen_from(begun_at) for x in before]
    if missing and (users := slip.turn.users(made)):
        place, kind, right = users[0].place.position, users[0].kind, [place]
    elif factor := own_factor(slip, made, back):
        given = slugs and any(part in slugs[0] for part in GIVEN)
        place = factor.place.seen_from(made.place) if given else back.begins(factor).position
    expected, got = telling(slip.expected, slip.got)
    return Wrong(
        place,
        kind,
        tuple(dict.fromkeys(right)),
        missing,
        layers=(slip.layer,),
        expected=expected,
        got=got,
        quantity=quantity(slip),
    )


def quantity(slip: Slip) -> str:
    """What of its layer came wrong."""
    if slip.group is None:
        return "delta"
    return "dw" if slip.group.weights else "db"


def telling(expected: Numbers, got: Numbers) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """The few that differ most, in their order: of a ReLU, say, many are 0 in both."""
    most = np.sort(np.argsort(-np.abs(expected - got), kind="stable")[:FEW])
    return tuple((expected[most] + 0.0).tolist()), tuple((got[most] + 0.0).tolist())  # no -0


def is_missing(slip: Slip, slugs: Sequence[str], back: WayBack) -> bool:
    if slugs:
        return any(part in slugs[0] for part in LEFT_OUT)
    return slip.block is not None and back.is_true(slip.block.operations)


def move_of(slip: Slip) -> Operation:
    assert slip.group
    return next(x for x in slip.turn.moves if x.start <= slip.group.new[0] < x.stop)


def begun(slip: Slip, made: Operation, back: WayBack) -> Operation:
    """Where the terms of a sum over samples are computed, or what is taken so many times in a step,
    if none of them is right."""
    while made.kind in ("add", "subtract") or is_scaled(made):
        terms = sources(slip, made, back)
        if not terms or any(back.blocks.get(one.index) for one in terms):
            return made
        made = max(terms, key=lambda one: one.index)
    return made


def is_scaled(made: Operation) -> bool:
    """Whether it is a single number times what else it takes."""
    return made.kind in ("multiply", "divide") and any(map(is_single, made.operands))


def sources(slip: Slip, made: Operation, back: WayBack) -> list[Operation]:
    """The errors that an operation takes."""
    makers = (slip.turn.tape.maker(one.ids) for one in made.operands)
    return [one for one in makers if one is not None and one.index in back.concerned]


def off_at(slip: Slip) -> Operation | None:
    """The first error of a layer that has another factor than those of the layers above."""
    turn, depth = slip.turn, slip.layer + 1
    last = None
    for role in sorted(slip.roles, key=lambda one: one.block.first.index):
        here = int(turn.depth[role.of].max())
        found = multiple(turn.values[role.ids], slip.pulled.expected[role.of])
        if turn.old[role.of].any() or not found.holds or here < depth:
            continue
        if here == depth and last and not near(found.factor, last):
            return role.block.first
        last = found.factor
    return None


def own_factor(slip: Slip, made: Operation, back: WayBack) -> Operation | None:
    """What an error is multiplied by, where that is computed on the way back and comes from no
    error."""
    if made.kind not in ("multiply", "divide"):
        return None
    backward = {one.index for one in slip.turn.backward}
    makers = (slip.turn.tape.maker(one.ids) for one in made.operands)
    return next(
        (x for x in makers if x and x.index in backward and x.index not in back.concerned), None
    )

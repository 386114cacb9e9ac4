"""Code that gives gradients, and takes no step with them: an object's methods, or the functions of
a file, are called one after the other, each as soon as its arguments are known."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any, NamedTuple

import numpy as np

from groundup.checking.calling.arguments import LackingError
from groundup.checking.calling.engines import of_values
from groundup.checking.calling.methods import steps
from groundup.checking.calling.offer import MakingError, Offer
from groundup.checking.calling.roles import role
from groundup.checking.calling.samples import Samples, idents
from groundup.checking.calling.stacks import of_layers
from groundup.checking.calling.weights import made_up
from groundup.checking.judging.blocks import Block, blocks
from groundup.checking.loading.tracebacks import RAISED
from groundup.checking.tracing.memory import Current

ROUNDS = 3
GIVEN = "given"  # inputs, as a block
DATA = ("x", "y", "pairs", "x held out", "y held out")


class Way(NamedTuple):
    """`go(samples)` calls the learner's code, and gives what that held then."""

    go: Callable[[Samples], Iterator[list[Block]]]
    prepares: bool = False  # whether what it does first is no part of that
    samples: bool = True  # whether it takes any


def ways(offer: Offer) -> Iterator[Way]:
    """The likeliest first."""
    yield Way(partial(of_values, offer), prepares=True, samples=False)
    for inner in (False, True):
        for name, made in offer.classes():
            part = offer.is_number(made) or (name in offer.definitions.parts and not offer.only)
            if len(offer.methods(made)) > 1 and offer.is_meant(name) and not part:
                yield Way(partial(of_object, offer, made, inner))
        yield Way(partial(of_functions, offer, inner))
        if not inner:
            yield Way(partial(of_layers, offer), prepares=True)


def of_functions(offer: Offer, inner: bool, samples: Samples) -> Iterator[list[Block]]:
    yield from Calling(offer, dict(offer.functions()), samples, inner).rounds({})


def of_object(offer: Offer, made: type, inner: bool, samples: Samples) -> Iterator[list[Block]]:
    try:
        known = made_up(offer.arguments, made, {}, samples)
        thing = offer.arguments.call(made, samples.values(0), known)
        held = bool(blocks(thing))
        if not held and len([*offer.classes()]) > 1:  # it says nothing of the others
            raise LackingError(made.__name__)
        if not held:  # as a cost, of which both sides have one width
            samples = samples._replace(sizes=(samples.sizes[-1],) * len(samples.sizes))
    except RAISED as error:
        raise MakingError from error
    methods = {name: getattr(thing, name) for name in offer.methods(made) if name[:2] != "__"}
    calling = Calling(offer, methods, samples, inner)
    yield from calling.rounds({"": thing} if held else {"": thing, "x": calling.values["x"]})


class Calling:
    """Functions that are called with what others gave, by its names in the file."""

    def __init__(
        self, offer: Offer, functions: Mapping[str, Any], samples: Samples, inner: bool
    ) -> None:
        self.offer, self.samples = offer, samples
        self.values = samples.values(0)  # the same numbers in all calls
        self.known: dict[str, Any] = {}
        self.loose: list[Any] = []  # what has no name
        self.done: dict[str, Any] = {}  # functions, in the order in which they could be called
        self.made: dict[str, Any] = {}
        self.left = {
            name: one
            for name, one in functions.items()
            if (inner or name not in offer.definitions.inner) and not steps(offer, one)
        }

    def rounds(self, things: dict[str, Any]) -> Iterator[list[Block]]:
        """What is held after one call of each; and of samples that are given twice, after the same
        calls again, with other inputs."""
        found = self.held(things)
        if not self.samples.twice:
            yield found
            return
        yield [*found, self.given()]
        other = self.samples._replace(seed=self.samples.seed + 1)
        self.values, self.known, self.loose = other.values(0), {**self.made}, []
        for name, one in self.done.items():
            self.take(name, self.called(one))
        yield [*blocks(self.things), self.given()]

    def given(self) -> Block:
        ids = np.array([*idents(self.values["x"])])
        return Block(GIVEN, ids.shape, ids, 0)

    def held(self, things: dict[str, Any]) -> list[Block]:
        """What the things hold, and all that is given, after each call. Raises what the last of the
        functions raises, if none can be called."""
        self.things = things
        found: dict[tuple[Any, ...], Block] = {}
        error: BaseException | None = None
        broken = set[str]()  # what raised midway
        for _ in range(ROUNDS):
            before = len(self.left)
            for name, one in list(self.left.items()):
                number = len(Current.tape.operations)
                try:
                    result = self.called(one)
                except RAISED as raised:
                    error = raised if error is None or isinstance(error, LackingError) else error
                    broken |= {name} if len(Current.tape.operations) > number else set()
                    continue
                self.done[name] = self.left.pop(name)
                self.take(name, result)
                for block in blocks(things):
                    found.setdefault((block.kind, block.ids.tobytes()), block)
            if len(self.left) in (0, before):
                break
        if not found and error is not None:
            raise error
        Current.tape.kept["broken"] = not broken.isdisjoint(self.left)
        return [*found.values()]

    def called(self, function: Callable[..., Any]) -> Any:
        known = dict(self.known)
        for one in self.offer.arguments.required(function):
            if one.name not in known:
                value = self.alike(function, one.name)
                known |= {} if value is None else {one.name: value}
        made = made_up(self.offer.arguments, function, known, self.samples)
        for name, value in made.items():
            known[name] = self.known[name] = self.things[name] = self.made[name] = value
        return self.offer.arguments.call(function, self.values, known)

    def take(self, name: str, result: Any) -> None:
        self.keep(name, result)
        self.things[f"{name}()"] = result

    def keep(self, name: str, result: Any) -> None:
        """What a function gave: by its names, or without."""
        named = self.offer.named(name, result)
        self.known.update({key: one for key, one in named.items() if is_free(key)})
        parts = result if isinstance(result, tuple) else [result]
        self.loose += [x for x in parts if not any(x is one for one in self.known.values())]

    def alike(self, function: Callable[..., Any], name: str) -> Any:
        """What may be meant: what has the keys that are looked up in it; None where nothing has."""
        keys = self.offer.arguments.uses(function, name).keys
        every = (*self.known.values(), *self.loose) if keys else ()
        fit = (one for one in every if isinstance(one, dict) and {*keys} <= one.keys())
        return next(fit, None)


def is_free(name: str) -> bool:
    """Whether a name is not that of data, of which there are samples; A2 and z are none."""
    short = len(name.rstrip("0123456789")) < 3 and name[:1] not in "xyXY"
    return bool(name) and (short or role(name) not in DATA)

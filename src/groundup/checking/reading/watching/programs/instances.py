"""Networks made of a program's class, whatever its constructor asks for."""

from __future__ import annotations

import contextlib
import itertools
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from groundup.checking.loading import cells
from groundup.checking.loading.tracebacks import RAISED, innermost, last_line
from groundup.checking.names.arguments import MissingError
from groundup.checking.names.roles import kind, quantity, role
from groundup.checking.reading.watching.programs.asked import Asked
from groundup.checking.reading.watching.programs.calls import call, given, methods, takes
from groundup.checking.reading.watching.programs.program import Program
from groundup.checking.reading.watching.programs.shapes import SIZES, Shape, sizes_of
from groundup.checking.reading.watching.programs.trials import hasty
from groundup.checking.reading.watching.recording.state import Place, leaves

BESIDE = ("grads", "dw", "db", "a", "z", "cache", "out", "x", "y")  # roles of no weights
OTHERS = ("b", "dw", "db", "delta", "skip")  # quantities that are none either
MOST_GUESSED = 3  # arguments of a constructor
MAKERS = ("init", "initialize", "initialise", "init_weights", "init_params", "build", "setup")


class Maker:
    """Makes networks of one class, of which the same things are `asked` each time."""

    def __init__(self, program: Program, made: type, asked: Asked):
        self.program, self.made, self.asked = program, made, asked
        self.makes = self.works = False  # whether one can be made, and called
        self.unfit = False  # whether what is asked is used as something that it is not
        self.guesses: dict[tuple[int, ...], Asked] = {}  # by the widths

    def first(self, shape: Shape) -> tuple[Any, Asked]:
        """A network, and what had to be said to get it, also of arguments whose names say nothing.
        None where none can be made."""
        for more in (dict, lambda: self.guessed(shape.sizes)):
            try:
                with hasty(self.program):
                    asked = {**self.asked, **more()}
                    network = network_made(self.made, shape, asked)
            except RAISED as error:
                self.unfit = self.is_misused(error)
            else:
                self.makes = True
                return network, asked
        return None, {}

    def is_misused(self, error: BaseException | None) -> bool:
        """Whether an error calls what is asked and is no function, takes of it what it has not, or
        looks for it where it is not."""
        for thing in self.asked.values():
            called = f"'{type(thing).__name__}' object is not callable"
            if (
                (isinstance(error, AttributeError) and error.obj is thing)
                or (isinstance(error, KeyError) and thing in error.args)
                or (isinstance(error, TypeError) and called in str(error))
            ):
                return True
        return False

    def guessed(self, sizes: tuple[int, ...]) -> Asked:
        if sizes not in self.guesses:
            self.guesses[sizes] = next(self.guess(sizes), {})
        return self.guesses[sizes]

    def guess(self, sizes: tuple[int, ...]) -> Iterator[Asked]:
        """What arguments are whose names say nothing: numbers of neurons, or of layers, where a
        network that is made so has matrices of these sizes."""
        shape = Shape(sizes)
        lacking = [
            one.name
            for one, value in given(self.made, shape.of_networks(self.asked), sizes)
            if value is MissingError and one.default is one.empty
        ]
        if not 0 < len(lacking) <= MOST_GUESSED:
            return
        possible = (list(sizes), *dict.fromkeys((*sizes, len(sizes) - 2, len(sizes) - 1)))
        for guess in itertools.product(possible, repeat=len(lacking)):
            more = dict(zip(lacking, guess, strict=True))
            with contextlib.suppress(*RAISED), hasty(self.program):
                network = network_made(self.made, shape, {**self.asked, **more})
                if sizes in widths_of(self.program, network, shape):
                    yield more

    def why_not(self) -> str:
        """What keeps a network of a class that trains from being made; "" where nothing does."""
        made = self.made
        learning = [one for name, one in vars(made).items() if kind(name) in ("gradient", "step")]
        learns = any(takes(one, "y", "pairs") for one in (made, *learning))
        if not (learning and learns) or getattr(made, "__abstractmethods__", None):
            return ""
        try:
            with hasty(self.program):
                network_made(made, Shape(SIZES), self.asked)
        except MissingError as error:
            return f"it wants {error}, and the name does not say what that is"
        except RAISED as error:
            file, line = innermost(error)
            place = f"{cells.place(file, line)} of {Path(file).name}" if file else "it"
            return f"{place} raised {last_line(error)}"
        return ""


def network_made(made: type, shape: Shape, asked: Mapping[str, Any]) -> Any:
    """One that is ready: by its constructor, or also by a method that makes its weights."""
    values = shape.of_networks(asked)
    network = call(made, values, shape.sizes)
    for method in makers(network):
        call(method, values, shape.sizes)
    return network


def makers(network: Any) -> list[Callable[..., Any]]:
    return [method for name, method in methods(network) if name in MAKERS]


def widths_of(
    program: Program, network: Any, shape: Shape | None = None
) -> Iterator[tuple[int, ...]]:
    """Those that a network's matrices show, without the samples that it was given."""
    data = [np.asarray(shape.x()), np.asarray(shape.y())] if shape else []
    found = leaves({"network": network}, program.own)
    yield from sizes_of(
        leaf.array.shape
        for place, leaf in found.items()
        if leaf.array.ndim == 2
        and not is_no_weight(place)
        and not any(np.array_equal(leaf.array, one) for one in data)
    )


def is_no_weight(place: Place) -> bool:
    """Whether its name is that of biases, or of what is computed beside the weights, or it is in a
    list of such."""
    name = name_of(place)
    told = role(name)
    within = any(quantity(str(key))[0] == "skip" for _, key in place)
    return within or quantity(name)[0] in OTHERS or (told is not None and told.name in BESIDE)


def name_of(place: Place) -> str:
    """The last name on the way that says something: of `W.data`, W; of a layer's in a dictionary of
    all, as in `weights["output"]`, that of the dictionary."""
    names = [key for _, key in place if isinstance(key, str)]
    telling = [name for name in names if name not in ("value", "data")]
    whole = role(telling[-2]) if place[-1][0] == "item" and len(telling) > 1 else None
    return telling[-2] if whole and whole.name in ("w", "b") else (telling or names)[-1]

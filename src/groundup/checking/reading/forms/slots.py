"""Where a learner's object keeps its numbers: attributes, and what dicts and lists in them hold."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np

from groundup.checking.model.answers import Array
from groundup.checking.names import roles
from groundup.checking.reading.forms.layouts import numbers
from groundup.checking.reading.forms.objects import attributes, follow

BOXED = ("data", "value", "values", "params")


class Slot(NamedTuple):
    """One place: an attribute of an object, or an item of a dict or list."""

    owner: Any
    key: Any
    path: str  # as the learner would write it, without the object: "dW", "grads['W']"

    def get(self) -> Any:
        return follow(self.owner, (self.key,))

    def set(self, value: Any) -> None:
        """Into the array that is there, where it has the same shape: others may hold it too."""
        held = self.get()
        if isinstance(held, np.ndarray) and held.shape == np.shape(value) and held.flags.writeable:
            held[...] = value
        elif isinstance(held, list):
            held[:] = value
        else:
            self.replace(value)

    def replace(self, value: Any) -> None:
        if isinstance(self.owner, (dict, list)):
            self.owner[self.key] = value
        else:
            setattr(self.owner, self.key, value)


def slots(thing: Any) -> Iterator[Slot]:
    """Every place in `thing`, one level into its dicts and lists too."""
    for name, value in attributes(thing).items():
        yield Slot(thing, name, name)
        if isinstance(value, dict):
            for key in value:
                yield Slot(value, key, f"{name}[{key!r}]")
        elif isinstance(value, list) and len(value) == 2:
            yield Slot(value, 0, f"{name}[0]")
            yield Slot(value, 1, f"{name}[1]")


def boxes(thing: Any) -> Iterator[Slot]:
    """The array in every attribute that is an object with one and with its gradient."""
    for name, value in attributes(thing).items():
        for key in BOXED if hasattr(value, "grad") or hasattr(value, "grads") else ():
            if isinstance(getattr(value, key, None), np.ndarray):
                yield Slot(value, key, f"{name}.{key}")


def array_in(slot: Slot) -> Array | None:
    """The numbers in a place; None where there are none."""
    value = slot.get()
    if isinstance(value, (bool, str, type(None), dict)) or callable(value):
        return None
    try:
        return numbers(value)
    except (TypeError, ValueError):
        return None


def inside(slot: Slot) -> str:
    """The name of the dict or list that a place is in; "" for an attribute."""
    return slot.path.partition("[")[0] if isinstance(slot.owner, (dict, list)) else ""


def word(slot: Slot) -> str:
    return slot.key if isinstance(slot.key, str) else ""


def parameters(thing: Any, n_in: int, n_out: int) -> tuple[Slot, Slot | None] | None:
    """Where a layer keeps its weights and its biases, if it has any, told by names and sizes."""
    places = [slot for slot in (*slots(thing), *boxes(thing)) if not gradient_kind(slot)]
    w = first([s for s in places if shape(s) in {(n_in, n_out), (n_out, n_in)}], "w")
    b = first([s for s in places if biases_shape(shape(s), n_out)], "b")
    return (w, b) if w else None


def first(places: list[Slot], kind: str) -> Slot | None:
    """The place whose name tells that it is for `kind`, else the first with no other meaning."""
    named = [slot for slot in places if roles.parameter_of(told(slot)) == kind]
    return next(iter(named or [slot for slot in places if slot.path.isidentifier()]), None)


def told(slot: Slot) -> str:
    """The name that says what is in a place: of `weight.data`, weight."""
    return slot.path.partition(".")[0] if "." in slot.path else word(slot)


def shape(slot: Slot) -> tuple[int, ...]:
    array = array_in(slot)
    return array.shape if array is not None else ()


def biases_shape(shape: tuple[int, ...], n_out: int) -> bool:
    return shape in {(n_out,), (1, n_out), (n_out, 1)}


def gradient_kind(slot: Slot) -> str | None:
    """ "w" or "b" where a place is, by its name, for the gradient of weights or biases."""
    held_in = inside(slot)
    if isinstance(slot.owner, list):
        return "wb"[slot.key] if roles.plain(held_in).startswith("grad") else None
    return roles.gradient_of(word(slot), held_in)


def gradients(thing: Any) -> dict[str, Slot]:
    """Where an object has put the gradients of its weights, "w", and of its biases, "b"."""
    found: dict[str, Slot] = {}
    for slot in slots(thing):
        kind = gradient_kind(slot)
        if kind and kind not in found and array_in(slot) is not None:
            found[kind] = slot
    return found


def boxed(places: dict[str, Slot | None]) -> dict[str, Slot]:
    """The same of weights and biases that are objects with their gradients: `weight.grad`."""
    found: dict[str, Slot] = {}
    for kind, slot in places.items():
        names = ("grad", "grads") if slot and "." in slot.path else ()
        for name in names:
            if slot and isinstance(getattr(slot.owner, name, None), np.ndarray):
                found[kind] = Slot(slot.owner, name, f"{told(slot)}.{name}")
    return found


def deltas(thing: Any) -> Slot | None:
    """Where an object has put d cost / d z, by its name."""
    names = ("delta", "dz", "deltas", "gradz", "zgrad", "dldz")
    for slot in slots(thing):
        if roles.plain(word(slot)) in names and not isinstance(slot.owner, (dict, list)):
            array = array_in(slot)
            if array is not None and array.ndim:
                return slot
    return None

"""What is given for an argument, in the form in which the code that uses it wants it: one thing, or
one for each layer; all widths, or those that are not put beside them; words as they are spelled.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from groundup.checking.names.arguments import MissingError, required
from groundup.checking.names.roles import snake
from groundup.checking.names.vocabulary import activation_named, cost_named, is_derivative, plainest
from groundup.checking.reading.forms.components import asks_activation
from groundup.checking.reading.uses import is_listed, is_pair, joined, other_names, words_for

BEYOND = "activations beyond"  # how many more a list of them has than there are layers
ACTIVATIONS, PRIMES = ("activation", "output_activation"), ("activation_prime", "output_prime")
NUMBER = r"(n|num|no|nb|number|size|dim)_?(of_)?"
INPUTS = rf"^{NUMBER}(in|inputs?|features)$|^(in|inputs?)_?(dim|size|features|nodes|units)$"
OUTPUTS = rf"^{NUMBER}(out|outputs?|classes)$|^(out|outputs?)_?(dim|size|features|nodes|units)$"
DERIVATIVE = r"_?(primes?|deriv\w*|grad\w*)"


def as_wanted(
    function: Callable[..., Any],
    name: str,
    value: Any,
    values: Mapping[str, Any],
    sizes: tuple[int, ...],
) -> Any:
    """The `value` of an argument, as the code that uses it wants it: widths of hidden layers, and
    activations, in a list where it takes one; a word as it is spelled there."""
    listed, (before, behind) = is_listed(function, name), joined(function, name)
    if isinstance(value, int) and listed and "hid" in name.lower():
        return list(sizes[1:-1])
    if isinstance(value, int) and before:  # `[n_in, *widths]`, the last of which may be the outputs
        return list(sizes[1 : len(sizes) - (behind or "hid" in name.lower())])
    if isinstance(value, list) and any(value is values.get(one) for one in ("sizes", "network")):
        others = [snake(one.name) for one in required(function) if one.name != name]
        before, behind = (
            there or any(re.search(pattern, other) for other in others)
            for there, pattern in ((before, INPUTS), (behind, OUTPUTS))
        )
        return value[before : len(value) - behind]
    if is_activation(function, name):
        roles = PRIMES if is_derivative(name) else ACTIVATIONS
        if not values.keys() >= set(roles):
            return value
        hidden, last = (values[role] for role in roles)
        if not listed:
            return hidden if value is MissingError else as_spelled(function, name, value)
        if is_pair(function, name):
            return [hidden, last]
        inner, beyond = len(sizes) - 2, values.get(BEYOND, 0)
        alone = beyond < 0 or behind
        return [hidden] * inner if alone else [hidden] * (inner + beyond) + [last]
    if value is MissingError and cost_named(name) is not None:
        value = values.get("cost_prime" if is_derivative(name) else "cost", MissingError)
    return as_spelled(function, name, value)


def is_activation(function: Callable[..., Any], name: str) -> bool:
    """Whether an argument is one, or several, or their derivatives, to go by its names."""
    every = (name, *other_names(function, name))
    return any(asks_activation(re.sub(DERIVATIVE, "", one.lower())) for one in every)


def as_spelled(function: Callable[..., Any], name: str, value: Any) -> Any:
    """A word as it is compared with; where nothing is known of it, the plainest of all words."""
    words = words_for(function, name) if value is MissingError or isinstance(value, str) else []
    if not words or value in words:
        return value
    if isinstance(value, str):
        same = (
            word
            for word in words
            for named in (activation_named, cost_named)
            if named(word) and named(word) == named(value)
        )
        return next(same, value)
    return plainest(words)

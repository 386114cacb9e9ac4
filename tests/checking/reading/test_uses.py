"""What an argument is for shows in what a function does with it."""

from __future__ import annotations

from typing import Any

import numpy as np

from groundup.checking.reading.uses import (
    is_left_over,
    is_listed,
    joined,
    keys_of,
    multiplies,
    once,
    other_names,
    plain_steps,
    words_for,
)
from groundup.checking.reading.watching.programs.calls import call

VALUES = {"sizes": [3, 5, 2], "eta": 0.5, "x": np.zeros((7, 3))}


class Terse:
    def __init__(self, q: Any, r: Any):
        self.layer_sizes = q
        self.learning_rate = r


class Told:
    def __init__(self, plan: Any):
        self.widths = [plan["inputs"], plan["hidden_size"], plan["outputs"]]
        self.depth = plan["number_of_hidden_layers"]


def test_an_argument_has_the_name_under_which_it_is_kept() -> None:
    assert list(other_names(Terse, "q")) == ["layer_sizes"]
    made = call(Terse, VALUES, (3, 5, 2))
    assert (made.layer_sizes, made.learning_rate) == ([3, 5, 2], 0.5)


def test_a_dictionary_has_the_keys_that_are_read() -> None:
    assert {"inputs", "hidden_size", "outputs"} < set(keys_of(Told, "plan"))
    made = call(Told, VALUES, (3, 5, 2))
    assert (made.widths, made.depth) == ([3, 5, 2], 1)


def test_a_list_is_no_dictionary() -> None:
    def first(sizes: Any) -> Any:
        return sizes[0]

    assert keys_of(first, "sizes") == []


class Listed:
    def __init__(self, hidden: list[int], acts: Any, rule: Any, act: str, units: Any = 4):
        self.widths = [3, *hidden, 2]
        self.a = [1.0] * units  # so many
        self.acts = acts
        self.act = act
        self.rule = rule

    def forward(self, x: Any) -> Any:
        acts = [x]
        for l in range(2):
            acts.append(self.act + str(self.acts[l]))
        return acts

    def step(self, mode: str) -> int:
        if self.rule.lower() == "adam":
            return 1
        if self.rule in ("sgd", "momentum"):
            return 2
        return {"train": 3, "test": 4}[mode]


def test_a_list_shows_in_its_annotation_or_in_what_is_done_with_it() -> None:
    names = ("hidden", "acts", "rule", "act", "units")
    assert [name for name in names if is_listed(Listed, name)] == ["hidden", "acts"]


def test_what_is_put_beside_a_list() -> None:
    assert joined(Listed, "hidden") == (True, True)
    assert joined(Listed, "acts") == (False, False)


def test_words_are_those_that_an_argument_is_compared_with_or_looked_up() -> None:
    assert words_for(Listed, "rule") == ["adam", "sgd", "momentum"]
    assert words_for(Listed([], [], "", "").step, "mode") == ["train", "test"]
    assert words_for(Listed, "act") == []


class Choosy:
    def __init__(self, optimizer: str = "adam", rule: str = "rmsprop", start: str = "normal"):
        self.optimizer, self.rule = optimizer, rule
        self.start: str = start

    def step(self) -> int:
        if self.start == "zeros" or self.rule == "momentum":
            return 1
        return 2 if self.optimizer == "SGD" else 3


def test_names_bound_together_are_told_apart() -> None:
    assert other_names(Choosy, "optimizer") == ["optimizer"]
    assert other_names(Choosy, "start") == ["start"]


def test_another_optimiser_by_default_gives_way_to_plain_descent() -> None:
    assert plain_steps(Choosy) == {"optimizer": "SGD", "rule": "sgd"}


class Turned:
    w = before = 0.0

    def back(self, error: Any, n: float, m: float) -> None:
        self.w += n * error + self.before * m
        self.before = error

    def mean(self, error: Any, n: int, m: int) -> Any:
        return n * error / n, np.zeros(2 * m)


def test_a_factor_is_a_rate_of_what_is_new_and_momentum_of_what_is_kept() -> None:
    assert multiplies(Turned.back, "n") == "eta"
    assert multiplies(Turned.back, "m") == "momentum"
    assert multiplies(Turned.back, "error") == multiplies(Turned.mean, "n") == ""
    assert multiplies(Turned.mean, "m") == ""


def test_what_is_called_a_count_and_only_multiplies_is_given_as_a_rate() -> None:
    values, turned = {"n": 7, "m": 7, "eta": 0.5, "momentum": 0.0}, Turned()
    for _ in range(2):
        call(turned.back, values, (3, 2), {"error": 3.0})
    assert turned.w == 3.0


def test_a_batch_that_is_left_over_is_seen() -> None:
    def fit(x: Any, batch_size: int, step: int) -> Any:
        starts = range(0, len(x) - batch_size, batch_size)
        return [x[i : i + batch_size] for i in starts], range(0, step, step)

    assert is_left_over(fit, "batch_size")
    assert not is_left_over(fit, "step")
    assert call(fit, {"x": list("abcdefg"), "m": 7}, (3, 2), {"step": 1})[0] == [[*"abc"], [*"def"]]


def test_what_the_same_lines_define_is_asked_once() -> None:
    """Functions and classes of a program that is run again are others, of the same code."""
    asked: list[object] = []

    @once
    def ask(function, name: str) -> int:
        asked.append(function)
        return len(asked)

    text = "class A:\n    def f(self, x): return x\nclass B(A): pass\ndef f(x): return x + 1\n"
    code = compile(text, "net.py", "exec")
    runs: list[dict] = [{"__name__": "net"}, {"__name__": "net"}]
    for names in runs:
        exec(code, names)
    first, second = runs
    assert first["f"] is not second["f"]
    assert ask(first["f"], "x") == ask(second["f"], "x") == 1
    assert ask(first["A"]().f, "x") == ask(second["A"]().f, "x") == 2
    assert ask(first["B"]().f, "x") == 3  # whose class may do more with it
    assert ask(first["f"], "y") == 4

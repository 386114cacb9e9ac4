"""Mistakes of those who write backprop for the first time, which the checker's catalogue lacks.

Each is a change to the text of the lesson. Its numbers are what the changed text gives on the
networks that practice is judged by. Some have a factor, which may be any number: then `powers` says
how many times each gradient is multiplied by it, and {factor} in the sentence is what it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

SAME = 1e-12  # relative to an array's largest number: what rounding leaves

Numbers = dict[str, Any]  # by quantity: "outputs", "dw[0]", …

SLOPES = """
def slope_of_relu(z):
    return 1.0 if z > 0.0 else 0.0


def slope_of_tanh(z):
    return 1.0 - math.tanh(z) ** 2


def slope_of_tanh_by_a(z):
    return 1.0 - sigmoid(z) ** 2


def one(z):
    return 1.0
"""
HIDDEN, OUTPUT = "each(f_prime[l], z[l])", "each(f_prime[last], z[last])"
ERROR = "error = each(sub, a[last + 1], vector(y))"
SIGMOID = "σ′(z[l]) = ⟦a[l+1]·(1 - a[l+1])⟧"


class Slip(NamedTuple):
    slug: str
    sentence: str
    formula: str
    changes: dict[str, str]  # of the text
    layers: tuple[int, ...] = (0, 1, 2)  # that it is in
    powers: tuple[tuple[int, ...], tuple[int, ...]] | None = None  # of the factor: in dw, in db


EVERYWHERE, IN_HIDDEN, IN_OUTPUT = (0, 1, 2), (0, 1), (2,)


def of_another_slope(slug: str, name: str, sentence: str, *places: tuple[int, ...]) -> list[Slip]:
    """A slope of another activation, in these layers."""
    changes = {HIDDEN: f"each({name}, z[l])", OUTPUT: f"each({name}, z[last])"}
    parts = {EVERYWHERE: (HIDDEN, OUTPUT), IN_HIDDEN: (HIDDEN,), IN_OUTPUT: (OUTPUT,)}
    return [
        Slip(slug, sentence, SIGMOID, {old: changes[old] for old in parts[layers]}, layers)
        for layers in places
    ]


CONSTANT = "σ′ is the same number everywhere, {factor}, but it should depend on z."
SLIPS = (
    Slip(
        "biases-left-out",
        "The forward pass leaves the biases out.",
        "z[l] = w[l]·a[l] ⟦+ b[l]⟧",
        {
            "each(add, product(w[l], a), b[l])": "product(w[l], a)",
            "each(add, product(w[l], a[l]), b[l])": "product(w[l], a[l])",
        },
    ),
    Slip(
        "absolute-error",
        "The error has lost its sign: it should be a - y, not |a - y|.",
        "delta[l] = ⟦(a[l+1] - y)⟧ ∘ σ′(z[l])",
        {ERROR: "error = each(abs, each(sub, a[last + 1], vector(y)))"},
    ),
    *of_another_slope(
        "slope-of-relu",
        "slope_of_relu",
        "σ′ is the slope of ReLU, 0 or 1; these neurons are sigmoids.",
        EVERYWHERE,
        IN_HIDDEN,
    ),
    *of_another_slope(
        "slope-of-tanh",
        "slope_of_tanh",
        "σ′ is the slope of tanh; these neurons are sigmoids.",
        EVERYWHERE,
    ),
    *of_another_slope(
        "slope-of-tanh-by-a",
        "slope_of_tanh_by_a",
        "σ′ is 1 - a², the slope of tanh; that of these sigmoids is a·(1 - a).",
        EVERYWHERE,
        IN_HIDDEN,
        IN_OUTPUT,
    ),
    Slip(
        "slope-constant", CONSTANT, SIGMOID,
        {HIDDEN: "each(one, z[l])", OUTPUT: "each(one, z[last])"},
        powers=((3, 2, 1), (3, 2, 1)),
    ),
    Slip(
        "slope-constant", CONSTANT, SIGMOID, {HIDDEN: "each(one, z[l])"}, (0, 1),
        ((2, 1, 0), (2, 1, 0)),
    ),
    Slip(
        "slope-constant", CONSTANT, SIGMOID, {OUTPUT: "each(one, z[last])"}, (2,),
        ((1, 1, 1), (1, 1, 1)),
    ),
    Slip(
        "gradients-scaled",
        "All gradients are {factor} times what they should be. "
        "A learning rate belongs in the step alone.",
        "dw[l] = ⟦ ⟧ delta[l]·a[l]ᵀ",
        {},
        powers=((1, 1, 1), (1, 1, 1)),
    ),
    Slip(
        "bias-gradients-scaled",
        "db is {factor} times what it should be: each delta counts once in it.",
        "db[l] = ⟦ ⟧ delta[l]",
        {},
        powers=((0, 0, 0), (1, 1, 1)),
    ),
    Slip(
        "weight-gradients-scaled",
        "dw is {factor} times what it should be, while db is right.",
        "dw[l] = ⟦ ⟧ delta[l]·a[l]ᵀ",
        {},
        powers=((1, 1, 1), (0, 0, 0)),
    ),
)  # fmt: skip


def slips(text: str, networks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Entries like those of the known wrong answers. text: of all functions of the lesson."""
    right = [numbers(functions(text), network) for network in networks]
    return [entry(slip, text, networks, right) for slip in SLIPS]


def entry(
    slip: Slip, text: str, networks: list[dict[str, Any]], right: list[Numbers]
) -> dict[str, Any]:
    for old, new in slip.changes.items():
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    made = functions(text)
    found = [numbers(made, network) for network in networks]
    on = {
        network["name"]: {"calls": [changed(known, came)]}
        for network, known, came in zip(networks, right, found, strict=True)
    }
    about = {"slug": slip.slug, "layers": list(slip.layers), "sentence": slip.sentence}
    about |= {"formula": slip.formula, "on": on, "same_as": []}
    if slip.powers:
        named = zip(("dw", "db"), slip.powers, strict=True)
        about["powers"] = {f"{name}[{l}]": n for name, of in named for l, n in enumerate(of)}
    return about


def functions(text: str) -> dict[str, Any]:
    space: dict[str, Any] = {}
    exec(text + SLOPES, space)
    return space


def numbers(space: dict[str, Any], network: dict[str, Any]) -> Numbers:
    """Outputs and gradients of the first batch."""
    count = len(network["w"])
    own = network["w"], network["b"], [space["sigmoid"]] * count, [space["sigmoid_prime"]] * count
    batch = network["batches"][0]
    dw, db = space["gradients"](own, batch["xs"], batch["ys"])
    found = {"outputs": [space["feedforward"](own, x) for x in batch["xs"]]}
    found |= {f"dw[{l}]": part for l, part in enumerate(dw)}
    return found | {f"db[{l}]": part for l, part in enumerate(db)}


def changed(right: Numbers, came: Numbers) -> Numbers:
    return {name: shorter(part) for name, part in came.items() if not same(right[name], part)}


def shorter(value: Any) -> Any:
    return [shorter(one) for one in value] if isinstance(value, list) else float(f"{value:.9g}")


def same(one: Any, other: Any) -> bool:
    ones, others = list(flat(one)), list(flat(other))
    scale = max(1e-7, *map(abs, ones))
    return all(abs(a - b) <= SAME * scale for a, b in zip(ones, others, strict=True))


def flat(value: Any) -> Iterator[float]:
    if not isinstance(value, list):
        yield value
        return
    for one in value:
        yield from flat(one)

"""Known answers: small networks whose outputs and gradients are known to the last digits.

Three independent sources: the article that groundup grew from (origin.json), the code of Nielsen's
book (book.json) and automatic differentiation (autodiff.json). Each file holds its `source` and
`cases`; a case has

    name, sizes       what it is called; neurons a layer, inputs first
    activations       a name a layer: sigmoid, tanh, relu, linear, softmax
    cost              "quadratic" (½‖a-y‖² a sample) or "cross-entropy"
    w, b              w[l] (n_out, n_in) and b[l] (n_out,)
    xs, ys            inputs (m, n_0) and targets (m, n_L), a row a sample

and, of the answers, those that its source gives:

    outputs           (m, n_L)
    z, a, delta       a matrix a layer, (m, n): a[0] is xs, delta[l] = d cost of the sample / d z[l]
    mean_cost         the mean over the samples
    sample_gradients  {dw, db} a sample
    gradients         {dw, db}, the mean over the samples, without the L2 term
    steps             {count, eta, l2, w, b}: the parameters after `count` steps on the whole batch,
                      each w - eta·(dw + l2·w) and b - eta·db; `outputs_of_first` (n_L,) then
    mistake           these are the gradients of a *wrong* backprop, by its number in the catalogue

Everything here runs on a bare Python.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from groundup.errors import UserError

Case = dict[str, Any]

FILES = ("origin.json", "book.json", "autodiff.json")


@cache
def _read(file: str) -> list[Case]:
    return json.loads((Path(__file__).parent / file).read_text(encoding="utf-8"))["cases"]


def cases(mistaken: bool = False) -> list[Case]:
    """All known answers that are right (or those of a mistaken backprop), in the files' order."""
    return [case for file in FILES for case in _read(file) if ("mistake" in case) == mistaken]


def case(name: str) -> Case:
    """The case called `name`. Raises ValueError with the names there are."""
    known = {case["name"]: case for case in cases() + cases(mistaken=True)}
    if name not in known:
        raise UserError(f"there is no known answer called {name!r}; there are {', '.join(known)}")
    return known[name]

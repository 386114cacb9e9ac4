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

`mistakes` are the known *wrong* answers: what a backprop with each mistake of the checker's
catalogue gives. They are a list of kinds of networks, each with

    kind, activations, cost, l2, eta    what the networks of this kind have in common
    networks    name, sizes, w, b as above; two `batches` of {xs, ys}, and with dropout `masks`, a
                matrix a hidden layer, which its activations are multiplied by; `calls`, the
                batches that backprop is called on, one after the other, on the same network; and
                `right`, a call each: outputs, cost (with the L2 term, l2/2·Σw²), delta[l], dw[l]
                and db[l] (means, with l2·w[l]), by these names; with the first call w[l] and b[l],
                too, the parameters after a step on its batch, w - eta·dw and b - eta·db
    mistakes    mistake (its number), slug, the `layers` that it is in, a sentence, the formula with
                its broken part between ⟦ and ⟧; `same_as`, those that nothing here tells from it;
                and `on`, by the name of a network:
                  calls       what is not right, call after call; what is not there is right (of
                              w[l] and b[l]: is w - eta·dw, with the dw that is given)
                  one_by_one  the same of the first call, where backprop is called on one sample
                              after the other and dw, db are the means: where that differs
                  raises      shapes do not fit: an error, or arrays of other shapes

`convolutions` are the known answers of networks that convolve, the right ones by PyTorch's
automatic differentiation, in a file of their own, since their arrays have other shapes. Its `cases`
are as above, but that

    layers            how a network is written, "6x6-2c3p2-3"; `sizes` are the numbers in each a[l]
    w                 w[l] is (n_out, c, k, k) where a layer convolves, and its 2×2 max-pool follows
    xs, z, a, delta   pictures lie flat, by rows, columns and channels; z[l] is the pooled one

and its `mistakes` have mistake, slug, sentence and formula as above, and `on`: by the name of a
case with quadratic cost what is not right of outputs, dw[l] and db[l] (means), or `raises`.

The targets of "cross-entropy of their softmax" are compared with the softmax of the outputs.

Everything here runs on a bare Python.
"""

from __future__ import annotations

import gzip
import json
from functools import cache
from pathlib import Path
from typing import Any

from groundup.errors import UserError

Case = dict[str, Any]

MISTAKES = "mistakes"  # what `groundup vectors` calls the known wrong answers
CONVOLUTION = "convolution"  # … and those of networks that convolve

FILES = ("origin.json", "book.json", "autodiff.json")


def _read(file: str) -> list[Case]:
    return _content(file)["cases"]


@cache
def _content(file: str) -> dict[str, Any]:
    return json.loads((Path(__file__).parent / file).read_text(encoding="utf-8"))


def convolutions() -> dict[str, Any]:
    """The known answers of networks that convolve: their `source`, `cases` and `mistakes`, as the
    module says."""
    return _content("convolution.json")


@cache
def mistakes() -> dict[str, Any]:
    """The known wrong answers: their `source` and `kinds`, as the module says."""
    packed = (Path(__file__).parent / "mistakes.json.gz").read_bytes()
    return json.loads(gzip.decompress(packed))


def cases(mistaken: bool = False) -> list[Case]:
    """All known answers that are right (or those of a mistaken backprop), in the files' order."""
    return [case for file in FILES for case in _read(file) if ("mistake" in case) == mistaken]


def case(name: str) -> Case:
    """The case called `name`. Raises ValueError with the names there are."""
    all_of_them = cases() + cases(mistaken=True) + convolutions()["cases"]
    known = {case["name"]: case for case in all_of_them}
    if name not in known:
        raise UserError(f"there is no known answer called {name!r}; there are {', '.join(known)}")
    return known[name]

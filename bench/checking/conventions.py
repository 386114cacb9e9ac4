"""Correct code in the conventions that people have: none of it may be called wrong."""

from __future__ import annotations

from typing import NamedTuple

from bench.checking.planting import Replacement
from bench.checking.plants import book_gradients as book
from bench.checking.plants import lists_gradients as lists
from bench.checking.plants import numpy_batch_gradients as numpy
from bench.checking.plants.lists_deltas import ERROR as LISTS_ERROR
from bench.checking.plants.lists_deltas import TOTAL as LISTS_TOTAL
from bench.checking.plants.numpy_batch_deltas import BACK as NUMPY_BACK
from bench.checking.plants.numpy_batch_deltas import COST as NUMPY_COST
from bench.checking.plants.numpy_batch_deltas import ERROR as NUMPY_ERROR
from bench.checking.variants import VARIANTS, correct

NUMPY_FORWARD = "Z = self.A[l] @ self.W[l] + self.b[l]"
NUMPY_W = "self.W = [rng.normal(0, 1 / np.sqrt(m), (m, n)) for m, n in zip(sizes[:-1], sizes[1:])]"
NUMPY_B = "self.b = [np.zeros(n) for n in sizes[1:]]"


class Convention(NamedTuple):
    style: str
    what: str
    replacements: tuple[Replacement, ...] = ()
    variant: str = "sigmoid"

    @property
    def name(self) -> str:
        return f"{self.style}-{self.variant}-{self.what}".replace(" ", "-")

    def source(self) -> str:
        return correct(self.style, self.variant, self.replacements)


VARIANTS_THEMSELVES = [
    Convention(style, "as it is", variant=variant)
    for style, variants in VARIANTS.items()
    for variant in variants
]
BOOK = [
    Convention(
        "book",
        "weights first",
        (
            (book.RETURN, "return nabla_w, nabla_b"),
            ("nabla_b, nabla_w = self.backprop(x, y)", "nabla_w, nabla_b = self.backprop(x, y)"),
        ),
    ),
    Convention(
        "book",
        "a dict",
        (
            (book.RETURN, 'return {"weights": nabla_w, "biases": nabla_b}'),
            ("nabla_b, nabla_w = self.backprop(x, y)", "g = self.backprop(x, y)"),
            (book.SUM_W, book.SUM_W.replace("nabla_w)", 'g["weights"])')),
            (book.SUM_B, book.SUM_B.replace("nabla_b)", 'g["biases"])')),
        ),
    ),
    Convention(
        "book",
        "flat biases and samples",
        (
            (
                "self.biases = [np.random.randn(n, 1) for n in sizes[1:]]",
                "self.biases = [np.random.randn(n) for n in sizes[1:]]",
            ),
            (book.W_LAST, "nabla_w[last] = np.outer(delta, activations[last])"),
            (book.W_HIDDEN, "nabla_w[l] = np.outer(delta, activations[l])"),
        ),
    ),
    Convention(
        "book",
        "without the half",
        (
            ("return 0.5 * np.sum((a - y) ** 2)", "return np.sum((a - y) ** 2)"),
            ("error = activations[last + 1] - y", "error = 2 * (activations[last + 1] - y)"),
        ),
    ),
]
LISTS = [
    Convention(
        "lists",
        "sums",
        (
            (lists.W, lists.W.replace("1 / n", "1")),
            (lists.B, lists.B.replace(" / n", "")),
            (lists.STEP_W, lists.STEP_W.replace("eta", "eta / len(x)")),
            (lists.STEP_B, lists.STEP_B.replace("eta", "eta / len(x)")),
            ("return total / len(x)", "return total"),
        ),
    ),
    Convention(
        "lists",
        "without the half",
        (
            (LISTS_ERROR, f"{LISTS_ERROR}\nerror = scale(error, 2)"),
            (LISTS_TOTAL, LISTS_TOTAL.removesuffix(" / 2")),
        ),
    ),
    Convention(
        "lists",
        "biases first",
        (
            (lists.RETURN, "return db, dw"),
            (
                "dw, db = backprop(weights, biases, x, y)",
                "db, dw = backprop(weights, biases, x, y)",
            ),
        ),
    ),
    Convention(
        "lists",
        "a dict",
        (
            (lists.RETURN, 'return {"dw": dw, "db": db}'),
            (
                "dw, db = backprop(weights, biases, x, y)",
                'grads = backprop(weights, biases, x, y)\ndw, db = grads["dw"], grads["db"]',
            ),
        ),
    ),
    Convention(
        "lists",
        "w n_in by n_out",
        (
            ("inputs = matmul(a[l], transpose(weights[l]))", "inputs = matmul(a[l], weights[l])"),
            (
                "error = matmul(delta[l + 1], weights[l + 1])",
                "error = matmul(delta[l + 1], transpose(weights[l + 1]))",
            ),
            (lists.W, "dw.append(scale(matmul(transpose(a[l]), delta[l]), 1 / n))"),
        ),
    ),
    Convention(
        "lists",
        "x first",
        (
            ("def backprop(weights, biases, x, y):", "def backprop(x, y, weights, biases):"),
            (
                "dw, db = backprop(weights, biases, x, y)",
                "dw, db = backprop(x, y, weights, biases)",
            ),
        ),
    ),
]
NUMPY = [
    Convention(
        "numpy-batch",
        "sums",
        (
            ("m = X.shape[0]", ""),
            (numpy.W, numpy.W.replace(" / m", "")),
            (numpy.B, numpy.B.replace(" / m", "")),
            (numpy.STEP_W, numpy.STEP_W.replace("learning_rate *", "learning_rate / len(X) *")),
            (numpy.STEP_B, numpy.STEP_B.replace("learning_rate *", "learning_rate / len(X) *")),
            (NUMPY_COST, "return 0.5 * np.sum((out - Y) ** 2)"),
        ),
    ),
    Convention(
        "numpy-batch",
        "without the half",
        (
            (NUMPY_ERROR, "error = 2 * (self.A[last + 1] - Y)"),
            (NUMPY_COST, "return np.sum((out - Y) ** 2) / len(X)"),
        ),
    ),
    Convention(
        "numpy-batch",
        "mean of everything",
        (
            (NUMPY_ERROR, "error = 2 * (self.A[last + 1] - Y) / Y.shape[1]"),
            (NUMPY_COST, "return np.mean((out - Y) ** 2)"),
        ),
    ),
    Convention(
        "numpy-batch",
        "float32",
        (
            (NUMPY_W, f"{NUMPY_W}\nself.W = [W.astype(np.float32) for W in self.W]"),
            (NUMPY_B, "self.b = [np.zeros(n, np.float32) for n in sizes[1:]]"),
            ("self.A = [X]", "self.A = [np.asarray(X, np.float32)]"),
            (
                NUMPY_FORWARD,
                "W, b = np.float32(self.W[l]), np.float32(self.b[l])\nZ = self.A[l] @ W + b",
            ),
            (NUMPY_ERROR, "error = self.A[last + 1] - np.asarray(Y, np.float32)"),
            (NUMPY_BACK, "error = delta[l + 1] @ np.float32(self.W[l + 1]).T"),
        ),
    ),
    Convention(
        "numpy-batch",
        "w n_out by n_in",
        (
            (NUMPY_W, NUMPY_W.replace("(m, n))", "(n, m))")),
            (NUMPY_FORWARD, "Z = self.A[l] @ self.W[l].T + self.b[l]"),
            (NUMPY_BACK, "error = delta[l + 1] @ self.W[l + 1]"),
            (numpy.W, "dW.append(delta[l].T @ self.A[l] / m)"),
        ),
    ),
    Convention(
        "numpy-batch",
        "biases as rows",
        (
            (NUMPY_B, "self.b = [np.zeros((1, n)) for n in sizes[1:]]"),
            (numpy.B, "db.append(delta[l].sum(axis=0, keepdims=True) / m)"),
        ),
    ),
    Convention(
        "numpy-batch",
        "samples as columns",
        (
            (NUMPY_W, NUMPY_W.replace("(m, n))", "(n, m))")),
            (NUMPY_B, "self.b = [np.zeros((n, 1)) for n in sizes[1:]]"),
            (NUMPY_FORWARD, "Z = self.W[l] @ self.A[l] + self.b[l]"),
            (NUMPY_COST, "return 0.5 * np.sum((out - Y) ** 2) / X.shape[1]"),
            ("m = X.shape[0]", "m = X.shape[1]"),
            (NUMPY_BACK, "error = self.W[l + 1].T @ delta[l + 1]"),
            (numpy.W, "dW.append(delta[l] @ self.A[l].T / m)"),
            (numpy.B, "db.append(delta[l].sum(axis=1, keepdims=True) / m)"),
        ),
    ),
    Convention(
        "numpy-batch",
        "divided early",
        (
            (NUMPY_ERROR, "error = (self.A[last + 1] - Y) / m"),
            (numpy.W, numpy.W.replace(" / m", "")),
            (numpy.B, numpy.B.replace(" / m", "")),
        ),
    ),
    Convention(
        "numpy-batch",
        "a tuple",
        (
            (numpy.RETURN, "return dW, db"),
            ("grads = self.backprop(X, Y)", "dW, db = self.backprop(X, Y)"),
            (numpy.STEP_W, numpy.STEP_W.replace('grads["dW"]', "dW")),
            (numpy.STEP_B, numpy.STEP_B.replace('grads["db"]', "db")),
        ),
    ),
    Convention(
        "numpy-batch",
        "attributes",
        (
            (numpy.RETURN, "self.dW, self.db = dW, db"),
            ("grads = self.backprop(X, Y)", "self.backprop(X, Y)"),
            (numpy.STEP_W, numpy.STEP_W.replace('grads["dW"]', "self.dW")),
            (numpy.STEP_B, numpy.STEP_B.replace('grads["db"]', "self.db")),
        ),
    ),
]
CONVENTIONS: list[Convention] = [*VARIANTS_THEMSELVES, *BOOK, *LISTS, *NUMPY]

for convention in CONVENTIONS:
    convention.source()  # raises where a line to be replaced is not there exactly once

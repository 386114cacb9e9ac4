"""The Python that the page shows and runs: a network's forward pass in some twenty lines.

The page gives it `w` and `b`, lists of lists of numbers as in `groundup.rungs.lists`, and calls
`digit(x)` with the 784 pixels from 0 to 1. Brython is at its quickest with loops over indices, and
with `total = total + …` rather than `+=`.
"""

from __future__ import annotations

from collections.abc import Sequence

FUNCTIONS = {
    "sigmoid": """\
def sigmoid(z):
    return [1 / (1 + exp(min(-z_j, 700))) for z_j in z]
""",
    "tanh": """\
def tanh(z):
    return [2 / (1 + exp(min(-2 * z_j, 700))) - 1 for z_j in z]
""",
    "relu": """\
def relu(z):
    return [max(z_j, 0.0) for z_j in z]
""",
    "linear": """\
def linear(z):
    return z
""",
    "softmax": """\
def softmax(z):
    e = [exp(z_j - max(z)) for z_j in z]
    return [e_j / sum(e) for e_j in e]
""",
}

TEXT = """\
{imports}{functions}
def weighted_sum(row, x, lit):  # zeros add nothing
    total = 0.0
    for k in lit:
        total = total + row[k] * x[k]
    return total

def feedforward(x):
    a = [x]  # the activations, layer by layer
    for l in range(len(w)):
        x = a[l]
        lit = [k for k in range(len(x)) if x[k] != 0]
        z = [weighted_sum(row, x, lit) + b_j
             for row, b_j in zip(w[l], b[l])]
        a.append({activate}(z))
    return a

def argmax(y):
    return y.index(max(y))

def digit(x):
    a = feedforward(x)
    return argmax(a[len(w)]), a
"""


SEEING = """\
# Convolutions multiply a million times for
# a digit. That is too much for Python here,
# so the page does it: feedforward(x) gives
# the activations, layer by layer.

def argmax(y):
    return y.index(max(y))

def digit(x):
    a = feedforward(x)
    return argmax(a[len(w)]), a
"""
"""The text for a network with convolutions."""


def write(activations: Sequence[str], convolutional: bool = False) -> str:
    """The text for a network with these activations, a name a layer."""
    if convolutional:
        return SEEING.strip()
    names = list(dict.fromkeys(activations))
    functions = "\n".join(FUNCTIONS[name] for name in names)
    uses_exp = "exp(" in functions
    several = f"\nf = [{', '.join(activations)}]  # a function a layer\n" if len(names) > 1 else ""
    text = TEXT.format(
        imports="from math import exp\n\n" if uses_exp else "",
        functions=functions + several,
        activate="f[l]" if len(names) > 1 else names[0],
    )
    return text.strip()

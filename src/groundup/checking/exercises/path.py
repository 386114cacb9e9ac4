"""The path through an exercise: its ideas in the order in which they are learned, each with what it
is for; then its helpers, which only make the ideas shorter to write.
"""

from __future__ import annotations

from groundup.checking.exercises.exercise import functions_of
from groundup.checking.exercises.scenario import BATCHED

VALUE = {
    "Value.__init__": "keeps a number, what it was made from, and the slopes",
    "Value.__add__": "adds; both slopes are 1",
    "Value.__mul__": "multiplies; each slope is the other number",
    "Value.backward": "the chain rule: hands each value's grad to its parents",
    "Value.__pow__": "takes a power; its slope is n·xⁿ⁻¹",
    "Value.__neg__": "changes the sign",
    "Value.__sub__": "subtracts",
    "Value.__truediv__": "divides",
    "Value.exp": "eˣ, which is its own slope",
    "Value.log": "the natural logarithm; its slope is 1/x",
    "Value.sigmoid": "squashes a value; its slope is a·(1 - a)",
}
NETWORK = {
    "sigmoid": "squashes any number to one between 0 and 1",
    "build": "makes a network of weights, biases and activations",
    "outputs": "turns inputs into outputs, all of them Values",
    "feedforward": "turns inputs into outputs: what a network does",
    "sigmoid_prime": "the slope of sigmoid: what z does to a",
    "backprop": "how the cost changes with each weight and bias",
    "gradients": "averages that over the samples of a batch",
    "train_batch": "steps against the gradient: what learning is",
    "parameters": "hands back the weights and biases as lists",
}
OF_BATCHES = {
    "gradients": "backpropagation for all samples of a batch at once",
    "backprop": "the same for a single sample",
}
BEGINNING = (  # of the path where a batch is one matrix
    "sigmoid",
    "build",
    "see",
    "pool",
    "feedforward",
    "sigmoid_prime",
    "unpool",
    "overlay",
)
OF_CONVOLUTION = {
    "see": "cuts pictures into patches, a row each",
    "pool": "keeps the largest of every 2 by 2 places",
    "unpool": "sends the error to where the largest was",
    "overlay": "adds up the errors of patches, pixel by pixel",
}
OTHERS = {
    "Value.tanh": "squashes to between -1 and 1",
    "Value.relu": "lets only positive values through",
    "Value.linear": "changes nothing",
    "tanh_prime": "the slope of tanh",
    "relu": "lets only positive numbers through",
    "relu_prime": "the slope of relu: 1 or 0",
    "linear": "changes nothing",
    "linear_prime": "the slope of linear",
}


def ideas(rung: str) -> dict[str, str]:
    """What each is for, in the order of the path; the other activations come last."""
    network = NETWORK
    if rung in BATCHED:
        words = NETWORK | OF_BATCHES | OF_CONVOLUTION
        network = {name: words[name] for name in BEGINNING} | OF_BATCHES | NETWORK | OF_BATCHES
    there = functions_of(rung)
    return {name: words for name, words in (VALUE | network | OTHERS).items() if name in there}


def helpers(rung: str) -> list[str]:
    """All other functions, in the order of the file."""
    return [name for name in functions_of(rung) if name not in ideas(rung)]


def ordered(rung: str) -> list[str]:
    return [*ideas(rung), *helpers(rung)]

"""A network as the page takes it: JSON, its numbers in half precision, and known answers with it.

Half precision (float16) keeps three decimal digits of a weight, which no answer notices, in half
the bytes. The known answers are those of the rounded network, so that the page can be held to them
exactly.
"""

from __future__ import annotations

import base64
import json
import lzma
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from groundup import mathematics
from groundup.data import load_data
from groundup.errors import UserError
from groundup.network import Network
from groundup.page import preprocessing, recogniser

INPUTS, OUTPUTS = 784, 10
LZMA = {"id": lzma.FILTER_LZMA1, "preset": 9 | lzma.PRESET_EXTREME, "lc": 0, "lp": 0, "pb": 0}
DIGITS = tuple("0123456789")
STATIC = Path(__file__).parent / "static"
DEFAULT = Path(__file__).parent / "default.safetensors"
SMALL = Path(__file__).parent / "small.safetensors"


def default_network() -> Network:
    """The network that comes with groundup, trained so that it reads drawings too."""
    return Network.load(DEFAULT)


def small_network() -> Network:
    """The network that the page's backprop is shown on: 30 hidden neurons, quadratic cost."""
    return Network.load(SMALL)


def encode(network: Network) -> dict[str, Any]:
    """What the page needs to know of a network and of how drawings become its inputs, for JSON:

        network         what `encoded` says of it
        recogniser      the Python that the page shows and runs: its parts, for any activations
        preprocessing   the constants of `groundup.page.preprocessing`, by their names
        examples        ten drawings, their labels and their pixels, base64 of 784 bytes
        answers         ten digits of MNIST, their labels, pixels, and the network's outputs

    Raises ValueError where the network does not take 28×28 pixels to ten digits, or where a weight
    cannot be told in half precision.
    """
    check(network)
    w, b = ([halved(array) for array in arrays] for arrays in (network.w, network.b))
    return {
        "network": encoded(network),
        "recogniser": {
            "functions": recogniser.FUNCTIONS,
            "text": recogniser.TEXT,
            "seeing": recogniser.SEEING,
        },
        "preprocessing": {
            name: getattr(preprocessing, name)
            for name in ("SIZE", "BOX", "MIDDLE", "RADIUS", "EDGE", "SMALLEST", "FARTHEST")
        },
        "examples": examples(),
        "answers": answers(w, b, network.activations),
    }


def encoded(network: Network) -> dict[str, Any]:
    """A network for JSON: sizes, activations, cost, and `parameters`: w[0], b[0], w[1], … a row
    after the other as float16, the lower bytes of all and then the upper ones, squeezed, as `dense`
    writes it, which `packed` says; `shapes`, those of w, where there are convolutions."""
    pairs = zip(network.w, network.b, strict=True)
    halves = b"".join(halved(array).tobytes() for pair in pairs for array in pair)
    return {
        "sizes": network.sizes,
        **({"shapes": network.shapes} if network.convolutional else {}),
        "activations": network.activations,
        "cost": network.cost,
        "packed": True,
        "parameters": dense(squeezed(halves[::2] + halves[1::2])),
    }


def check(network: Network) -> None:
    """Refuses a network that the page could not ask, or whose weights it could not tell."""
    if network.sizes[0] != INPUTS or network.sizes[-1] != OUTPUTS:
        raise UserError(
            f"the page wants a network from {INPUTS} pixels to {OUTPUTS} digits, such as "
            f"784-30-10; this one is {network.layers}; train one with groundup train --sizes "
            "784-30-10"
        )
    schema = network.schema
    if schema is not None and not (
        schema.plain and schema.shape == (28, 28) and schema.classes == DIGITS
    ):
        raise UserError(
            f"the page wants a network that reads digits of 28×28 pixels; this one has learned "
            f"{schema.words()}; export it as .onnx or .c, or ask groundup predict"
        )
    for array in (*network.w, *network.b):
        halved(array)


def halved(array: np.ndarray) -> np.ndarray:
    """As little-endian float16; ValueError where a number is not finite or above 65,504."""
    with np.errstate(over="ignore"):
        half = array.astype("<f2")
    if not np.isfinite(half).all():
        worst = array.flat[int(np.argmin(np.isfinite(half)))]
        raise UserError(
            f"the page keeps weights in half precision, which ends at 65,504; this network has "
            f"{worst:.6g} among its own; train it again with a smaller --eta"
        )
    return half


def examples() -> list[dict[str, Any]]:
    """The ten drawings that the page offers, with what preprocessing makes of them: scripts/
    known_drawings.py wrote it down."""
    return json.loads((STATIC / "examples.json").read_text(encoding="utf-8"))


def answers(
    w: Sequence[np.ndarray], b: Sequence[np.ndarray], activations: Sequence[str]
) -> list[dict[str, Any]]:
    """The first test digit of each kind, and what a network of these weights says to it."""
    labels, pixels = known_digits()
    wide_w, wide_b = ([array.astype(float) for array in arrays] for arrays in (w, b))
    outputs = mathematics.forward(wide_w, wide_b, activations, pixels / 255.0).a[-1]
    return [
        {"label": int(label), "pixels": text(x.tobytes()), "outputs": y.tolist()}
        for label, x, y in zip(labels, pixels, outputs, strict=True)
    ]


@cache
def known_digits() -> tuple[np.ndarray, np.ndarray]:
    """Labels (10,) and pixels (10, 784): MNIST's first test digit of each kind."""
    x, y = load_data("mnist").test
    first = [int(np.argmax(y == label)) for label in range(OUTPUTS)]
    return y[first], x[first]


def squeezed(data: bytes) -> bytes:
    """Compressed by LZMA, without a header, as `static/lzma.js` unpacks it at once. What a page
    does not need before it is ready is deflated, which browsers unpack themselves."""
    return lzma.compress(data, lzma.FORMAT_RAW, filters=[LZMA])


def text(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


LETTERS = bytes(sorted(set(range(33, 127)) - set(b'"<\\')))  # 91, as they are in scripts and JSON
PAIR, SINGLE = 13, 6  # bits that two letters say, and one


def dense(data: bytes) -> str:
    """Bytes as letters, 16 for 13, where base64 takes more than 17: two letters say 13 bits, since
    91² is more than 2¹³; a last letter says up to 6."""
    bits = np.unpackbits(np.frombuffer(data, np.uint8))
    single = 0 < len(bits) % PAIR <= SINGLE
    padded = np.concatenate([bits, np.zeros(-len(bits) % PAIR, np.uint8)])
    values = padded.reshape(-1, PAIR) @ (1 << np.arange(PAIR)[::-1])
    if single:
        values[-1] = (values[-1] >> (PAIR - SINGLE)) * len(LETTERS)
    letters = np.stack(np.divmod(values, len(LETTERS)), axis=1).ravel()
    return bytes(np.frombuffer(LETTERS, np.uint8)[letters[: len(letters) - single]]).decode("ascii")

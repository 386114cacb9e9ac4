"""What shapes a network's layers have, and how one writes them: 784-30-10, 28x28-20c5p2-100-10.

A layer's shape is that of its w: (n_out, n_in), or (n_out, c, k, k) for a convolution of k by k
pixels of c channels and the 2×2 max-pool after it. Pictures are square, and convolutions come
first, so these shapes say everything else: the first layer after them wants as many inputs as the
last picture has numbers, and so the sides of all pictures follow, backwards.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import Any

import numpy as np

from groundup.errors import UserError

Shape = tuple[int, ...]

MAXIMUM_WEIGHTS = 2**27  # 1 GiB of float64, and the most numbers that a layer makes of a sample
MAXIMUM_BATCH = 2**29  # numbers in a layer that convolves, of a batch: 2 GiB of float32
CHUNK = 1000  # samples computed at once …
SEEN = 2**24  # … where their patches have no more numbers than this
POOL = 2
CHANNELS = (16, 32, 64)  # of the convolutions that are proposed, all further ones like the last …
SMALL = 10  # … for pictures, and what comes of them, of at least so many pixels each way …
NEURONS_AFTER = 100  # … and the layer after them

PICTURE = re.compile(r"([0-9]{1,9})[xX×]([0-9]{1,9})(?:[xX×]([0-9]{1,9}))?")
CONVOLUTION = re.compile(r"([0-9]{1,9})c([0-9]{1,9})(?:p([0-9]{1,9}))?")
NEURONS = re.compile(r"[0-9]{1,18}")
EXAMPLE = "784-30-10 or 28x28-20c5p2-100-10"


def parse(layers: str | Sequence[int | str]) -> list[Shape]:
    """The shape of each w of a network that is written as a text, "28x28-20c5p2-100-10", or as a
    list of its parts, [784, 30, 10] or ["28x28", "20c5p2", 100, 10]: the inputs, as their number or
    as a picture (rows x columns, and x channels unless there is one); then for each layer its
    neurons, or its channels, "c", its filters' side and "p2". Raises UserError, which says what
    would fit, where there is no such network."""
    texts = layers.split("-") if isinstance(layers, str) else _listed(layers)
    parts = [part.strip() if isinstance(part, str) else part for part in texts]
    if len(parts) < 2:
        raise UserError(f"a network has two or more layers, as {EXAMPLE}, not {_shown(layers)}")
    below, shapes = _inputs(parts[0], layers), []
    for part in parts[1:]:
        if isinstance(part, str) and CONVOLUTION.fullmatch(part):
            shapes.append(_convolution(part, below, f"w[{len(shapes)}] of {_shown(layers)}"))
            n_out, _, k, _ = shapes[-1]
            side = (below[0] - k + 1) // POOL
            below = (side, side, n_out)
        else:
            shapes.append((_width(part, layers), math.prod(below)))
            below = (shapes[-1][0],)
    if len(shapes[-1]) == 4:
        raise UserError(
            f"{_shown(layers)}: the last layer has neurons, one for each output: end with their "
            "number, such as -10"
        )
    check_amount(shapes, _shown(layers))
    return shapes


def sides(shapes: Sequence[Shape]) -> list[int]:
    """For each a[l], from the inputs on, the side of the picture that it is, 0 where it is none.
    Raises UserError where w's shapes do not fit each other."""
    found, count = [0] * (len(shapes) + 1), sum(len(shape) == 4 for shape in shapes)
    _check_order(shapes, count)
    if not count:
        return found
    n_out, n_in = shapes[count - 1][0], shapes[count][1]
    side = math.isqrt(n_in // n_out)
    if side * side * n_out != n_in or side == 0:
        raise UserError(
            f"w[{count}]: expected {n_out} numbers for each pixel of a square picture, {n_out}, "
            f"{4 * n_out}, {9 * n_out} and so on, as w[{count - 1}] has {n_out} channels; got "
            f"{n_in}"
        )
    for l in reversed(range(count)):
        found[l + 1] = side
        side = POOL * side + shapes[l][2] - 1
    found[0] = side
    return found


def sizes(shapes: Sequence[Shape]) -> list[int]:
    """The numbers in each a[l], inputs first: [784, 2880, 100, 10]. Raises UserError where w's
    shapes do not fit each other."""
    known = sides(shapes)
    inputs = known[0] ** 2 * shapes[0][1] if known[0] else shapes[0][1]
    outs = [shape[0] * (side or 1) ** 2 for shape, side in zip(shapes, known[1:], strict=True)]
    return [inputs, *outs]


def picture(shapes: Sequence[Shape]) -> Shape:
    """The shape of the picture that the inputs are: what a convolution sees, (28, 28) or
    (32, 32, 3); else a square of as many pixels as there are inputs, where there is one, or ()."""
    if side := sides(shapes)[0]:
        return (side, side) if shapes[0][1] == 1 else (side, side, shapes[0][1])
    side = math.isqrt(shapes[0][1])
    return (side, side) if side * side == shapes[0][1] else ()


def fan_in(shape: Shape) -> int:
    """The inputs of one neuron."""
    return math.prod(shape[1:])


def written(shapes: Sequence[Shape]) -> str:
    """As `parse` reads it: "784-30-10", or "28x28-20c5p2-100-10"."""
    return "-".join(map(str, parts(shapes)))


def parts(shapes: Sequence[Shape]) -> list[int | str]:
    """The same as a list: [784, 30, 10], or ["28x28", "20c5p2", 100, 10]."""
    side, channels = sides(shapes)[0], shapes[0][1]
    colours = f"x{channels}" if channels > 1 else ""
    first = f"{side}x{side}{colours}" if side else channels
    layers = [f"{s[0]}c{s[2]}p{POOL}" if len(s) == 4 else s[0] for s in shapes]
    return [first, *layers]


def proposed(picture: Shape, outputs: int) -> list[int | str]:
    """Layers that suit pictures of (rows, columns) or (rows, columns, channels): convolutions as
    long as there is something to see, then 100 neurons; none, [], where pictures are not square,
    or small."""
    side = picture[0] if len(picture) > 1 and picture[0] == picture[1] else 0
    found = []
    while side >= SMALL:
        channels = CHANNELS[min(len(found), len(CHANNELS) - 1)]
        k = 5 - side % POOL  # which leaves an even number of places
        found.append(f"{channels}c{k}p{POOL}")
        side = (side - k + 1) // POOL
    return ["x".join(map(str, picture)), *found, NEURONS_AFTER, outputs] if found else []


def samples_at_once(shapes: Sequence[Shape]) -> int:
    """How many samples to compute in one piece, so that their patches take no more than
    128 MiB."""
    known = sides(shapes)
    places = [(POOL * side) ** 2 for side in known[1:]]
    most = max(place * fan_in(shape) for place, shape in zip(places, shapes, strict=True))
    return max(1, min(CHUNK, SEEN // most)) if most else CHUNK


def check_amount(shapes: Sequence[Shape], words: str) -> None:
    """Raises UserError, which begins with these words, where there are more weights, or more
    numbers in a layer for each sample, than a network may have."""
    weights = sum(map(math.prod, shapes))
    if weights > MAXIMUM_WEIGHTS:
        raise UserError(f"{words} means {weights:,} weights; the most is {MAXIMUM_WEIGHTS:,}")
    if (most := _most_numbers(shapes)) > MAXIMUM_WEIGHTS:
        raise UserError(
            f"{words} means {most:,} numbers in one layer for each sample; the most is "
            f"{MAXIMUM_WEIGHTS:,}: take smaller pictures or fewer channels"
        )


def check_batch(shapes: Sequence[Shape], samples: int) -> None:
    """Raises UserError where so many samples at once would take too much memory."""
    most = _most_numbers(shapes)
    if len(shapes[0]) == 4 and samples * most > MAXIMUM_BATCH:
        raise UserError(
            f"a batch of {samples:,} pictures has {samples * most:,} numbers in one layer of "
            f"{written(shapes)}; the most is {MAXIMUM_BATCH:,}: take smaller batches or pictures, "
            "or fewer channels"
        )


def _most_numbers(shapes: Sequence[Shape]) -> int:
    """The most that a layer makes of one sample, or that it has: of convolutions, before a pool."""
    inputs, *made = sizes(shapes)
    after = zip(made, sides(shapes)[1:], strict=True)
    return max(inputs, *(n * (POOL**2 if side else 1) for n, side in after))


def _listed(layers: Any) -> list[int | str]:
    if not hasattr(layers, "__len__") or isinstance(layers, bytes | bytearray):
        raise UserError(f"a network's layers are a string or a list, as {EXAMPLE}, not {layers!r}")
    return list(layers)


def _shown(layers: Any) -> str:
    if isinstance(layers, str) or not any(isinstance(part, str) for part in layers):
        return repr(layers if isinstance(layers, str) else list(layers))
    return repr("-".join(map(str, layers)))


def _inputs(part: int | str, layers: object) -> Shape:
    """Rows, columns and channels, or one number."""
    if isinstance(part, str) and PICTURE.fullmatch(part):
        rows, columns, channels = (int(n or 1) for n in PICTURE.findall(part)[0])
        if min(rows, columns, channels) == 0:
            raise UserError(f"{_shown(layers)}: a picture has 1 pixel or more, not {part}")
        return (rows, columns, channels)
    return (_width(part, layers),)


def _width(part: Any, layers: object) -> int:
    whole = int(part) if isinstance(part, str) and NEURONS.fullmatch(part) else part
    if isinstance(whole, int | np.integer) and not isinstance(whole, bool) and whole > 0:
        return int(whole)
    raise UserError(
        f"{_shown(layers)}: expected a positive whole number of neurons for each layer, or a "
        f"convolution such as 20c5p2, as in {EXAMPLE}; got {part!r}"
    )


def _convolution(part: str, picture: Shape, place: str) -> Shape:
    """The shape of w for `part`, which sees `picture`: (rows, columns, channels)."""
    n_out, k, pool = (int(n or 0) for n in CONVOLUTION.findall(part)[0])
    if n_out < 1 or k < 1:
        raise UserError(f"{place}: expected channels and filters of 1 pixel or more, got {part}")
    if pool != POOL:
        raise UserError(
            f"{place}: a convolution has a 2×2 pool after it here: write {n_out}c{k}p2, not {part}"
        )
    if len(picture) < 3:
        raise UserError(
            f"{place}: {part} wants a picture to look at: begin with one, such as 28x28, and put "
            "convolutions before all other layers"
        )
    rows, columns, c = picture
    if rows != columns:
        raise UserError(
            f"{place}: {part} wants a square picture, such as 28x28, not {rows}x{columns}"
        )
    _check_side(part, rows, k, place)
    return (n_out, c, k, k)


def _check_side(part: str, side: int, k: int, place: str) -> None:
    """Raises UserError where filters are larger than the picture, or leave an odd side to pool."""
    if _fits(side, k):
        return
    room = side - k + 1
    nearby = sorted({k - 1, k + 1, side - 3, side - 1}, key=lambda n: abs(n - k))
    near = [n for n in nearby if n >= 1 and _fits(side, n)][:2]
    instead = " or ".join(f"{n}×{n}" for n in sorted(near))
    advice = f"take filters of {instead}, or" if near else "leave this layer out, or take"
    why = (
        f"fit {room} times each way, which a 2×2 pool cannot halve"
        if room >= POOL
        else "leave nothing to pool"
    )
    raise UserError(
        f"{place}: {part} sees pictures of {side}×{side} pixels, in which filters of {k}×{k} "
        f"{why}; {advice} larger pictures"
    )


def _fits(side: int, k: int) -> bool:
    """Whether filters of k by k leave something that the pool can halve."""
    return side - k + 1 >= POOL and (side - k + 1) % POOL == 0


def _check_order(shapes: Sequence[Shape], count: int) -> None:
    """Raises UserError unless convolutions come first and each layer's inputs are what the one
    before puts out."""
    if count == len(shapes):
        raise UserError(f"w[{count - 1}]: expected a last layer of neurons, (n_out, n_in)")
    for l, shape in enumerate(shapes):
        if len(shape) not in (2, 4) or (len(shape) == 4) != (l < count) or min(shape) < 1:
            raise UserError(
                f"w[{l}]: expected shape (n_out, n_in), or (n_out, c, k, k) in the first layers, "
                f"not empty, got {tuple(shape)}"
            )
        if len(shape) == 4 and shape[2] != shape[3]:
            raise UserError(f"w[{l}]: expected square filters (n_out, c, k, k), got {tuple(shape)}")
        if l and l != count and shape[1] != shapes[l - 1][0]:
            raise UserError(
                f"w[{l}]: expected {shapes[l - 1][0]} inputs, as many as w[{l - 1}] has outputs, "
                f"got {tuple(shape)}"
            )

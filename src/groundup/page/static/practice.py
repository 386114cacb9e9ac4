"""Between the page's JavaScript and the reader's own backprop: runs it, asks it, trains with it.

The reader's functions see those that are given, and replace those of the same name. A network is a
tuple: w, b, and a function and its derivative a layer.
"""

from bridge import cut, keep, told, unasked  # type: ignore[import-not-found]
from browser import self as window  # type: ignore[import-not-found]
from fitting import fitting  # type: ignore[import-not-found]
from forwards import inside, watching  # type: ignore[import-not-found]

FILE = "backprop.py"
SHOWS = 60  # characters of a value in a message
HEADS = {  # how the functions begin that the page calls
    "backprop": "“def backprop(network, x, y):”",
    "feedforward": "“def feedforward(network, x):”",
    "gradients": "“def gradients(network, xs, ys):”",
    "train_batch": "“def train_batch(network, xs, ys, eta):”",
}

given = ["", ""]  # what is imported, and the functions
space = {}
lines = []
printed = []
learning = []  # the network that is trained


def give(text):
    """The functions that are there without being written, with their imports before them."""
    given[:] = text.split("\n\n", 1)


def run(text):
    """Runs the reader's text; returns the error as Python would say it, "" for none."""
    space.clear()
    space.update({"__name__": "backprop", "print": note, "input": unasked})
    lines[:] = text.split("\n")
    printed.clear()
    exec(given[0], space)
    exec(compile(given[1], "given", "exec"), space)
    space.update(fitting(space["product"], space["each"]))
    try:
        exec(text, space)
    except BaseException as error:
        return said(error)
    return ""


class UnfitError(Exception):
    """What the reader's functions give is not what the page asks for; said in plain words."""


def said(error):
    if isinstance(error, UnfitError):
        return str(error)
    return told(error, FILE, lines, "backprop")


def network(w, b):
    f, f_prime = space.get("sigmoid"), space.get("sigmoid_prime")
    return w, b, [f] * len(w), [f_prime] * len(w)


def answer(w, b, batch):
    """[error, printed, [outputs, dw, db, inside], changed]: the last, whether w or b were."""
    return tried(w, b, batch, lambda: asked(network(w, b), batch))


def step(w, b, batch, eta):
    """[error, printed, [w, b], changed] after a step on the batch."""
    return tried(w, b, batch, lambda: stepped(network(w, b), batch, eta))


def tried(w, b, batch, work):
    """What this gives, None where it fails."""
    before, found, error = repr([w, b]), None, ""
    try:
        found = work()
    except BaseException as failure:
        error = said(unfinished(failure, w, b, batch))
    return [error, "\n".join(printed), found, repr([w, b]) != before]


def unfinished(failure, w, b, batch):
    """What is wrong with backprop itself, where something else fails for it; else the failure."""
    if isinstance(failure, SyntaxError) or window.groundup.late():
        return failure
    try:
        own = network(copied(w), copied(b))
        value = called("backprop", own, batch[0][0], batch[1][0])
        dw, db = pair(value, "backprop")
        fits(dw, db, w, b)
    except UnfitError as unfit:
        return unfit
    except BaseException:
        return failure
    return failure


def fits(dw, db, w, b):
    """Raises UnfitError where gradients do not have the shapes of the weights and biases."""
    place = at_return("backprop")
    if shapes(dw) == shapes(b) and shapes(db) == shapes(w):
        raise UnfitError(f"{place}backprop returned db, dw; the page wants dw, db, in this order.")
    for name, found, like in (("dw", dw, w), ("db", db, b)):
        if not isinstance(found, (list, tuple)) or len(found) != len(like):
            wanted = f"a list of {len(like)} items, one for each layer"
            raise UnfitError(f"{place}{name} should be {wanted}, but it is {counted(found)}.")
        for l, part in enumerate(like):
            if shape(found[l]) != shape(part):
                wanted = f"{described(part)}, like {name[1]}[{l}]"
                raise UnfitError(
                    f"{place}{name}[{l}] should be {wanted}, but it is {described(found[l])}."
                )


def at_return(name):
    """`Line 9: ` of the last `return` in a function of the text; "" for none."""
    number, inside = 0, False
    for i, text in enumerate(lines):
        if text.startswith("def "):
            inside = text.startswith(f"def {name}(")
        elif inside and text.strip().startswith("return"):
            number = i + 1
    return f"Line {number}: " if number else ""


def shapes(value):
    return [shape(part) for part in value] if isinstance(value, (list, tuple)) else None


def shape(value):
    """(n,) of n numbers, (rows, columns) of equally long lists of numbers; else None."""
    if not isinstance(value, (list, tuple)):
        return None
    if all(isinstance(part, (int, float)) for part in value):
        return (len(value),)
    parts = [shape(part) for part in value]
    first = parts[0]
    same = first is not None and len(first) == 1 and all(one == first for one in parts)
    return (len(value), first[0]) if first and same else None


def counted(value):
    """A list by how many items it has, where they have several shapes."""
    if isinstance(value, (list, tuple)) and shape(value) is None:
        return f"a list of {len(value)} items"
    return described(value)


def described(value):
    found = shape(value)
    if found is None:
        return short(value)
    if len(found) == 1:
        return f"a list of {found[0]} numbers"
    return f"{found[0]} rows of {found[1]} numbers"


def asked(own, batch):
    xs, ys = batch
    outputs = [numbers(called("feedforward", own, x), 1, "feedforward") for x in xs]
    dw, db = pair(watched(own, xs, ys), "gradients")
    seen = len(inside) == len(xs) and None not in inside
    return [outputs, weights(dw, "dw"), biases(db, "db"), list(inside) if seen else None]


def watched(own, xs, ys):
    """The gradients; `inside` gets the outputs that each call of backprop makes."""
    kept = {name: space.get(name) for name in ("backprop", "sigmoid", "sigmoid_prime")}
    inside.clear()
    if all(map(callable, kept.values())):
        space.update(watching(**kept))
    try:
        return called("gradients", own, xs, ys)
    finally:
        space.update({name: function for name, function in kept.items() if function is not None})


def stepped(own, batch, eta):
    after = called("train_batch", own, batch[0], batch[1], eta)
    if not isinstance(after, (tuple, list)) or len(after) < 2:
        place = at_return("train_batch")
        raise UnfitError(f"{place}train_batch returned {short(after)}; the page wants a network.")
    return [weights(after[0], "w"), biases(after[1], "b")]


def called(name, *arguments):
    function = space.get(name)
    if not callable(function):
        raise UnfitError(
            f"There is no function {name} here. Write one that begins with {HEADS[name]}, "
            "or choose “Start again” to get the exercise back."
        )
    return function(*arguments)


def pair(value, name):
    if isinstance(value, (tuple, list)) and len(value) == 2:
        return value
    found = short(value) if shapes(value) is None else counted(value)
    raise UnfitError(f"{at_return(name)}{name} returned {found}; the page wants dw and db.")


def weights(value, name):
    return [numbers(one, 2, f"{name}[{l}]") for l, one in enumerate(listed(value, name))]


def biases(value, name):
    return [numbers(one, 1, f"{name}[{l}]") for l, one in enumerate(listed(value, name))]


def listed(value, name):
    if isinstance(value, (list, tuple)):
        return value
    raise UnfitError(f"{name} is {short(value)}; the page wants a list.")


def numbers(value, depth, name):
    """Nested lists of floats."""
    if depth:
        return [numbers(part, depth - 1, name) for part in listed(value, name)]
    if isinstance(value, (int, float)):
        return float(value)
    raise UnfitError(f"{name} has {short(value)} in it; the page wants numbers.")


def copied(value):
    return [copied(part) for part in value] if isinstance(value, list) else value


def short(value):
    return cut(repr(value), SHOWS)


def note(*values, sep=" ", end="\n", **others):
    keep(printed, sep.join([str(value) for value in values]))


# Training


def begin(w, b):
    learning[:] = network(w, b)


def learn(xs, ys, eta):
    """[error, w, b] after a step on a batch: by the reader's backprop."""
    try:
        w, b = stepped(tuple(learning), [xs, ys], eta)
        learning[:2] = [w, b]
        return ["", w, b]
    except BaseException as error:
        return [said(error), None, None]


def gradient(x, y):
    """[error, dw, db] of one sample."""
    try:
        dw, db = pair(called("backprop", tuple(learning), x, y), "backprop")
        if shapes(dw) == shapes(learning[1]):
            fits(dw, db, learning[0], learning[1])  # the other way round
        return ["", weights(dw, "dw"), biases(db, "db")]
    except BaseException as error:
        return [said(error), None, None]


window.groundup.pupil = {
    "give": give,
    "run": run,
    "answer": answer,
    "step": step,
    "begin": begin,
    "learn": learn,
    "gradient": gradient,
}

"""Between the page's JavaScript and the reader's own backprop: runs it, asks it, trains with it.

The reader's functions see those that are given, and replace those of the same name. A network is a
tuple: w, b, and a function and its derivative a layer.
"""

from bridge import told  # type: ignore[import-not-found]
from browser import window  # type: ignore[import-not-found]

FILE = "backprop.py"
SHOWN = 12  # lines of what is printed
SHOWS = 60  # characters of a value in a message

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
    space.update({"__name__": "backprop", "print": note})
    lines[:] = text.split("\n")
    printed.clear()
    exec(given[0], space)
    exec(compile(given[1], "given", "exec"), space)
    try:
        exec(text, space)
    except BaseException as error:
        return said(error)
    return ""


def said(error):
    return told(error, FILE, lines, "backprop")


def network(w, b):
    f, f_prime = space.get("sigmoid"), space.get("sigmoid_prime")
    return w, b, [f] * len(w), [f_prime] * len(w)


def answers(w, b, batches, calls, eta):
    """[error, printed, answers, step, changed]: [outputs, dw, db] a call; [w, b] after a step on
    the first batch; whether the network's own w and b were changed. What fails is None."""
    before, found, step, error = repr([w, b]), None, None, ""
    try:
        found = [asked(network(w, b), batches[number]) for number in calls]
        changed = repr([w, b]) != before
        step = stepped(network(copied(w), copied(b)), batches[0], eta)
    except BaseException as failure:
        error, changed = said(unfinished(failure, w, b, batches[0])), repr([w, b]) != before
    return [error, "\n".join(printed), found, step, changed]


def unfinished(failure, w, b, batch):
    """What backprop itself does not give, where something else fails for it."""
    try:
        if isinstance(failure, TypeError):
            pair(
                called("backprop", network(copied(w), copied(b)), batch[0][0], batch[1][0]),
                "backprop",
            )
    except TypeError as own:
        return own
    return failure


def asked(own, batch):
    xs, ys = batch
    outputs = [numbers(called("feedforward", own, x), 1, "feedforward") for x in xs]
    dw, db = pair(called("gradients", own, xs, ys), "gradients")
    return [outputs, weights(dw, "dw"), biases(db, "db")]


def stepped(own, batch, eta):
    after = called("train_batch", own, batch[0], batch[1], eta)
    if not isinstance(after, (tuple, list)) or len(after) < 2:
        raise TypeError(f"train_batch returned {short(after)}; the page wants a network")
    return [weights(after[0], "w"), biases(after[1], "b")]


def called(name, *arguments):
    function = space.get(name)
    if not callable(function):
        raise NameError(f"name '{name}' is not defined")
    return function(*arguments)


def pair(value, name):
    if isinstance(value, (tuple, list)) and len(value) == 2:
        return value
    raise TypeError(f"{name} returned {short(value)}; the page wants dw and db")


def weights(value, name):
    return [numbers(one, 2, f"{name}[{l}]") for l, one in enumerate(listed(value, name))]


def biases(value, name):
    return [numbers(one, 1, f"{name}[{l}]") for l, one in enumerate(listed(value, name))]


def listed(value, name):
    if isinstance(value, (list, tuple)):
        return value
    raise TypeError(f"{name} is {short(value)}; the page wants a list, one item a layer")


def numbers(value, depth, name):
    """Nested lists of floats."""
    if depth:
        return [numbers(part, depth - 1, name) for part in listed(value, name)]
    if isinstance(value, (int, float)):
        return float(value)
    raise TypeError(f"{name} has {short(value)} in it; the page wants numbers")


def copied(value):
    return [copied(part) for part in value] if isinstance(value, list) else value


def short(value):
    text = repr(value)
    return text if len(text) <= SHOWS else text[: SHOWS - 1] + "…"


def note(*values, sep=" ", end="\n", **others):
    printed.append(sep.join([str(value) for value in values]))
    del printed[:-SHOWN]


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
        return ["", weights(dw, "dw"), biases(db, "db")]
    except BaseException as error:
        return [said(error), None, None]


window.groundup.pupil = {
    "give": give,
    "run": run,
    "answers": answers,
    "begin": begin,
    "learn": learn,
    "gradient": gradient,
}

"""Between the page's JavaScript and the recogniser: runs its text, asks it, tells its errors."""

from browser import self as window  # type: ignore[import-not-found]

SHOWN = 12  # frames of a traceback, or lines of what is printed
WIDE = 1000  # letters of such a line
TOO_LARGE = "string length", "array length", "count value", "aximum", "alloc", "memory"

space = {}  # what the recogniser's text sees and defines
lines = []  # of the text that runs
printed = []
failure = [""]  # of the text as a whole, told at every question


def take(w, b):
    """A network: w[l] a list of rows of floats, b[l] a list of floats."""
    space["w"], space["b"] = w, b


def feedforward(x):
    """What the network makes of x, layer by layer, x first; the page computes it."""
    return [x] + [list(layer) for layer in window.groundup.activations(x)]


def run(text):
    """Runs the recogniser's text; returns the error as Python would say it, "" for none."""
    w, b = space.get("w"), space.get("b")
    space.clear()
    space.update({"w": w, "b": b, "__name__": "recogniser", "print": note, "input": unasked})
    if window.groundup.convolves():
        space["feedforward"] = feedforward
    lines[:] = text.split("\n")
    printed.clear()
    failure[0] = ""
    try:
        exec(text, space)
    except BaseException as error:
        failure[0] = told(error)
    return failure[0]


def ask(x):
    """[digit, activations or None, error, what was printed] for 784 pixels from 0 to 1; the
    activations without the pixels."""
    if failure[0]:
        return [None, None, failure[0], ""]
    printed.clear()
    try:
        if not callable(space.get("digit")):
            raise NameError("name 'digit' is not defined; the page calls digit(x)")
        found = space["digit"](x)
        digit, activations = found if pair(found) else (found, None)
        if not isinstance(digit, int):
            wanted = "a digit, or a digit and the list of activations"
            raise TypeError(f"digit(x) returned {short(found)}; the page wants {wanted}")
        return [int(digit), plain(activations), "", "\n".join(printed)]
    except BaseException as error:
        if window.groundup.late():
            failure[0] = told(error)  # it is not tried again, with the next movement of the pen
        return [None, None, told(error), "\n".join(printed)]


def pair(found):
    return isinstance(found, (tuple, list)) and len(found) == 2


def short(value):
    return cut(repr(value), 60)


def plain(activations):
    """New lists of floats, for JavaScript; None where they are something else."""
    if not isinstance(activations, (list, tuple)):
        return None
    try:
        return [[float(value) for value in layer] for layer in activations[1:]]
    except (TypeError, ValueError):
        return None


def note(*values, sep=" ", end="\n", **others):
    """The recogniser's `print`: its last lines are shown under it."""
    keep(printed, sep.join([str(value) for value in values]))


def keep(lines, text):
    """Adds what is printed to the last lines that were."""
    lines.append(cut(text, WIDE))
    del lines[:-SHOWN]


def cut(text, most):
    return text if len(text) <= most else text[: most - 1] + "…"


def told(error, file="recogniser.py", lines=lines, called="digit"):
    """The traceback, of the text's own lines only. `called` is its function that was called."""
    kind, late = type(error).__name__, window.groundup.late()
    if isinstance(error, SyntaxError):
        return syntax(error, kind, file, lines)
    frames = []
    trace = error.__traceback__
    while trace is not None:
        code = trace.tb_frame.f_code
        if code.co_filename == "<string>":
            frames.append((trace.tb_lineno, code.co_name))
        trace = trace.tb_next
    if len(frames) > 1 and frames[0][1] == "<module>" and called in [f[1] for f in frames]:
        frames = frames[1:]  # it was run before, and is called now
    words = ["Traceback (most recent call last):"] if frames else []
    for number, name in frames[:SHOWN]:
        words.append(f'  File "{file}", line {number}, in {name}')
        words.append("    " + line(lines, number).strip())
    if len(frames) > SHOWN:
        words.append(f"  … {len(frames) - SHOWN} more")
    try:
        message = cut(str(error), WIDE)
    except BaseException:  # in the text's own __str__
        message = ""
    if late:
        kind, message = "TimeoutError", late
    elif kind in ("JavascriptError", "RangeError", "InternalError"):
        kind, message = of_the_browser(kind, message)
    if isinstance(error, ModuleNotFoundError):
        message = message.split(" (warning")[0] + "; of Python's library, this page has "
        message += "math, copy and operator"
    words.append(f"{kind}: {message}" if message else kind)
    return "\n".join(words)


def of_the_browser(kind, message):
    """Kind and message of an error that Python would have told, had the browser not been first."""
    if "call stack" in message or "recursion" in message:
        return "RecursionError", "maximum recursion depth exceeded"
    if any(word in message for word in TOO_LARGE):
        return "MemoryError", "this is larger than a browser can hold: " + message
    return kind, message


def unasked(*prompt):
    """`input`, which would wait for an answer."""
    raise RuntimeError("input() cannot ask anybody in this page; write the value into the code")


def syntax(error, kind, file, lines):
    number = error.lineno or 1
    deeper = error.msg == "unexpected indent"
    if deeper:
        number = further_in(lines)
    words = [f'  File "{file}", line {number}']
    source = line(lines, number)
    words.append("    " + source.strip())
    if error.offset and not deeper:
        indent = len(source) - len(source.lstrip())
        words.append("    " + " " * max(0, error.offset - 1 - indent) + "^")
    if misplaced(lines, number):
        words.append("IndentationError: this line goes back to where no line above it begins")
    elif deeper:
        words.append(
            "IndentationError: this line is too far to the right: no “:” above it opens a block"
        )
    else:
        words.append(f"{kind}: {error.msg}")
    return "\n".join(words)


def further_in(lines):
    """The number of the first line that is further in than the one above, which opens no block; 1
    where none is. Brython tells of such a line at the end of the text."""
    before, opens, brackets, quoted = 0, False, 0, False
    for number, text in enumerate(lines, 1):
        code = text.split("#")[0].rstrip()
        inside = quoted or brackets > 0
        quoted ^= (code.count('"""') + code.count("'''")) % 2 == 1
        if inside or not code.strip():
            brackets += balance(code) if not quoted else 0
            continue
        indent = len(code) - len(code.lstrip())
        if indent > before and not opens:
            return number
        before, opens, brackets = indent, code[-1] in ":\\", balance(code)
    return 1


def balance(code):
    """How many brackets a line opens and does not close."""
    return sum([code.count(b) for b in "([{"]) - sum([code.count(b) for b in ")]}"])


def misplaced(lines, number):
    """Whether a line goes back to where no block began."""
    begun, wrong = [0], False
    for text in lines[:number]:
        if not text.strip() or text.strip().startswith("#"):
            continue
        indent = len(text) - len(text.lstrip())
        wrong = indent < begun[-1] and indent not in begun
        while indent < begun[-1]:
            begun.pop()
        if indent > begun[-1]:
            begun.append(indent)
    return wrong


def line(lines, number):
    return lines[number - 1] if 0 < number <= len(lines) else ""


window.groundup.bridge = {"take": take, "run": run, "ask": ask}

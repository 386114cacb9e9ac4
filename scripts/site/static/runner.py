"""Runs a block of a page, and gives what it printed, and its error."""

from bridge import told, unasked  # type: ignore[import-not-found]
from browser import self as window  # type: ignore[import-not-found]

LONGEST = 20000  # characters that are shown

space = {}  # what the blocks have made


def block(text, file, first):
    """[what was printed, in parts; the error or ""]: the first block begins with nothing; another
    sees what those before it have made. `file` is what errors call it."""
    printed, length = [], 0

    def note(*values, sep=" ", end="\n", **others):
        nonlocal length
        line = sep.join([str(value) for value in values]) + end
        if line and length <= LONGEST:  # or who catches the error could fill the memory
            printed.append(line)
        length += len(line)
        if length > LONGEST:
            raise RuntimeError("it prints too much to be shown; print less")

    if first:
        space.clear()
        space["__name__"] = "__main__"
    space.update({"print": note, "input": unasked})
    try:
        exec(text, space)
    except BaseException as error:
        return [printed, told(error, file, text.split("\n"), "")]
    return [printed, ""]


window.groundup.chapter = {"block": block}

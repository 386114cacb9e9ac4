"""Runs a block of a page, and gives what it printed, and its error."""

from bridge import told  # type: ignore[import-not-found]
from browser import self as window  # type: ignore[import-not-found]

LONGEST = 20000  # characters that are shown

space = {}  # what the blocks have made


def block(text, file, first):
    """[what was printed, in parts; the error or ""]: the first block begins with nothing; another
    sees what those before it have made. `file` is what errors call it."""
    printed = []

    def note(*values, sep=" ", end="\n", **others):
        printed.append(sep.join([str(value) for value in values]) + end)
        if sum([len(one) for one in printed]) > LONGEST:
            raise RuntimeError("it prints too much to be shown; print less")

    if first:
        space.clear()
        space["__name__"] = "__main__"
    space["print"] = note
    try:
        exec(text, space)
    except BaseException as error:
        return [printed, told(error, file, text.split("\n"), "")]
    return [printed, ""]


window.groundup.chapter = {"block": block}

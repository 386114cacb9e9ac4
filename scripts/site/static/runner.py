"""Runs a block of the page after those above it, and gives what it printed, or its error."""

from bridge import told  # type: ignore[import-not-found]
from browser import window  # type: ignore[import-not-found]

LONGEST = 20000  # characters that are shown


def run(before, text):
    """[what was printed, the error or ""]: `before` are the texts of the blocks above, which run
    without a word."""
    printed = []
    space = {}
    space["__name__"] = "__main__"

    def note(*values, sep=" ", end="\n", **others):
        printed.append(sep.join([str(value) for value in values]) + end)
        if sum([len(one) for one in printed]) > LONGEST:
            raise RuntimeError("it prints too much to be shown; print less")

    for number, one in enumerate([*before, text]):
        space["print"] = note if number == len(before) else nothing
        try:
            exec(one, space)
        except BaseException as error:
            where = "here" if number == len(before) else f"block {number + 1} of this page"
            return ["".join(printed), told(error, where, one.split("\n"), "")]
    return ["".join(printed), ""]


def nothing(*values, **others):
    """`print` in the blocks above."""


window.groundupLive.run = run

"""Where in a learner's code something happened: a code object, an offset in it, and the callers."""

from __future__ import annotations

import dis
import sys
from collections.abc import Container, Iterator
from functools import cached_property, lru_cache
from types import CodeType, FrameType
from typing import NamedTuple

CALLERS = 8  # that tell one place from another, such as the layers of a network
STORES = frozenset(("STORE_ATTR", "STORE_SUBSCR", "STORE_GLOBAL"))


class Position(NamedTuple):
    """A part of a file; lines from 1, columns from 0, as in Python's own tracebacks."""

    file: str
    line: int
    column: int
    end_line: int
    end_column: int


class Place:
    """A place and its callers, the innermost first. There is one object for each, so `is` compares
    them."""

    def __init__(self, frames: tuple[tuple[CodeType, int], ...]):
        self.frames = frames
        # The same for all callers.
        self.innermost = (id(frames[0][0]), frames[0][1]) if frames else (0, 0)

    @cached_property
    def home(self) -> tuple[int, ...]:
        """The same for all callers but those of what only computes: `minus(a, b)` may be any
        difference."""
        return tuple(x for code, at in without_effect(self.frames) for x in (id(code), at))

    @cached_property
    def position(self) -> Position:
        return self.positions[0]

    @property
    def is_of_a_run(self) -> bool:
        """Whether a module's own statement led there, and nobody called a function from here."""
        return bool(self.frames) and self.frames[-1][0].co_name == "<module>"

    @cached_property
    def positions(self) -> list[Position]:
        """Of the place itself, then of the call that led there, and so on."""
        return [position(code, offset) for code, offset in self.frames] or [NOWHERE]

    def seen_from(self, other: Place) -> Position:
        """Where, in the function that another place is in, this one is or the call that leads to
        it; this one, where none leads there."""
        code = other.frames[0][0] if other.frames else None
        both = zip(self.frames, self.positions, strict=False)
        return next((where for frame, where in both if frame[0] is code), self.position)


def without_effect(frames: tuple[tuple[CodeType, int], ...]) -> Iterator[tuple[CodeType, int]]:
    """The first of these that changes something, and those within it."""
    for code, offset in frames:
        yield code, offset
        if changes(code):
            return


@lru_cache(maxsize=4096)
def changes(code: CodeType) -> bool:
    """Whether a function may change what others see: by an attribute, or a part of something."""
    return code.co_name == "<module>" or any(x.opname in STORES for x in dis.get_instructions(code))


class Places:
    """All places of one program, whose files are `own`."""

    def __init__(self, own: Container[str]):
        self.own = own
        self.known: dict[tuple[int, ...], Place] = {}
        self.last: tuple[FrameType | None, FrameType | None] = None, None
        self.callers: list[tuple[CodeType, int]] = []  # of the last frame

    def here(self) -> Place:
        """That of the learner's statement which is being executed."""
        frame = sys._getframe(1)
        while frame is not None and frame.f_code.co_filename not in self.own:
            frame = frame.f_back
        if frame is None:
            return self.place(())
        if self.last != (frame, frame.f_back):  # else, its callers are where they were
            self.last, self.callers = (frame, frame.f_back), self.callers_of(frame)
        return self.place(((frame.f_code, frame.f_lasti), *self.callers))

    def callers_of(self, frame: FrameType | None) -> list[tuple[CodeType, int]]:
        found: list[tuple[CodeType, int]] = []
        while frame is not None and (frame := frame.f_back) and len(found) < CALLERS - 1:
            if frame.f_code.co_filename in self.own:
                found.append((frame.f_code, frame.f_lasti))
        return found

    def place(self, frames: tuple[tuple[CodeType, int], ...]) -> Place:
        key = tuple([x for code, offset in frames for x in (id(code), offset)])
        found = self.known.get(key)
        if found is None:  # which keeps the code, so that no other gets its id
            found = self.known[key] = Place(frames)
        return found


NOWHERE = Position("", 0, 0, 0, 0)


@lru_cache(maxsize=4096)
def positions_of(code: CodeType) -> list[tuple[int | None, int | None, int | None, int | None]]:
    return list(code.co_positions())


def position(code: CodeType, offset: int) -> Position:
    line, end_line, column, end_column = positions_of(code)[offset // 2]
    return Position(code.co_filename, line or 0, column or 0, end_line or 0, end_column or 0)

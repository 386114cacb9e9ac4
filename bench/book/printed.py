"""A command of the book, and what the book says of it: the shape of the data beside this."""

from __future__ import annotations

from typing import NamedTuple

from bench.book.answers import Answer


class Printed(NamedTuple):
    """chapter: of the book. name: in the table; with a star where the book only tells of the
    command ("otherwise the same"). figure: percent. answer: which accuracy that is, and of which
    digits. command: as printed, prompts and all. words: the book's, where it gives no such
    figure."""

    chapter: int
    name: str
    figure: float
    answer: Answer
    judged: str
    command: str
    words: str = ""


TEST, VALIDATION, TRAINING, HUNDRED = "test", "validation", "training", "100 digits"

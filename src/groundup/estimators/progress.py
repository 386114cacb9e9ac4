"""What `verbose` shows: nothing, a line an epoch as scikit-learn prints it, or a bar."""

from __future__ import annotations

from types import TracebackType
from typing import Any


class Progress:
    """Nothing to see. Others show more of the same."""

    within: Any = None  # called within an epoch with the samples so far, where that is shown

    def epoch(self, epoch: int, loss: float) -> None: ...

    def score(self, score: float) -> None: ...

    def say(self, words: str) -> None: ...

    def __enter__(self) -> Progress:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None: ...


class Lines(Progress):
    """A line an epoch, on standard output."""

    def epoch(self, epoch: int, loss: float) -> None:
        print(f"Iteration {epoch}, loss = {loss:.8f}")

    def score(self, score: float) -> None:
        print(f"Validation score: {score:f}")

    def say(self, words: str) -> None:
        print(words)


class Bar(Progress):
    """A bar that counts epochs, with the last loss and score, on standard error."""

    def __init__(self, epochs: int) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
        from rich.progress import Progress as Shown

        self.shown = Shown(
            TextColumn("epoch"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.description}"),
            TimeRemainingColumn(),
            console=Console(stderr=True),
        )
        self.bar = self.shown.add_task("", total=epochs)
        self.loss = self.judged = ""

    def epoch(self, epoch: int, loss: float) -> None:
        self.loss = f"loss {loss:.4g}"
        self.shown.update(self.bar, completed=epoch, description=f"{self.loss}{self.judged}")

    def score(self, score: float) -> None:
        self.judged = f", score {score:.4g}"
        self.shown.update(self.bar, description=f"{self.loss}{self.judged}")

    def say(self, words: str) -> None:
        self.shown.console.print(words, markup=False, highlight=False)

    def __enter__(self) -> Progress:
        self.shown.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self.shown.stop()


def progress(verbose: bool | int | str, epochs: int) -> Progress:
    """What an estimator's `verbose` asks for."""
    if verbose == "bar":
        return Bar(epochs)
    return Lines() if verbose else Progress()

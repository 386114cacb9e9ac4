"""The progress bar of a training."""

from __future__ import annotations

import contextlib
import time

from groundup.cli.console import progress_bar

REFRESH = 0.05  # seconds


class EpochBar:
    """A bar over `epochs` epochs of `samples` each, to which an epoch may report as often as it
    likes."""

    def __init__(self, samples: int, epochs: int) -> None:
        self._bar = progress_bar()
        self._task = self._bar.add_task("learning", total=samples * epochs)
        self._samples, self._epochs_done, self._shown = samples, 0, time.monotonic()

    def __enter__(self) -> EpochBar:
        self._bar.start()
        return self

    def __exit__(self, *error: object) -> None:
        with contextlib.suppress(OSError):  # a terminal that is gone needs no tidying up
            self._bar.stop()

    def progress(self, done: int) -> None:
        """Of this epoch, `done` samples are learned from."""
        if time.monotonic() - self._shown > REFRESH:
            self._shown = time.monotonic()
            self._bar.update(self._task, completed=self._samples * self._epochs_done + done)

    def epoch_done(self) -> None:
        self._epochs_done += 1
        self._bar.update(self._task, completed=self._samples * self._epochs_done)

"""The learning of `groundup train`: a line an epoch, and at any end what was learned is saved."""

from __future__ import annotations

import errno
import shlex
import signal
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from groundup.cli.bar import EpochBar
from groundup.cli.console import fail, leave, say, tell
from groundup.cli.saving import save
from groundup.cli.signals import BY_SIGNAL, answer_signals, ignore_signals, interrupt_once
from groundup.cli.train_words import NOTHING_LEARNED, judged, learned_nothing, line
from groundup.engines.hosts import leads

if TYPE_CHECKING:
    from collections.abc import Iterator

    from groundup.data import Data
    from groundup.network import Network
    from groundup.training import Record

HANG_UP = 0.2  # seconds from a terminal that takes no words any more to its SIGHUP


class Stopped(NamedTuple):
    """Why a training ended early, the exit status for that, and whether it may well go on."""

    words: str
    status: int = 2
    may_go_on: bool = True


def learn(
    network: Network, records: Iterator[Record], epochs: int, bar: EpochBar, words: str
) -> Stopped | None:
    """Trains; says a line an epoch. Returns why it stopped early, None where it did not."""
    first = network.w[0].copy()
    answer_signals(interrupt_once if leads() else signal.SIG_IGN)
    try:
        stopped = go_through(network, records, epochs, bar, words)
        ignore_signals()  # what was learned is about to be saved
    except KeyboardInterrupt as interrupt:
        number = interrupt.args[0] if interrupt.args else signal.SIGINT
        epoch = len(network.history) + 1
        stopped = Stopped(f"stopped by {BY_SIGNAL[number]} in epoch {epoch}", 128 + number)
    if stopped and not network.history and (network.w[0] == first).all():
        fail(f"{stopped.words}; nothing was learned, and nothing saved", stopped.status)
    return stopped


def go_through(
    network: Network, records: Iterator[Record], epochs: int, bar: EpochBar, words: str
) -> Stopped | None:
    """The training, and why it stopped early, but for a signal."""
    from groundup import training
    from groundup.data.idx import DataError
    from groundup.formats.models import ModelError

    try:
        say(words)
        with bar:
            for record in records:
                bar.epoch_done()
                say(line(record, epochs, network.schema))
    except training.DivergedError as error:
        return Stopped(str(error), may_go_on=False)  # it would diverge again
    except DataError as error:
        return Stopped(str(error))
    except ModelError as error:
        return Stopped(f"stopped, because the next checkpoint could not be written: {error}")
    except MemoryError:
        return Stopped("stopped, because there was not enough memory to go on")
    except OSError as error:  # nobody reads the lines any more, or the disk they go to is full
        if error.errno == errno.EIO:
            time.sleep(HANG_UP)
        return Stopped(f"stopped, because there was nowhere to write to: {error}")
    return None


def finish(
    network: Network, digits: Data, data: str, out: Path, stopped: Stopped | None, again: str
) -> None:
    """Saves what was learned and says how good it is and what to do next."""
    if not leads():
        return
    save(network, out)
    from_data = [] if data == "mnist" else ["--data", data]
    following = f"next: {shlex.join(['groundup', 'test', str(out), *from_data])}"
    if stopped:
        words = f"{stopped.words}; what was learned so far is in {out}"
        tell(words)
        tell(following)
        if again and stopped.may_go_on:
            tell(f"to go on: {again}")
        leave(stopped.status)
    seconds = sum(record["seconds"] for record in network.history)
    epochs = "1 epoch" if len(network.history) == 1 else f"{len(network.history)} epochs"
    say(f"{epochs} of training took {seconds:.2f} s")
    say(judged(network, digits) if len(digits.test.x) else "nothing was left to test it with")
    say(f"saved {out}")
    if learned_nothing(network):
        say(NOTHING_LEARNED)
    say(following)

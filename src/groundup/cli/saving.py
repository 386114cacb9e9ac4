"""Saving what was learned: nobody else to the same file, and if not here, then elsewhere."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from groundup.cli.console import fail

if TYPE_CHECKING:
    from groundup.network import Network


@contextlib.contextmanager
def alone_with(option: str, file: Path | None) -> Iterator[None]:
    """Keeps other runs from the file that an option names, and refuses where one has it."""
    from groundup.engines.hosts import leads
    from groundup.formats.locks import BusyError, alone

    if file is None or not leads():
        yield
        return
    with contextlib.ExitStack() as lasting:
        try:
            lasting.enter_context(alone(file))
        except BusyError as busy:
            fail(
                f"{option}: another groundup train (process {busy}) will write to {file}; wait "
                f"until it ends, or name another file"
            )
        except OSError as error:
            reason = error.strerror or error
            fail(f"{option}: {file} cannot be written: {reason}; name a file elsewhere")
        yield


def save(network: Network, out: Path) -> None:
    """Saves to `out`; where that fails after all, to the folder for temporary files, so that
    nothing learned is lost."""
    from groundup.formats.models import ModelError

    try:
        network.save(out)
    except ModelError as error:
        save_elsewhere(network, str(error))


def save_elsewhere(network: Network, reason: str) -> NoReturn:
    from groundup.formats.models import ModelError

    handle, spare = tempfile.mkstemp(prefix="groundup-", suffix=".safetensors")
    os.close(handle)
    try:
        network.save(spare)
    except ModelError as error:
        Path(spare).unlink(missing_ok=True)
        fail(f"{reason}; saving it elsewhere failed, too: {error}")
    fail(f"{reason}; so the model is in {spare}")

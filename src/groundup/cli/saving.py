"""Saving what was learned, if not here, then elsewhere."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from groundup.cli.console import fail

if TYPE_CHECKING:
    from groundup.network import Network


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
        fail(f"{reason}; nor elsewhere: {error}")
    fail(f"{reason}; so the model is in {spare}")

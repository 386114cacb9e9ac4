"""Commands to a training as they come over the network: strictly read, or refused in words."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from groundup.errors import UserError
from groundup.page.steering import Steering

PLAIN: dict[str, Callable[[Steering], None]] = {
    "start": Steering.start,
    "pause": Steering.pause,
    "epoch": Steering.one_epoch,
    "reset": Steering.reset,
}
WITH_VALUE: dict[str, Callable[[Steering, Any], None]] = {
    "eta": Steering.set_eta,
    "sizes": Steering.set_sizes,
    "speed": Steering.set_speed,
    "seed": Steering.set_seed,
}


def obey(steering: Steering, body: bytes) -> None:
    """Carries out `{"command": "start"}`, or `{"command": "eta", "value": 0.5}`. Raises ValueError,
    with nothing changed, for all that is not one of the commands with what it needs."""
    try:
        asked = json.loads(body)
    except (ValueError, RecursionError):  # bad UTF-8 is a ValueError too
        raise UserError('a command is JSON, such as {"command": "start"}') from None
    command = asked.get("command") if isinstance(asked, dict) else None
    if not isinstance(command, str) or command not in PLAIN | WITH_VALUE:
        names = ", ".join([*PLAIN, *WITH_VALUE])
        raise UserError(f"a command is one of {names}, not {command!r:.80}")
    keys = {"command"} if command in PLAIN else {"command", "value"}
    if asked.keys() != keys:
        raise UserError(f"{command} comes with {' and '.join(sorted(keys))}, nothing else")
    if command in PLAIN:
        PLAIN[command](steering)
    else:
        WITH_VALUE[command](steering, asked["value"])

"""A Firefox without a window in which a page from disk is open, cut off from every network.

    with firefox(Path("page.html"), width=360) as ask:
        ask("document.title")

It is asked by WebDriver BiDi, which Firefox speaks itself: no driver is needed.
"""

from __future__ import annotations

import itertools
import json
import os
import re
import signal
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from scripts.javascript import QUIET, SECONDS, program

Ask = Callable[[str], Any]
CUT_OFF = """
user_pref("network.proxy.type", 1);
user_pref("network.proxy.socks", "127.0.0.1");
user_pref("network.proxy.socks_port", 9);
user_pref("network.proxy.allow_hijacking_localhost", false);
"""


@contextmanager
def firefox(page: Path, *, width: int = 1440, height: int = 900) -> Iterator[Ask]:
    """A function that takes an expression in JavaScript, or a promise, and gives its value."""
    from websocket import create_connection

    with _running() as address:
        socket = create_connection(f"{address}/session", SECONDS, suppress_origin=True)
        numbers = itertools.count()

        def command(method: str, **given: Any) -> Any:
            number = next(numbers)
            socket.send(json.dumps({"id": number, "method": method, "params": given}))
            while (said := json.loads(socket.recv())).get("id") != number:
                pass  # an event
            if said["type"] == "error":
                raise RuntimeError(f"{method}: {said['error']}: {said['message']}")
            return said["result"]

        command("session.new", capabilities={})
        context = command("browsingContext.getTree")["contexts"][0]["context"]
        size = {"width": width, "height": height}
        command("browsingContext.setViewport", context=context, viewport=size)
        command("browsingContext.navigate", context=context, url=page.as_uri(), wait="complete")

        def ask(expression: str) -> Any:
            text = f"(async () => JSON.stringify((await ({expression})) ?? null))()"
            target = {"context": context}
            made = command("script.evaluate", expression=text, target=target, awaitPromise=True)
            if made["type"] == "exception":
                raise RuntimeError(made["exceptionDetails"]["text"])
            return json.loads(made["result"]["value"])

        yield ask
        socket.close()


@contextmanager
def _running() -> Iterator[str]:
    """Where it listens. It goes with all its processes."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        (Path(profile) / "user.js").write_text(QUIET + CUT_OFF, encoding="utf-8")
        command = [program("firefox"), "--headless", "--no-remote", "--profile", profile]
        with subprocess.Popen(
            [*command, "--remote-debugging-port", "0", "about:blank"],
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, start_new_session=True,
        ) as process:  # fmt: skip
            try:
                yield _address(process)
            finally:
                os.killpg(process.pid, signal.SIGKILL)


def _address(process: subprocess.Popen[str]) -> str:
    assert process.stderr
    for line in process.stderr:
        if found := re.search(r"BiDi listening on (ws://\S+)", line):
            return found[1]
    raise RuntimeError("Firefox ended before it listened")

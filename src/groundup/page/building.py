"""The page as one file: template, style, scripts, Brython, the network, known answers, notices.

Nothing is fetched when it is opened, and its content security policy sees to that: of scripts and
style, only those run that are here, each known by its hash. Brython turns Python into JavaScript
and evaluates it, which is why 'unsafe-eval' is allowed.
"""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
from functools import cache
from importlib.resources import files
from typing import Any

from groundup.errors import UserError
from groundup.network import Network
from groundup.page.encoding import STATIC, encode

SCRIPTS = (
    "base", "decode", "preprocess", "python", "ink", "pictures", "verdict", "reasons",
    "answer", "why", "tiles", "shelf", "corrections", "editor", "selfcheck", "app",
)  # fmt: skip
"""Of the page, in the order in which they run."""

SERVED = ("charts", "tabs", "live", "train")
"""Further ones of the page that the local server gives."""

BEFORE_BRYTHON = (
    'window.__BRYTHON__ = { brython_path: "data:/" }; // it is here, not beside the page'
)
MODULES = ("math",)
"""Of Brython's standard library."""


def build(network: Network, *, served: bool = False) -> str:
    """The page's HTML, for a network from 784 pixels to 10 digits.

    served: for the local server: it may talk to where it came from, and has the Train tab.

    Raises ValueError where the page cannot show this network.
    """
    style, scripts = own_style(served), all_scripts(served)
    parts = {
        "policy": policy(style, scripts, served),
        "style": style,
        "notices": html.escape(static("notices.txt").strip(), quote=False),
        "about": html.escape(about(network)),
        "carried": as_json(encode(network)),
        "bridge": static("bridge.py"),
        "scripts": "\n".join(f"<script>{script}</script>" for script in scripts),
    }
    return re.sub(r"\{\{(\w+)\}\}", lambda match: parts[match[1]], static("page.html"))


def policy(style: str, scripts: list[str], served: bool) -> str:
    """The content security policy: what is here, and nothing else."""
    rules = {
        "default-src": "'none'",
        "script-src": " ".join([*map(fingerprint, scripts), "'unsafe-eval'"]),
        "style-src": fingerprint(style),
        "img-src": "data: blob:",
        "connect-src": "'self'" if served else "'none'",
        "base-uri": "'none'",
        "form-action": "'none'",
    }
    return "; ".join(f"{name} {value}" for name, value in rules.items())


def served_policy() -> str:
    """That of the page as the local server gives it."""
    return policy(own_style(True), all_scripts(True), served=True)


def fingerprint(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"


def own_style(served: bool) -> str:
    return static("page.css") + (static("train.css") if served else "")


def all_scripts(served: bool) -> list[str]:
    return [BEFORE_BRYTHON, *brython(), *own_scripts(served)]


def own_scripts(served: bool) -> list[str]:
    """The page's scripts; a served one knows that it is, before the others run."""
    names = [*SCRIPTS, *(SERVED if served else ())]
    scripts = [f"\n{static(f'{name}.js')}" for name in names if (STATIC / f"{name}.js").is_file()]
    return ["window.groundupServer = {};", *scripts] if served else scripts


@cache
def brython() -> tuple[str, str]:
    """Python for browsers, from the installed package, and the modules that are needed of its
    standard library, as scripts."""
    folder = files("brython") / "data"
    library = (folder / "brython_stdlib.js").read_text(encoding="utf-8")
    start = library.index("{", library.index("var scripts"))
    modules, _ = json.JSONDecoder().raw_decode(library, start)
    wanted = as_json({name: modules[name] for name in MODULES})
    core = (folder / "brython.js").read_text(encoding="utf-8")
    if "</script" in core.lower() or "<!--" in core:
        raise UserError("this version of Brython cannot be put into a page; pip install -U brython")
    return core, f"__BRYTHON__.use_VFS = true; __BRYTHON__.update_VFS({wanted});"


def about(network: Network) -> str:
    sizes = "-".join(map(str, network.sizes))
    return f"The network: {sizes}, {' then '.join(dict.fromkeys(network.activations))}."


def static(name: str) -> str:
    return (STATIC / name).read_text(encoding="utf-8")


def as_json(value: Any) -> str:
    """JSON that can stand in a script: no “</script>” in it, whatever the value."""
    return json.dumps(value, allow_nan=False, separators=(",", ":")).replace("<", "\\u003c")

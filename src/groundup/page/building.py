"""The page as one file: style, scripts, Brython, the kernel, a network, digits, known answers.

Nothing is fetched when it is opened, and its content security policy sees to that: of scripts and
style, only those run that are here, each known by its hash. Brython turns Python into JavaScript
and evaluates it, and the kernel is WebAssembly, which is why both are allowed. Brython is a script
that is compressed, and put into the page when it opens, where its hash counts as that of the others
does; the digits, the kernel and the known answers are not unpacked before somebody wants them.
"""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from groundup.network import Network
from groundup.page import digits
from groundup.page.encoding import STATIC, encode, text
from groundup.page.lesson import lesson, wrong_answers

KERNEL = Path(__file__).parents[1] / "engines" / "_wasm"

SCRIPTS = (
    "base", "words", "store", "decode", "layers", "backward", "preprocess", "recogniser", "python",
    "ink", "pictures", "verdict", "reasons", "answer", "why", "tiles", "shelf", "corrections",
    "codebox", "editor", "selfcheck", "hashes", "randomness", "digits", "settings", "learner",
    "measures", "diagnosis", "models", "training", "charts", "tabs", "app", "choices",
    "trials", "judged", "keep", "train", "shapes", "strips", "sources", "statements", "walk",
    "bars", "onestep", "judge", "report", "practice", "tryout", "byhand", "listing", "lecture",
    "handpicture", "costcurve", "doorsteps", "door", "own", "backprop", "neuron",
    "growing", "film", "inside", "copy", "address",
)  # fmt: skip
"""Of the page, in the order in which they run; before them, those of the kernel."""

STYLES = ("page", "train", "backprop", "inside")

BEFORE_BRYTHON = (
    'window.__BRYTHON__ = { brython_path: "data:/" }; // it is here, not beside the page'
)
MODULES = ("math",)
"""Of Brython's standard library."""
OPERATOR = "\n\n".join(
    f"def {name}(a, b):\n    return a {sign} b\n"
    for name, sign in {"add": "+", "sub": "-", "mul": "*", "truediv": "/"}.items()
)
"""What the rungs take of Python's module of this name; Brython's own would bring three more."""


DIGITS = 12_000
"""That a page holds by default: 10,000 to learn from, 2,000 to validate on."""


def build(network: Network, count: int = DIGITS) -> str:
    """The page's HTML, for a network from 784 pixels to 10 digits.

    count: of MNIST's digits in it, to train on and to validate on.

    Raises ValueError where the page cannot show this network, or hold so many.
    """
    style, scripts, python = own_style(), all_scripts(), brython()
    packed = digits.digits(count)
    texts = json.loads(static("texts.json"))
    said = about(network, texts["network"])
    carried = encode(network) | {"about": said, "digits": held(packed)}
    carried |= {"lesson": lesson(), "texts": texts}
    carried["name"] = hashlib.sha256(as_json(carried).encode()).hexdigest()[:12]
    parts = {
        "policy": policy(style, [*scripts, python]),
        "style": style,
        "notices": html.escape(static("notices.txt").strip(), quote=False),
        "about": html.escape(said),
        "carried": as_json(carried),
        "bridge": static("bridge.py"),
        "practice": static("practice.py"),
        "brython": packed_text(python),
        "mistakes": packed_text(as_json(wrong_answers())),
        "kernel": text(digits.deflated((KERNEL / "kernel.wasm").read_bytes())),
        "digits": text(packed.data),
        "scripts": "\n".join(f"<script>{script}</script>" for script in scripts),
    }
    page = re.sub(r"\{\{t:([\w.]+)\}\}", lambda match: worded(texts, match[1]), static("page.html"))
    return re.sub(r"\{\{(\w+)\}\}", lambda match: parts[match[1]], page)


def worded(texts: dict[str, Any], name: str) -> str:
    """The text of this name, as HTML; those of `html` are that already."""
    found: Any = texts
    for part in name.split("."):
        found = found[part]
    return found if name.startswith("html.") else html.escape(found)


def packed_text(content: str) -> str:
    return text(digits.deflated(content.encode()))


def held(packed: digits.Packed) -> dict[str, int]:
    """How many of the digits learn, and how many validate."""
    return {"train": packed.train, "validation": packed.validation}


def policy(style: str, scripts: list[str]) -> str:
    """The content security policy: what is here, and nothing else."""
    rules = {
        "default-src": "'none'",
        "script-src": " ".join([*map(fingerprint, scripts), "'unsafe-eval'", "'wasm-unsafe-eval'"]),
        "style-src": fingerprint(style),
        "img-src": "data: blob:",
        "connect-src": "'none'",
        "base-uri": "'none'",
        "form-action": "'none'",
    }
    return "; ".join(f"{name} {value}" for name, value in rules.items())


def fingerprint(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"


def own_style() -> str:
    return "".join(static(f"{name}.css") for name in STYLES)


def all_scripts() -> list[str]:
    kernel = [(KERNEL / f"{name}.js").read_text(encoding="utf-8") for name in ("task", "kernel")]
    return [BEFORE_BRYTHON, *(f"\n{each}" for each in [*kernel, *own_scripts()])]


def own_scripts() -> list[str]:
    return [static(f"{name}.js") for name in SCRIPTS if (STATIC / f"{name}.js").is_file()]


@cache
def brython() -> str:
    """Python for browsers, from the installed package, with the modules that are needed of its
    standard library, as one script."""
    folder = files("brython") / "data"
    library = (folder / "brython_stdlib.js").read_text(encoding="utf-8")
    start = library.index("{", library.index("var scripts"))
    modules, _ = json.JSONDecoder().raw_decode(library, start)
    wanted = {name: modules[name] for name in MODULES} | {"operator": [".py", OPERATOR, []]}
    core = (folder / "brython.js").read_text(encoding="utf-8")
    return f"{core}\n__BRYTHON__.use_VFS = true; __BRYTHON__.update_VFS({as_json(wanted)});"


def about(network: Network, texts: dict[str, str]) -> str:
    """What the page says of its network; a copy that it saves says the same by `copy.js`."""
    activations = texts["then"].join(dict.fromkeys(network.activations))
    return texts["about"].format(sizes=network.layers, activations=activations)


def static(name: str) -> str:
    return (STATIC / name).read_text(encoding="utf-8")


def as_json(value: Any) -> str:
    """JSON that can stand in a script: no “</script>” in it, whatever the value."""
    return json.dumps(value, allow_nan=False, separators=(",", ":")).replace("<", "\\u003c")

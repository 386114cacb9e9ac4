"""The page as one file: style, scripts, Brython, the kernel, a network, digits, known answers.

Nothing is fetched when it is opened, and its content security policy sees to that: of scripts and
style, only those run that are here, each known by its hash, and workers that are made of texts in
it. Brython turns Python into JavaScript and evaluates it, and the kernel is WebAssembly,
which is why both are allowed. Brython runs in workers alone. It is compressed, as are the digits,
the kernel and the known answers, and not unpacked before somebody wants it.
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
from groundup.page import digits, languages
from groundup.page.encoding import STATIC, dense, encode, encoded, small_network
from groundup.page.lesson import lesson, wrong_answers
from groundup.page.markup import worded

KERNEL = Path(__file__).parents[1] / "engines" / "_wasm"

SCRIPTS = (
    "base", "store", "workers", "decode", "digits", "lzma", "words", "languages", "layers",
    "backward", "preprocess", "recogniser", "sandbox", "python", "trace", "ink", "pictures",
    "contributions", "formulas", "geometry", "strands", "painting", "nodes", "marks", "walking",
    "pointing", "weights", "living", "verdict", "reasons", "answer", "why", "shelf",
    "corrections", "codebox", "editor", "selfcheck", "hashes", "randomness", "initialisation",
    "settings", "advice", "codes", "learner", "measures", "diagnosis", "causes", "models",
    "training", "findings", "records", "runs", "banner", "charts", "tabs", "reading", "app",
    "correcting", "pad", "inuse", "fold", "choices", "trials", "judged", "firstlayer", "keep",
    "sharing", "rack", "train", "bars", "factors", "judge", "answers", "report", "practice",
    "tenbyten", "tryout", "shapes",
    "byhand", "listing", "lecture", "handpicture", "costcurve", "sigmoidcurve", "doorsteps",
    "door", "arrows", "blame", "ownsteps", "own", "backprop", "neuron", "growing", "film",
    "inside", "copy", "address",
)  # fmt: skip
"""Of the page, in the order in which they run; before them, those of the kernel."""

IN_WORKERS = ("interpreter", "session", "trainer")
"""Scripts that run only in workers (`workers.js`), where they are put by their names."""

PYTHON = ("bridge", "fitting", "forwards", "practice")
"""Of the page, which runs in workers."""

STYLES = ("page", "living", "train", "backprop", "inside")

MODULES = ("math",)
"""Of Brython's standard library."""
OPERATOR = "\n\n".join(
    f"def {name}(a, b):\n    return a {sign} b\n"
    for name, sign in {"add": "+", "sub": "-", "mul": "*", "truediv": "/"}.items()
)
"""What the rungs take of Python's module of this name; Brython's own would bring three more."""
COPY = """
def copy(value):
    return type(value)(value) if isinstance(value, (list, dict, set)) else value

def deepcopy(value):
    if isinstance(value, (list, tuple)):
        return type(value)([deepcopy(part) for part in value])
    if isinstance(value, dict):
        return {name: deepcopy(part) for name, part in value.items()}
    return copy(value)
"""
"""Of Python's module, what one needs for weights; Brython's own would bring five more."""


COMMENTS = re.compile(r"^ *(//.*|/\*\*(.|\n)*?\*/)\n", re.M)
"""On lines of their own, of a script: they stay where people read it, and are a sixth of it."""

DIGITS = 12_000
"""That a page holds by default: 10,000 to learn from, 2,000 to validate on."""


def build(network: Network, count: int = DIGITS, language: str = languages.ALL) -> str:
    """The page's HTML, for a network from 784 pixels to 10 digits.

    count: of MNIST's digits in it, to train on and to validate on.
    language: that it speaks, of `languages.offered()`; "all" has its reader choose among them.

    Raises ValueError where the page cannot show this network, or hold so many.
    """
    style, scripts = own_style(), all_scripts()
    packed = digits.digits(count)
    first = languages.ENGLISH if language == languages.ALL else language
    others = languages.offered()[1:] if language == languages.ALL else []
    texts = languages.table(first)
    said = about(network, texts["network"])
    carried = encode(network) | {"about": said, "digits": held(packed)}
    carried |= {"small": encoded(small_network()), "lesson": lesson(), "texts": texts}
    carried["hard"] = json.loads(static("hard.json"))
    carried["name"] = hashlib.sha256(as_json(carried).encode()).hexdigest()[:12]
    parts = {
        "policy": policy(style, list(scripts.values())),
        "style": style,
        "tag": languages.LANGUAGES[first].tag,
        "direction": languages.LANGUAGES[first].direction,
        "options": languages.options([first, *others]),
        "languages": languages.packed(others),
        "notices": html.escape(static("notices.txt").strip(), quote=False),
        "about": html.escape(said),
        "carried": as_json(carried),
        **{name: static(f"{name}.py") for name in PYTHON},
        "brython": packed_text(brython()),
        "mistakes": packed_text(as_json(wrong_answers())),
        "kernel": dense(digits.deflated((KERNEL / "kernel.wasm").read_bytes())),
        "digits": dense(packed.data),
        "in_workers": "\n".join(inert(name) for name in IN_WORKERS),
        "scripts": "\n".join(map(element, scripts, scripts.values())),
    }
    page = worded(static("page.html"), dict(languages.flat(texts)))
    return re.sub(r"\{\{(\w+)\}\}", lambda match: parts[match[1]], page)


def element(name: str, script: str) -> str:
    return f'<script data-name="{name}">{script}</script>'


def inert(name: str) -> str:
    """A script that the page holds, but does not run itself."""
    return f'<script type="text/plain" data-name="{name}">{bare(name)}</script>'


def packed_text(content: str) -> str:
    return dense(digits.deflated(content.encode()))


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
        "worker-src": "blob:",
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


def all_scripts() -> dict[str, str]:
    """The scripts that the page runs, by name: a worker is made of some of them, too."""
    files = [KERNEL / f"{name}.js" for name in ("task", "kernel")]
    files += [file for name in SCRIPTS if (file := STATIC / f"{name}.js").is_file()]
    return {file.stem: f"\n{bare(file.stem, file.parent)}" for file in files}


def bare(name: str, folder: Path = STATIC) -> str:
    """A script without its comments."""
    return COMMENTS.sub("", (folder / f"{name}.js").read_text(encoding="utf-8"))


@cache
def brython() -> str:
    """Python for browsers, from the installed package, with the modules that are needed of its
    standard library, as one script."""
    folder = files("brython") / "data"
    library = (folder / "brython_stdlib.js").read_text(encoding="utf-8")
    start = library.index("{", library.index("var scripts"))
    modules, _ = json.JSONDecoder().raw_decode(library, start)
    wanted = {name: modules[name] for name in MODULES}
    wanted |= {"operator": [".py", OPERATOR, []], "copy": [".py", COPY, []]}
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

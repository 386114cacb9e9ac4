"""All that the page says is in one table, static/texts.json, and nothing else is in there."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from groundup.page.building import STATIC, static
from tests.page.literals import literals

TEXTS: dict[str, Any] = json.loads(static("texts.json"))
SCRIPTS = {file.name: file.read_text(encoding="utf-8") for file in STATIC.glob("*.js")}
COUNTED = set(re.findall(r'counted\("([\w.]+)"', "\n".join(SCRIPTS.values())))
EXCEPTIONS = {  # no texts for readers
    "use strict",
    "groundup page {} ",  # names in the browser's store
    "groundup drawings 1",
    "8-bit inputs are divided by 255",  # in model files
    "a point at ({}, {}) is no point of a drawing",  # an error in this page's own code
    "what was squeezed is damaged",
    "from math import exp\\n\\n",  # Python
    "\\nf = [{}]  # a function a layer\\n",
    "\\nTimeoutError: ",
    "Enter",  # keys as browsers call them
    "Escape",
    "Learner",  # a script's name
    "Sandbox",
    "Worker",  # a browser's
    "BroadcastChannel",
    "paper reading",  # classes and places
    "legend needed",
    "card backprop-{}",
    "card inside-{}",
    "textarea, input",
    "key for",
    "key against",
}
WORD = r"[A-Za-z][a-z’]*[.,:;?!…]*"


def is_sentence(text: str) -> bool:
    """Whether a literal looks like English: a capital that begins a word, words in a row, or a word
    and a full stop before a space."""
    return bool(
        re.match(r"[A-Z][a-z]+(?:$|[ .,:;])", text)
        or re.search(rf"(?:^|\s){WORD}\s{WORD}(?:\s|$)", text)
        or re.search(r"[a-z}]\.(?:\s|$)", text)
        or re.search(rf"\}}[.,:;]? {WORD} (?:{WORD}|\{{)", text)
    )


def names(texts: dict[str, Any], before: str = "") -> Iterator[str]:
    for name, value in texts.items():
        if isinstance(value, str):
            yield before + name
        else:
            yield from names(value, f"{before}{name}.")


def used() -> set[str]:
    """The names of texts in scripts and page, {} for what is put in when the page runs."""
    found = set(re.findall(r"\{\{t:([\w.]+)\}\}", static("page.html")))
    for script in SCRIPTS.values():
        found |= {text for _, text in literals(script) if is_name(text)}
    found -= COUNTED
    return found | {f"{name}.{form}" for name in COUNTED for form in ("one", "many")}


def is_name(text: str) -> bool:
    """Whether a literal names a text: its first part is a topic, and it is no name of a file."""
    if not re.fullmatch(r"\w+(\.(\w+|\{\}))+", text):
        return False
    return text.split(".")[0] in TEXTS and text.rsplit(".")[-1] not in ("json", "html", "png", "py")


def meant(pattern: str) -> list[str]:
    """The texts that a name with {} can be."""
    wanted = re.compile(re.escape(pattern).replace(r"\{\}", r"(\w+)"))
    found = [(name, wanted.fullmatch(name)) for name in names(TEXTS)]
    return [name for name, match in found if match and all(map(is_written, match.groups()))]


def is_written(name: str) -> bool:
    """Whether any script has this as a name, so that it can be put in."""
    return any(re.search(rf"\b{name}\b", script) for script in SCRIPTS.values())


@pytest.mark.parametrize("script", sorted(SCRIPTS))
def test_no_script_has_english_of_its_own(script: str) -> None:
    found = [(line, text) for line, text in literals(SCRIPTS[script]) if is_sentence(text)]
    assert [one for one in found if one[1] not in EXCEPTIONS] == []


def test_every_exception_is_one() -> None:
    written = {text for script in SCRIPTS.values() for _, text in literals(script)}
    assert written >= EXCEPTIONS


@pytest.mark.parametrize(
    ("text", "english"),
    [
        ("Train", True),
        ("Hidden neuron {}.", True),
        ("the learning rate", True),
        ("{} batches a second", True),
        (" of layer {}", True),
        ("train-wrong train-batch", False),
        ("(prefers-color-scheme: dark)", False),
        ("backprop.made.{}", False),
        ("w[{}][{}] · a[{}]", False),
    ],
)
def test_english_is_told_from_names(text: str, english: bool) -> None:
    assert is_sentence(text) is english


def test_strings_are_found_as_javascript_reads_them() -> None:
    script = """
        f("One", 'it\\'s'); // "not this"
        g(`Two ${h({ a: "Three" }, `Four ${5}`)} {six}`, /"[^"`/]*"/g, "Seven"); /* "nor this" */
    """
    found = [text for _, text in literals(script)]
    assert found == ["One", "it\\'s", "Two {} {six}", "Three", "Four {}", "Seven"]


def test_every_text_that_is_wanted_is_there() -> None:
    assert len(used()) > 150
    assert COUNTED
    assert [name for name in sorted(used()) if not meant(name)] == []


def test_every_text_is_wanted() -> None:
    wanted = {name for pattern in used() for name in meant(pattern)}
    assert [name for name in names(TEXTS) if name not in wanted] == []


def test_braces_stand_for_values_alone() -> None:
    """Another brace would be shown as one."""
    whole = json.dumps([*values(TEXTS)])
    assert not re.search(r"[{}]", re.sub(r"\{\w+\}", "", whole))


def values(texts: dict[str, Any]) -> Iterator[str]:
    for value in texts.values():
        yield from [value] if isinstance(value, str) else values(value)

"""The known wrong answers: each unlike the right ones and unlike the others."""

from __future__ import annotations

import json
import types
from typing import Any

import pytest

from groundup.checking.reference.catalogue import MISTAKES
from groundup.rungs import source
from groundup.vectors import mistakes
from groundup.vectors.agreement import disagreement
from scripts import wrong_answers

KINDS = {kind["kind"]: kind for kind in mistakes()["kinds"]}


def test_every_mistake_of_the_catalogue_is_there() -> None:
    held = {one["slug"] for kind in KINDS.values() for one in kind["mistakes"]}
    assert held == {one.slug for one in MISTAKES if one.rules}


def test_each_is_unlike_the_right_answers() -> None:
    """By far more than rounding, somewhere."""
    for kind in KINDS.values():
        right = {network["name"]: network["right"] for network in kind["networks"]}
        for one in kind["mistakes"]:
            worst = max(
                disagreement(known[quantity], came) if quantity in known else 1.0
                for name, on in one["on"].items()
                for known, call in zip(
                    right[name], [*on.get("calls", ()), on.get("one_by_one", {})], strict=False
                )
                for quantity, came in call.items()
            )
            assert worst > 1e-6, one["slug"]


def test_each_is_unlike_the_others_or_says_which_it_is_like() -> None:
    for kind in KINDS.values():
        gives = [rounded(one["on"]) for one in kind["mistakes"]]
        for one, mine in zip(kind["mistakes"], gives, strict=True):
            like = [
                {"slug": other["slug"], "layers": other["layers"]}
                for other, theirs in zip(kind["mistakes"], gives, strict=True)
                if other is not one and theirs == mine
            ]
            assert like == one["same_as"], one["slug"]


def rounded(on: dict[str, Any]) -> str:
    """All that comes, to 7 digits, on every network."""
    return "".join(rounded_on(on[name]) for name in on)


def rounded_on(on: dict[str, Any]) -> str:
    calls = [call for call in on.get("calls", []) if call]
    told = {"raises": on.get("raises"), "calls": calls, "one_by_one": on.get("one_by_one")}
    return json.dumps(seven(told), sort_keys=True)


def seven(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: seven(part) for name, part in value.items()}
    if isinstance(value, list):
        return [seven(part) for part in value]
    return f"{value + 0.0:.7g}" if isinstance(value, float) else value


REVERSED = "return dw[::-1], db[::-1]\n\n\ndef gradients"
EDITS = {  # of the rung `lists`, each a mistake as somebody would write it
    "hidden-derivative-missing": ("each(mul, error, each(f_prime[l], z[l]))", "error"),
    "output-derivative-missing": ("each(mul, error, each(f_prime[last], z[last]))", "error"),
    "hidden-derivative-of-activation": ("each(f_prime[l], z[l])", "each(f_prime[l], a[l + 1])"),
    "sign-flipped": ("sub, a[last + 1], vector(y)", "sub, vector(y), a[last + 1]"),
    "activation-of-this-layer": ("outer(delta[l], a[l])", "outer(delta[l], a[l + 1])"),
    "network-inputs-everywhere": ("outer(delta[l], a[l])", "outer(delta[l], a[0])"),
    "bias-gradient-missing": ("db = [delta[l] for", "db = [[0.0] * len(delta[l]) for"),
    "weights-not-transposed": ("product(transpose(w[l + 1])", "product(list(w[l + 1])"),
    "gradients-returned-in-reverse": ("return dw, db\n\n\ndef gradients", REVERSED),
    "sum-for-mean": ("sum(entry) / len(vectors)", "sum(entry)"),
    "update-adds": ("wi - eta * dwi", "wi + eta * dwi"),
}


@pytest.mark.parametrize("slug", [None, *EDITS])
def test_the_rung_lists_gives_these_numbers_with_the_mistake_written_into_it(
    slug: str | None,
) -> None:
    text = source("lists").read_text(encoding="utf-8")
    old, new = EDITS[slug] if slug else ("", "")
    assert text.count(old) == 1 or not slug
    rung = types.ModuleType("rung")
    exec(text.replace(old, new) if slug else text, rung.__dict__)
    kind = KINDS["sigmoid"]
    entries = [one for one in kind["mistakes"] if one["slug"] == slug]
    wrong = max(entries, key=lambda one: len(one["layers"]))["on"] if slug else {}
    for network in kind["networks"]:
        on = wrong.get(network["name"], {})
        batch, eta = network["batches"][0], kind["eta"]
        arguments = (rung.build(network["w"], network["b"]), batch["xs"], batch["ys"])
        if "raises" in on:  # or arrays of another shape
            continue
        expected = network["right"][0] | on.get("calls", [{}])[0] | on.get("one_by_one", {})
        dw, db = rung.gradients(*arguments)
        for l in range(len(dw)):
            assert disagreement(expected[f"dw[{l}]"], dw[l]) < 1e-9
            assert disagreement(expected[f"db[{l}]"], db[l]) < 1e-9
        if slug in (None, "update-adds"):
            after = rung.train_batch(*arguments, eta)
            for l in range(len(dw)):
                assert disagreement(expected[f"w[{l}]"], after.w[l]) < 1e-9
                assert disagreement(expected[f"b[{l}]"], after.b[l]) < 1e-9


@pytest.mark.slow
def test_the_file_is_what_the_checker_makes_now() -> None:
    """Else: python -m scripts.wrong_answers"""
    made = json.loads(json.dumps(wrong_answers.content()))
    assert made == mistakes()

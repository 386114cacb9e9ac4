"""The code of a run: short, whole, and refused where it is not."""

from __future__ import annotations

from typing import Any

import pytest

from scripts import javascript

WRITE = """({ how, events, at }) => {
    const { DEFAULT } = groundup.settings;
    return groundup.codes.write({ how: { ...DEFAULT, digits: 10_000, ...how }, events, at });
}"""
READ = "(text) => groundup.codes.read(text)"
SMALL = {"digits": 500}  # the learners of the tests have 1,000


def write(node: javascript.Call, how: dict[str, Any], events: list, at: int) -> str:
    return node(WRITE, {"how": how, "events": events, "at": at})


@pytest.mark.parametrize(
    ("how", "events", "at"),
    [
        ({}, [], 0),
        ({"hidden": []}, [], 120),
        ({"hidden": [20, 12], "activation": "relu", "init": "he", "eta": 0.25}, [], 30_000),
        ({"output": "softmax", "cost": "cross-entropy", "l2": 1e-7, "seed": 2**32 - 1}, [], 1),
        ({"init": "zero", "batch": 7}, [{"at": 20, "eta": 0.0001}, {"at": 31}, {"at": 32}], 33),
        ({"init": "normal", "activation": "tanh", "output": "tanh"}, [{"at": 9, "eta": 40}], 9),
    ],
)
def test_a_code_says_the_run(node, how: dict[str, Any], events: list, at: int) -> None:
    code = write(node, how | SMALL, events, at)
    assert len(code) < 80
    said = node(READ, code)
    assert said == {"how": {**said["how"], **how, **SMALL}, "events": events, "at": at}
    for pasted in (f"  {code.upper()} ", f"Look: “{code}”!", f"file:///x/page.html#{code}"):
        assert node(READ, pasted) == said


def test_the_page_s_first_run_has_the_shortest(node: javascript.Call) -> None:
    assert len(write(node, {}, [], 30_000)) == len("gu1-n30000-xxxx")


def test_what_comes_after_it_stopped_is_not_in_it(node: javascript.Call) -> None:
    events = [{"at": 5, "eta": 1}, {"at": 40, "eta": 2}, {"at": 41}]
    assert node(READ, write(node, SMALL, events, 40))["events"] == events[:2]


def test_any_letter_that_is_wrong_or_missing_is_seen(node: javascript.Call) -> None:
    code = write(node, {"hidden": [20], "eta": 0.5} | SMALL, [{"at": 31}], 300)
    refuse = """(text) => {
        try {
            return groundup.codes.read(text);
        } catch (error) {
            return /damaged|not contain/.test(error.message) ? "refused" : error.message;
        }
    }"""
    for place in range(len("gu1-"), len(code)):
        for other in ("", *"abz05.-"):
            damaged = code[:place] + other + code[place + 1 :]
            assert damaged == code or node(refuse, damaged) == "refused", damaged


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "This text does not contain the code of a run"),
        ("hello", "Such a code begins with “gu1-”"),
        ("gu2-n30000-bcdf", "code has version gu2, but this page reads gu1"),
        ("gu1-n30000-bcdf", "damaged"),
        ("gu1-" + "h" * 60_000, "damaged"),
    ],
)
def test_another_version_or_none_is_refused(node, text: str, words: str) -> None:
    with pytest.raises(javascript.JavaScriptError, match=words):
        node(READ, text)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ("h900", "from 1 to 800, not 900"),
        ("hx", "size of a hidden layer"),
        ("ax", "no activation"),
        ("om", "the outputs must be sigmoid, tanh or linear, not softmax"),
        ("e0", "The learning rate must be"),
        ("e", "The learning rate must be"),
        ("q9", "cannot make sense of “q9”"),
        ("t5e0", "cannot make sense of “t5e0”"),
        ("t", "cannot make sense of “t”"),
        ("t1.5", "cannot make sense of “t1.5”"),
        ("nx", "cannot make sense of “nx”"),
        ("n500001", "cannot make sense of “n500001”"),  # beyond 1,000 epochs
        ("iz-iz", "twice"),
        ("d10001", "from 10 to 1,000"),
    ],
)
def test_one_made_by_hand_that_makes_no_sense_is_refused(node, fields: str, words: str) -> None:
    """Its check is right."""
    ask = """(fields) => {
        const text = `gu1-${/^d/.test(fields) ? "" : "d500-"}${fields}`;
        return groundup.codes.read(`${text}-${groundup.codes.check(text)}`);
    }"""
    with pytest.raises(javascript.JavaScriptError, match=words):
        node(ask, fields)

"""Programs in any language are read line by line, and their ways to fail are found."""

from __future__ import annotations

import shutil
import sys
import time
from pathlib import Path

import numpy as np
import pytest

import groundup
from groundup.checking.asking.program import observe_command
from groundup.checking.model.declared import Declared
from tests.checking.conftest import Write, check_right, check_stepped, kinds

ANSWER = """
import json, math, sys

def sigmoid(z):
    return 1 / (1 + math.exp(-z)) if z > -700 else 0.0

def answer(q):
    w, b, m = q["weights"], q["biases"], len(q["inputs"])
    dw = [[[0.0] * len(row) for row in wl] for wl in w]
    db = [[0.0] * len(bl) for bl in b]
    outputs = []
    for x, y in zip(q["inputs"], q["targets"]):
        a = [x]
        for wl, bl in zip(w, b):
            z = [sum(p * r for p, r in zip(row, a[-1])) + bj for row, bj in zip(wl, bl)]
            a.append([sigmoid(zj) for zj in z])
        outputs.append(a[-1])
        d = [(o - t) * o * (1 - o) for o, t in zip(a[-1], y)]
        for l in reversed(range(len(w))):
            for j, dj in enumerate(d):
                db[l][j] += dj / m
                for i, ai in enumerate(a[l]):
                    dw[l][j][i] += dj * ai / m
            below = [sum(row[i] * dj for row, dj in zip(w[l], d)) for i in range(len(a[l]))]
            d = [e * ai * (1 - ai) for e, ai in zip(below, a[l])]
    eta = q["learning_rate"]
    weights = [[[p - eta * g for p, g in zip(*r)] for r in zip(*ls)] for ls in zip(w, dw)]
    biases = [[p - eta * g for p, g in zip(*ls)] for ls in zip(b, db)]
    return {"outputs": outputs, "dw": dw, "db": db, "weights": weights, "biases": biases}

"""
LOOP = "for line in sys.stdin:\n    print(json.dumps(answer(json.loads(line))), flush=True)\n"
ONCE = "print(json.dumps(answer(json.loads(sys.stdin.readline()))))\n"


def command(file: Path) -> str:
    return f'"{sys.executable}" "{file}"'


@pytest.mark.parametrize("end", [LOOP, ONCE], ids=["many lines", "one line a start"])
def test_a_program_in_python(write: Write, end: str) -> None:
    shown = observe_command(command(write(ANSWER + end)))
    check_right(shown)
    check_stepped(shown)
    assert shown.findings == []
    assert set(shown.missing) == {"cost", "delta"}


JAVASCRIPT = """
const lines = require('readline').createInterface({input: process.stdin});
const sigmoid = z => 1 / (1 + Math.exp(-z));
lines.on('line', line => {
  const q = JSON.parse(line), m = q.inputs.length, outputs = [];
  const dw = q.weights.map(w => w.map(row => row.map(() => 0)));
  const db = q.biases.map(b => b.map(() => 0));
  q.inputs.forEach((x, s) => {
    const a = [x];
    q.weights.forEach((w, l) => a.push(
      w.map((row, j) => sigmoid(row.reduce((sum, wi, i) => sum + wi * a[l][i], q.biases[l][j])))));
    const out = a[a.length - 1];
    outputs.push(out);
    let d = out.map((o, j) => (o - q.targets[s][j]) * o * (1 - o));
    for (let l = q.weights.length - 1; l >= 0; l--) {
      d.forEach((dj, j) => {
        db[l][j] += dj / m;
        a[l].forEach((ai, i) => { dw[l][j][i] += dj * ai / m; });
      });
      const below = a[l].map((_, i) => d.reduce((sum, dj, j) => sum + dj * q.weights[l][j][i], 0));
      d = below.map((e, i) => e * a[l][i] * (1 - a[l][i]));
    }
  });
  console.log(JSON.stringify({outputs, dw, db}));
});
"""


def test_a_program_in_javascript(write: Write) -> None:
    if shutil.which("node") is None:
        pytest.skip("Node is not installed")
    check_right(observe_command(f'node "{write(JAVASCRIPT, "net.js")}"'))


def test_it_is_told_what_was_declared(write: Write) -> None:
    source = """
def answer(q):
    return {"error": repr([q[key] for key in ("activation", "cost", "l2")])}
"""
    file = write("import json, sys\n" + source + LOOP)
    shown = observe_command(command(file), Declared(("tanh", "softmax"), "cross-entropy", l2=0.5))
    assert kinds(shown) == {"raised"}
    assert "['tanh', 'tanh', 'softmax'], 'cross-entropy', 0.5" in shown.findings[0].message
    assert [seen.probe.name for seen in shown.observations] == [
        "lopsided",
        "square",
        "even",
        "steep",
    ]


@pytest.mark.parametrize(
    ("change", "kind", "words"),
    [
        ("print('loading')\n", "printed", "not a JSON object"),
        ("answer = lambda q: {'outputs': [[0.5]]}\n", "wrong shape", "no dw and db"),
        ("answer = lambda q: {'dw': [1], 'db': []}\n", "wrong shape", "a list of 3"),
        ("answer = lambda q: {'dw': [[[1], [1, 2]]] * 3, 'db': []}\n", "wrong shape", "one length"),
        ("_a = answer\ndef answer(q): return _a(q) | {'outputs': [[1]]}\n", "wrong shape",
         "(7, 2)"),
        ("_a = answer\ndef answer(q): return _a(q) | {'outputs': [[None] * len(q['targets'][0])] * "
         "len(q['inputs'])}\n", "not finite", "14 of 14"),
        ("import random; _a = answer\ndef answer(q): return _a(q) | {'cost': random.random()}\n",
         "not repeatable", "cost"),
        ("raise KeyError('weights')\n", "crashed", "exit status 1"),
        ("import os; os.abort()\n", "crashed", "SIGABRT"),
    ],
)  # fmt: skip
def test_findings(write: Write, change: str, kind: str, words: str) -> None:
    shown = observe_command(command(write(ANSWER + change + LOOP)))
    found = [finding for finding in shown.findings if finding.kind == kind]
    assert any(words in finding.message for finding in found), shown.findings


def test_what_it_wrote_to_standard_error_is_shown(write: Write) -> None:
    shown = observe_command(command(write("raise KeyError('weights')")))
    assert "KeyError: 'weights'" in shown.findings[0].detail


@pytest.mark.parametrize("source", ["import time; time.sleep(60)", "while True: pass"])
def test_a_program_that_does_not_answer(write: Write, source: str) -> None:
    begun = time.perf_counter()
    shown = observe_command(command(write(source)), timeout=1.0)
    assert time.perf_counter() - begun < 20.0
    assert kinds(shown) == {"hung"}


def test_a_program_that_never_stops_talking(write: Write) -> None:
    shown = observe_command(command(write("while True: print('more')")), timeout=5.0)
    assert "printed" in kinds(shown)
    assert "wrong shape" in kinds(shown)


def test_commands_that_cannot_be_run(tmp_path: Path) -> None:
    for wrong in ("", 'node "net.js', str(tmp_path / "no such program")):
        with pytest.raises(ValueError, match="expected"):
            observe_command(wrong)


def test_null_is_nan(write: Write) -> None:
    change = """
_a = answer
def answer(q):
    return _a(q) | {"db": [[None] * len(b) for b in q["biases"]]}
"""
    shown = observe_command(command(write(ANSWER + change + LOOP)))
    db = shown.observations[0].calls[0].db
    assert db is not None
    assert np.isnan(db[0]).all()


def reporting(source: str) -> str:
    return f"import sys\nfor line in sys.stdin:\n    {source}\n    sys.stdout.flush()\n"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("source", "kind", "words"),
    [
        (reporting("print('[' * 200_000)"), "printed", "not a JSON object"),
        (reporting("print('{\"dw\": ' + '[' * 900 + ']' * 900 + ', \"db\": []}')"), "wrong shape",
         "a list of 3"),
        (reporting("print('{\"outputs\": ' + '[' * 900 + ']' * 900 + '}')"), "wrong shape",
         "nested lists of numbers"),
        (reporting("print('{\"error\": \"' + 'x' * 100_000 + '\"}')"), "raised", "100000 letters"),
        (reporting("print('{\"error\": [[1], {\"a\": 2}]}')"), "raised", "answers with an error"),
        ("import os, time\nos.close(1)\ntime.sleep(60)", "crashed", "closed its standard output"),
        ("import os, time\nos.close(0)\ntime.sleep(60)", "hung", "closed its standard input"),
        ("", "crashed", "exit status 0"),
        (reporting("sys.stdout.buffer.write(bytes(range(256)) * 99 + b'\\n')"), "printed",
         "not a JSON object"),
        ("while True: print('x' * 2**16, end='')", "wrong shape", "without the end of a line"),
    ],
    ids=["brackets", "nested gradients", "nested outputs", "long error", "odd error", "no output",
         "no input", "nothing", "bytes", "no end of a line"],
)  # fmt: skip
def test_each_way_to_fail_is_a_clear_finding(
    write: Write, source: str, kind: str, words: str
) -> None:
    shown = observe_command(command(write(source)), timeout=3.0)
    found = [finding for finding in shown.findings if finding.kind == kind]
    assert any(words in finding.message for finding in found), shown.findings
    assert all(len(it.message) + len(it.detail) < 4000 for it in shown.findings)
    assert all(c.isprintable() or c == "\n" for it in shown.findings for c in it.detail)


@pytest.mark.parametrize("digits", [400, 5000])
def test_numbers_of_many_digits_are_infinite(write: Write, digits: int) -> None:
    change = f"""
_a = answer
def answer(q):
    return _a(q) | {{"outputs": [["HUGE"] * len(y) for y in q["targets"]]}}
json.dumps = lambda it, dumps=json.dumps: dumps(it).replace('"HUGE"', "1" * {digits})
"""
    shown = observe_command(command(write(ANSWER + change + LOOP)))
    assert [it.message[:30] for it in shown.findings] == ["The outputs have 14 of 14 numb"]


def test_an_error_is_told_once_with_no_remedy_made_up(write: Write) -> None:
    source = "import json, sys\ndef answer(q): return {'error': 'no such key\\n  in line 3'}\n"
    words = str(groundup.check(command=command(write(source + LOOP))))
    assert words.count("no such key") == words.count("in line 3") == 1
    assert "logarithm" not in words
    assert "--adapter" not in words


def test_what_is_no_list_of_layers_is_told_by_its_key_and_shown(write: Write) -> None:
    source = "import json, sys\ndef answer(q): return {'dw': [[[1.0]]], 'db': 5}\n"
    words = str(groundup.check(command=command(write(source + LOOP))))
    assert (
        'should have a list of 3 as its "dw", one for each layer, but has a list of 1 on' in words
    )
    assert '"dw": [[[1.0]]]' in words
    assert "but has a number on" in words

"""The page's training without a page, in Node and in browsers, beside the package's own."""

from __future__ import annotations

import platform
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from groundup import Network, randomness, training
from groundup.data import Samples
from groundup.engines import kernel
from groundup.network import COSTS
from groundup.page import recogniser
from groundup.page.digits import Packed, inflated, unpack
from scripts import javascript
from tests.page.learners import LEARN, PACKED

native = pytest.mark.skipif(
    not kernel.available() or platform.machine() not in ("x86_64", "AMD64"),
    reason="wants the native kernel on x86-64, whose baseline rounds as WebAssembly does",
)


def the_digits(packed: Packed = PACKED) -> tuple[Samples, Samples]:
    """What the page has, to learn from and to validate on."""
    x, y = unpack(inflated(packed.data))
    train = packed.train
    return Samples(x[:train], y[:train]), Samples(x[train:], y[train:])


def test_the_page_unpacks_its_digits(call: javascript.Call) -> None:
    got = call("() => data")
    for part, samples in zip(("train", "validation"), the_digits(), strict=True):
        assert (got[part]["x"] == samples.x.ravel()).all()
        assert (got[part]["y"] == samples.y).all()


def test_chance_is_the_package_s(call: javascript.Call) -> None:
    ask = """([seed, ...name]) => [
        Float32Array.from(groundup.randomness.normals(2000, seed, ...name)),
        groundup.randomness.order(1000, seed, 7)]"""
    for seed, *name in ((0, "w", 0), (7, "b", 1), (2**32 - 1, "w", 2)):
        normals, order = call(ask, [seed, *name])
        expected = np.asarray(randomness.normals(2000, seed, *name)).astype(np.float32)
        assert (normals == expected).all()
        assert order.tolist() == randomness.order(1000, seed, 7)


@native
@pytest.mark.parametrize(
    "how",
    [
        {},
        {
            "hidden": [20, 12],
            "activation": "relu",
            "output": "softmax",
            "cost": COSTS[1],
            "init": "he",
            "eta": 0.1,
        },
        {"hidden": [15], "init": "normal", "seed": 3},
        {"hidden": [12], "activation": "tanh", "output": "tanh", "init": "he", "eta": 0.05},
        {"hidden": [], "output": "softmax", "cost": COSTS[1], "eta": 0.5, "batch": 7, "seed": 9},
        {"activation": "tanh", "output": "linear", "eta": 0.01, "l2": 0.001, "digits": 333},
    ],
)
def test_the_same_settings_give_the_bits_of_the_package(
    call: javascript.Call, how: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two epochs and a half, in pieces."""
    monkeypatch.setenv("GROUNDUP_KERNEL", "baseline")
    hidden = how.get("hidden", [30])
    activations = [how.get("activation", "sigmoid")] * len(hidden) + [how.get("output", "sigmoid")]
    network = Network(
        [784, *hidden, 10], activations, how.get("cost", "quadratic"),
        init=how.get("init", "scaled"), seed=how.get("seed", 0), dtype="float32",
    )  # fmt: skip
    train, _ = the_digits()
    count = how.get("digits", len(train.x))
    batch = how.get("batch", 10)
    options = {name: how[name] for name in ("eta", "l2", "seed") if name in how}
    train = Samples(train.x[:count], train.y[:count])
    training.fit(network, train, epochs=2, engine="kernel", batch_size=batch, **options)
    steps = 2 * -(-count // batch)
    got = call(
        LEARN, {"how": how, "batches": [1, 5, *[10] * steps, steps][: steps // 2], "events": []}
    )
    epochs = call(LEARN, {"how": how, "batches": [1] * steps, "events": []})
    assert epochs["at"] == 2 * count
    for ours, theirs in zip([*network.w, *network.b], [*epochs["w"], *epochs["b"]], strict=True):
        assert (ours.ravel().view(np.uint32) == theirs.view(np.uint32)).all()
    assert got["at"] >= count


def test_slices_and_events_do_not_depend_on_how_one_gets_there(node: javascript.Call) -> None:
    events = [{"at": 200, "eta": 1}, {"at": 230}, {"at": 231}, {"at": 242, "eta": 0.5}]
    runs = [
        node(LEARN, {"how": {}, "batches": batches, "events": events})
        for batches in ([1] * 40, [40, *[1] * 3, 40, 40], [3] * 20)
    ]
    assert [run["at"] for run in runs[:1]] == [382]
    until = node(LEARN, {"how": {}, "batches": [20, 3, 1, 1, 1, 14], "events": events})
    assert until["at"] == 382
    for ours, theirs in zip(runs[0]["w"], until["w"], strict=True):
        assert (ours == theirs).all()
    without = node(LEARN, {"how": {}, "batches": [1] * 40, "events": []})
    assert (without["w"][0] != until["w"][0]).any()


def test_a_link_says_a_run(node: javascript.Call) -> None:
    fragment = "train&hidden=20-12&activation=relu&eta=0.25&seed=5&digits=100&then=20:0.5_31:one"
    said = node("(fragment) => groundup.settings.fromFragment(fragment)", fragment)
    how = {"hidden": [20, 12], "activation": "relu", "eta": 0.25, "seed": 5, "digits": 100}
    assert said["events"] == [{"at": 20, "eta": 0.5}, {"at": 31}]
    assert said["how"] == {**said["how"], **how, "init": "he"}  # as it was before one could choose
    assert node("() => groundup.settings.fromFragment('train')") is None


@pytest.mark.parametrize(
    ("fragment", "words"),
    [
        ("eta=0", "The learning rate must be a number from 0.0001 to 1,000, not 0"),
        ("hidden=abc", "size of a hidden layer .* not abc"),
        ("batch=", "The batch .* not an empty field"),
        ("eta=fast", "The learning rate .* not fast"),
        ("hidden=30-801", "size of a hidden layer must be a whole number from 1 to 800, not 801"),
        ("hidden=9-9-9-9", "at most 3 hidden layers, not 4"),
        ("digits=1001", "digits to learn from .* 10 to 1,000, not 1001"),
        ("batch=1.5", "The batch must be a whole number"),
        (
            "output=softmax",
            "With the quadratic cost, the outputs must be sigmoid, tanh or linear",
        ),
        ("activation=constructor", "no activation “constructor”"),
        ("cost=constructor", "no cost “constructor”"),
        ("init=constructor", "no initial weights called “constructor”"),
        ("eta=3&then=9:fast", "cannot make sense of “9:fast”"),
    ],
)
def test_a_link_that_makes_no_sense_is_refused(node, fragment: str, words: str) -> None:
    with pytest.raises(javascript.JavaScriptError, match=words):
        node("(fragment) => groundup.settings.fromFragment(fragment)", fragment)


def test_the_page_writes_the_recogniser_for_any_activations(node: javascript.Call) -> None:
    several = [["linear"], ["softmax"], ["relu", "relu", "softmax"], ["tanh", "sigmoid"]]
    for activations in [*several, *([name] * 2 for name in recogniser.FUNCTIONS)]:
        got = node("(activations) => groundup.recogniser({ activations })", activations)
        assert got == recogniser.write(activations)


def test_a_model_goes_from_the_page_to_the_package_and_back(
    node: javascript.Call, tmp_path: Path
) -> None:
    ask = """(how) => {
        const all = { ...groundup.settings.DEFAULT, ...how };
        const { network } = new groundup.Learner(kernel, data.train, all);
        const record = { epoch: 1, cost: 0.25, validation_cost: 0.5, validation_accuracy: 0.125,
                         seconds: 0, samples: 1000, eta: 3 };
        const bytes = groundup.models.write(network, [record]);
        return { bytes, read: groundup.models.read(bytes), w: network.w };
    }"""
    made = node(ask, {"hidden": [12, 9], "activation": "tanh"})
    path = tmp_path / "page.safetensors"
    path.write_bytes(made["bytes"].tobytes())
    network = Network.load(path)
    assert (network.sizes, network.activations) == ([784, 12, 9, 10], ["tanh", "tanh", "sigmoid"])
    assert network.history[0]["validation_accuracy"] == 0.125
    for ours, theirs, again in zip(network.w, made["w"], made["read"]["w"], strict=True):
        assert (ours.ravel() == theirs).all()
        assert (again == theirs).all()
    wide = Network([784, 5, 10], seed=3)
    wide.save(path)
    content = np.frombuffer(path.read_bytes(), np.uint8)
    read = node("(bytes) => groundup.models.read(bytes)", content)
    assert (read["w"][0] == wide.w[0].astype(np.float32).ravel()).all()
    assert read["sizes"] == [784, 5, 10]


HOSTILE = """({ sizes, value, history, ...more }) => {
    const made = {
        sizes, activations: sizes.slice(1).map(() => "sigmoid"), cost: "quadratic",
        w: sizes.slice(1).map((count, l) => new Float32Array(count * sizes[l]).fill(value)),
        b: sizes.slice(1).map((count) => new Float32Array(count).fill(value)),
    };
    const bytes = groundup.models.write({ ...made, ...more }, history ?? []);
    return groundup.models.read(bytes).sizes;
}"""


@pytest.mark.parametrize(
    "lie",
    [
        {"activations": ["constructor", "sigmoid"]}, {"activations": ["softmax", "sigmoid"]},
        {"activations": ["sigmoid"]}, {"activations": 7}, {"activations": None},
        {"cost": "__proto__"}, {"cost": "<img src=x>"}, {"cost": None},
        {"activations": ["sigmoid", "softmax"]}, {"value": "no number"},
        {"value": 1e39}, {"sizes": [784, 0, 10]}, {"w": [], "b": []}, {"history": "x"},
    ],
    ids=str,
)  # fmt: skip
def test_a_model_whose_digest_is_right_may_still_be_none(
    node: javascript.Call, lie: dict[str, Any]
) -> None:
    whole = {"sizes": [784, 5, 10], "value": 0.01}
    assert node(HOSTILE, whole) == [784, 5, 10]
    with pytest.raises(javascript.JavaScriptError, match="damaged"):
        node(HOSTILE, whole | lie)


def test_a_damaged_model_is_refused(node: javascript.Call, tmp_path: Path) -> None:
    path = tmp_path / "model.safetensors"
    Network([784, 5, 10]).save(path)
    content = np.frombuffer(path.read_bytes(), np.uint8)
    changed = content.copy()
    changed[-1] ^= 1
    for bytes_, words in (
        (changed, "damaged"),
        (content[:50], "not a model file"),
        (content[:5], "not a model file"),
    ):
        with pytest.raises(javascript.JavaScriptError, match=words):
            node("(bytes) => groundup.models.read(bytes)", bytes_)

"""The page's training without a page, in Node and in browsers, beside the package's own."""

from __future__ import annotations

import json
import platform
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from groundup import Network, randomness, training
from groundup.data import Samples
from groundup.engines import kernel
from groundup.network import COSTS
from groundup.page import recogniser
from groundup.page.building import KERNEL, static
from groundup.page.digits import deflated, digits, inflated, unpack
from groundup.page.encoding import text
from scripts import javascript
from scripts.wasm import scripts

PACKED = digits(1200)
PARTS = (
    "words", "store", "decode", "recogniser", "hashes", "randomness", "digits", "settings",
    "learner", "measures", "diagnosis", "models",
)  # fmt: skip
OPEN = """async () => {
  globalThis.kernel = await GroundupKernel.open(await groundup.digits.inflated(kernelText));
  globalThis.data = await groundup.digits.load();
}"""
LEARN = """({ how, batches, events }) => {
  const { train, validation } = data;
  how = { ...groundup.settings.DEFAULT, ...how };
  const wrong = groundup.settings.problem(how);
  if (wrong) throw new Error(wrong);
  const learner = new groundup.Learner(kernel, train, how, { events });
  for (const count of batches) learner.learn(count);
  const points = [groundup.measures.point(learner, validation)];
  const layers = groundup.measures.layers(learner, validation);
  const diagnosis = groundup.diagnosis.diagnose({ points, layers, how, eta: how.eta });
  return { ...learner.network, at: learner.at, points, kind: diagnosis?.kind };
}"""
native = pytest.mark.skipif(
    not kernel.available() or platform.machine() not in ("x86_64", "AMD64"),
    reason="wants the native kernel on x86-64, whose baseline rounds as WebAssembly does",
)


def page_scripts() -> list[str]:
    carried = {
        "digits": {"train": PACKED.train, "validation": PACKED.validation},
        "recogniser": {"functions": recogniser.FUNCTIONS, "text": recogniser.TEXT, "seeing": ""},
        "texts": json.loads(static("texts.json")),
    }
    kernel_text = text(deflated((KERNEL / "kernel.wasm").read_bytes()))
    shell = f"""
        globalThis.kernelText = "{kernel_text}";
        const digits = {{ textContent: "{text(PACKED.data)}" }};
        globalThis.groundup = {{ carried: {json.dumps(carried)}, find: () => digits }};
    """
    return [*scripts(), shell, *(static(f"{name}.js") for name in PARTS)]


@pytest.fixture(scope="module")
def node() -> Iterator[javascript.Call]:
    yield from opened("node")


@pytest.fixture(
    scope="module",
    params=["node", *(pytest.param(b, marks=pytest.mark.browser) for b in ("chromium", "firefox"))],
)
def call(request: pytest.FixtureRequest) -> Iterator[javascript.Call]:
    yield from opened(request.param)


def opened(where: str) -> Iterator[javascript.Call]:
    if reason := javascript.missing(where):
        pytest.skip(reason)
    with javascript.opened(where, page_scripts()) as call:
        call(OPEN)
        yield call


def the_digits() -> tuple[Samples, Samples]:
    """What the page has, to learn from and to validate on."""
    x, y = unpack(inflated(PACKED.data))
    return Samples(x[: PACKED.train], y[: PACKED.train]), Samples(
        x[PACKED.train :], y[PACKED.train :]
    )


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
            "eta": 0.1,
        },
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
        init="he" if "relu" in activations else "scaled", seed=how.get("seed", 0), dtype="float32",
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
    ask = """({ how, events }) => {
        const { DEFAULT, toFragment, fromFragment } = groundup.settings;
        const fragment = toFragment({ ...DEFAULT, ...how }, events);
        return [fragment, fromFragment(fragment)];
    }"""
    how = {"hidden": [20, 12], "activation": "relu", "eta": 0.25, "seed": 5, "digits": 100}
    events = [{"at": 20, "eta": 0.5}, {"at": 31}]
    fragment, said = node(ask, {"how": how, "events": events})
    assert fragment.startswith("train&hidden=20-12&activation=relu&output=sigmoid&")
    assert said["events"] == events
    assert said["how"] == {**said["how"], **how}
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
            "With the quadratic cost, the outputs must be sigmoid or tanh or linear",
        ),
        ("activation=constructor", "no activation “constructor”"),
        ("cost=constructor", "no cost “constructor”"),
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


@pytest.mark.parametrize(
    ("kind", "epochs"), [("saturated", 3), ("slow", 8), ("dead", 8), ("overfitting", 40)]
)
def test_each_trial_brings_about_what_it_says(
    node: javascript.Call, kind: str, epochs: int
) -> None:
    change = node(
        "(kind) => groundup.diagnosis.TRIALS.find((one) => one.kind === kind).change", kind
    )
    steps = epochs * -(-change.get("digits", PACKED.train) // 10)
    assert node(LEARN, {"how": change, "batches": [1] * steps, "events": []})["kind"] == kind


def test_a_rate_too_small_is_told_so_until_the_network_is_good_or_the_rate_another(
    node: javascript.Call,
) -> None:
    ask = """({ accuracies, events, eta }) => {
        const points = accuracies.map((accuracy, at) => {
            const part = { accuracy, cost: 1 };
            return { at, train: part, validation: part };
        });
        const layers = [{ name: "sigmoid", count: 10, flat: 0, silent: 0 }];
        const how = { ...groundup.settings.DEFAULT, eta: 0.003, digits: 1000 };
        return groundup.diagnosis.diagnose({ points, layers, how, eta, events });
    }"""

    def kind(*accuracies: float, events: tuple = (), eta: float = 0.003) -> str:
        asked = {"accuracies": [0.1, *accuracies], "events": list(events), "eta": eta}
        return node(ask, asked)["kind"]

    poor = [0.1, 0.2, 0.3, 0.4, 0.53]
    assert kind(*poor[:4]) == "fine"  # too early
    assert kind(*poor) == kind(*poor, 0.77) == kind(*poor, *[0.85] * 30) == "slow"
    assert kind(*poor, 0.91) == "fine"
    faster = {"events": ({"at": 6000, "eta": 3},), "eta": 3}
    assert kind(*poor, 0.55, 0.8, **faster) == "fine"
    said = node(ask, {"accuracies": [0.1, *poor, 0.83], "events": [], "eta": 0.003})
    assert "After 6,000 digits it reads only 83 %" in said["words"]
    assert said["advice"] == "Try a larger learning rate: 3 instead of 0.003."


def test_what_learns_well_is_told_so(node: javascript.Call) -> None:
    cross_entropy = {"output": "softmax", "cost": "cross-entropy", "eta": 0.3}
    for how in ({}, cross_entropy, {**cross_entropy, "activation": "relu", "eta": 0.05}):
        assert node(LEARN, {"how": how, "batches": [1] * 300, "events": []})["kind"] == "fine", how


def test_before_it_has_learned_nothing_is_said(node: javascript.Call) -> None:
    assert node(LEARN, {"how": {}, "batches": [], "events": []}).get("kind") is None


def test_a_cost_without_bound_is_one_that_diverges(node: javascript.Call) -> None:
    ask = "(costs) => costs.map((cost) => groundup.diagnosis.exploded(cost ?? NaN, 1.5))"
    assert node(ask, [1500, 1501, None, 0]) == [False, True, True, False]

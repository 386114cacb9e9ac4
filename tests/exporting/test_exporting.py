"""Whatever file a network is exported to, it gives the same answers there, and says what it
takes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from groundup import ModelError, Network, UserError
from groundup.data import Schema
from groundup.exporting import ENDINGS, export
from groundup.exporting.proof import known, schema_of
from tests.exporting.models import CONNECTED, CONVOLVED, NAMES, Case, birds, case, odd_birds


@pytest.fixture(params=NAMES)
def made(request: pytest.FixtureRequest) -> Case:
    return case(request.param)


@pytest.mark.slow
def test_onnx_passes_the_checker_and_its_runtime_agrees(made, tmp_path):
    onnx, runtime = pytest.importorskip("onnx"), pytest.importorskip("onnxruntime")
    path = tmp_path / "a.onnx"
    export(made.network, path)
    model = onnx.load(path)
    onnx.checker.check_model(model, full_check=True)
    session = runtime.InferenceSession(path, providers=["CPUExecutionProvider"])
    names = [output.name for output in session.get_outputs()]
    outputs, *labels = session.run(names, {"x": made.x})
    expected = made.network.feedforward(made.x)
    np.testing.assert_allclose(outputs, expected, rtol=1e-6, atol=1e-6)
    assert len(labels) == (not made.network.regression)
    if labels:
        assert (labels[0] == made.network.predict(made.x)).all()
    said = {prop.key: json.loads(prop.value) for prop in model.metadata_props}
    assert said["schema"] == json.loads(json.dumps(schema_of(made.network).as_dict()))
    x = np.array([said["known"]["x"]], made.x.dtype)
    np.testing.assert_allclose(
        session.run(["outputs"], {"x": x})[0][0], said["known"]["outputs"], rtol=1e-5, atol=1e-6
    )


@pytest.mark.parametrize("name", ["convolution", "convolution-32"])
def test_onnx_has_convolutions_by_their_names_and_no_cast_that_changes_nothing(name, tmp_path):
    onnx = pytest.importorskip("onnx")
    network, _ = case(name)
    export(network, tmp_path / "a.onnx")
    nodes = [node.op_type for node in onnx.load(tmp_path / "a.onnx").graph.node]
    layers = ["Conv", "MaxPool", "Relu", "Conv", "MaxPool", "Tanh"]
    start = nodes.index("Reshape")
    assert nodes[start - 1 : start + 10] == [
        "Cast", "Reshape", "Transpose", *layers, "Transpose", "Flatten",
    ]  # fmt: skip
    back = ["Cast"] if network.dtype == np.float64 else []
    assert nodes[start + 10 :] == [*back, "Gemm", "Relu", "Gemm", "Softmax", "Identity", "ArgMax"]


def test_onnx_refuses_filters_beyond_single_precision(tmp_path):
    pytest.importorskip("onnx")
    network = case("convolution").network.copy()
    network.w[1][0, 0, 0, 0] = 3e38
    export(network, tmp_path / "a.onnx")
    network.w[1][0, 0, 0, 0] = -4e38
    with pytest.raises(UserError, match=r"ends at 3.4e\+38, and convolution 1 of this"):
        export(network, tmp_path / "b.onnx")
    assert not (tmp_path / "b.onnx").exists()


LOADED = [(name, ending) for ending in (".npz", ".safetensors") for name in NAMES]
LOADED += [(name, ".json") for name in CONNECTED]


@pytest.mark.parametrize(("name", "ending"), LOADED)
def test_what_is_loaded_again_is_the_same_to_the_bit(name, ending, tmp_path):
    made, path = case(name), tmp_path / f"a{ending}"
    export(made.network, path)
    again = Network.load(path)
    assert (again.feedforward(made.x) == made.network.feedforward(made.x)).all()
    assert again.schema == schema_of(made.network)
    assert again.dtype == made.network.dtype
    assert (again.history, again.cost) == (made.network.history, made.network.cost)


@pytest.mark.parametrize("name", CONVOLVED)
def test_the_books_json_has_no_convolutions(name, tmp_path):
    network, _ = case(name)
    with pytest.raises(UserError, match=r"has fully connected layers only, .*; use .npz, .safet"):
        export(network, tmp_path / "a.json")
    assert not list(tmp_path.iterdir())
    dense = Network(network.sizes)
    export(dense, tmp_path / "a.json")
    written = json.loads((tmp_path / "a.json").read_text())
    del written["groundup"]["sha256"]
    written["weights"][0] = network.w[0].tolist()
    written["biases"][0] = network.b[0][:, np.newaxis].tolist()
    (tmp_path / "a.json").write_text(json.dumps(written))
    with pytest.raises(ModelError, match=r"its w\[0\] of shape .* is a convolution; use .npz"):
        Network.load(tmp_path / "a.json")


TABLES = [(birds, "table"), (odd_birds, "table"), (birds, "table-32"), (odd_birds, "table-32")]


@pytest.mark.parametrize(("table", "kind"), TABLES)
@pytest.mark.parametrize("ending", [".npz", ".json", ".safetensors"])
def test_a_table_is_read_by_what_was_loaded_again_as_before(table, kind, ending, tmp_path):
    """Gaps, words that training has not seen, and the model's own words for a gap."""
    network, _ = case(kind)
    export(network, tmp_path / f"a{ending}")
    again = Network.load(tmp_path / f"a{ending}")
    assert again.schema is not None
    assert again.schema == network.schema
    assert [column.kind for column in again.schema.columns].count("words") == 2
    rows = table()
    assert (again.encoded(rows) == network.encoded(rows)).all()
    assert (again.feedforward(rows) == network.feedforward(rows)).all()
    assert (again.predict_names(rows) == network.predict_names(rows)).all()


@pytest.mark.parametrize(("table", "kind"), TABLES)
def test_onnx_answers_the_encoded_rows_of_a_table(table, kind, tmp_path):
    pytest.importorskip("onnx")
    runtime = pytest.importorskip("onnxruntime")
    network, _ = case(kind)
    export(network, tmp_path / "a.onnx")
    session = runtime.InferenceSession(tmp_path / "a.onnx", providers=["CPUExecutionProvider"])
    outputs, labels = session.run(["outputs", "label"], {"x": network.encoded(table())})
    np.testing.assert_allclose(outputs, network.feedforward(table()), rtol=1e-6, atol=1e-6)
    assert (labels == network.predict(table())).all()
    said = session.get_modelmeta().custom_metadata_map
    assert Schema.from_dict(json.loads(said["schema"])) == network.schema


@pytest.mark.parametrize("ending", [".npz", ".json", ".safetensors"])
def test_a_known_answer_that_is_not_given_is_damage(ending, tmp_path, monkeypatch):
    network, _ = case("regression")
    said = known(network)
    said["outputs"][0] += 1
    monkeypatch.setattr("groundup.exporting.proof.known", lambda network: said)
    path = tmp_path / f"a{ending}"
    export(network, path)
    with pytest.raises(ModelError, match="known input has the outputs"):
        Network.load(path)


def test_the_json_is_the_books(tmp_path):
    """As network2.load of the book reads it, written out here."""
    network, x = case("digits")
    sigmoid = network.copy()
    sigmoid.activations = ["sigmoid", "sigmoid"]
    export(sigmoid, tmp_path / "a.json")
    data = json.loads((tmp_path / "a.json").read_text())
    assert data["cost"] == "QuadraticCost"
    weights, biases = ([np.array(a) for a in data[name]] for name in ("weights", "biases"))
    assert [b.shape for b in biases] == [(n, 1) for n in data["sizes"][1:]]
    a = x[0][:, np.newaxis] / 255.0
    for w, b in zip(weights, biases, strict=True):
        a = 1.0 / (1.0 + np.exp(-(w @ a + b)))
    np.testing.assert_allclose(a[:, 0], sigmoid.feedforward(x[0]), rtol=1e-12)


def test_what_the_book_wrote_is_read(tmp_path):
    """network2.save writes these four keys."""
    random = np.random.default_rng(0)
    written = {
        "sizes": [4, 3, 2],
        "weights": [random.normal(size=(3, 4)).tolist(), random.normal(size=(2, 3)).tolist()],
        "biases": [random.normal(size=(3, 1)).tolist(), random.normal(size=(2, 1)).tolist()],
        "cost": "CrossEntropyCost",
    }
    (tmp_path / "a.json").write_text(json.dumps(written))
    network = Network.load(tmp_path / "a.json")
    assert (network.sizes, network.cost) == ([4, 3, 2], "cross-entropy")
    assert network.activations == ["sigmoid", "sigmoid"]
    assert network.w[0].tolist() == written["weights"][0]
    assert network.b[1].tolist() == [row[0] for row in written["biases"][1]]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"cost": "HingeCost"}, "its cost is 'HingeCost'"),
        ({"sizes": [3, 7, 8, 3]}, r"w.0 to have shape \[7, 3\]"),
        ({"weights": [[[1, 2], [3]]]}, "inhomogeneous"),
        ({"weights": 3}, "not iterable"),
        ({"weights": [[["a"]]]}, "could not convert"),
        ({"groundup": {"dtype": "object"}}, "dtype"),
        ({"groundup": {"activations": ["os.system"] * 3}}, "activation of w"),
        ({"biases": None}, "not iterable"),
        ({"biases": [[[float("nan")]] * 9, [[0]] * 8, [[0]] * 3]}, "not all finite"),
        ({"weights": [[[10**400]]]}, "too large"),
        ({"groundup": None}, "not iterable"),
        ({"groundup": {}}, "expected 3 activations"),
        ({"grounlup": {"activations": ["tanh"] * 3}}, "grounlup.*may change what it means"),
        ({"groundup": {"activations": ["tanh"] * 3, "sha256": "0" * 64}}, "SHA-256"),
        ({"groundup": {"activations": ["tanh"] * 3, "schemb": {}}}, "schemb.*may change"),
    ],
)
def test_json_that_is_no_model_is_refused(change, message, tmp_path):
    export(case("features").network, tmp_path / "a.json")
    written = json.loads((tmp_path / "a.json").read_text()) | change
    (tmp_path / "a.json").write_text(json.dumps(written))
    with pytest.raises(ModelError, match=message):
        Network.load(tmp_path / "a.json")


@pytest.mark.parametrize("content", [b"", b"[", b"[]", b"[" * 10**6, b"3", b"\xff", b'{"a": 1}'])
def test_other_json_is_refused(content, tmp_path):
    (tmp_path / "a.json").write_bytes(content)
    with pytest.raises(ModelError, match=r"network2.save"):
        Network.load(tmp_path / "a.json")


class Trap:
    def __reduce__(self):
        return Path.touch, (Path("sprung"),)


def test_a_pickle_in_a_models_npz_is_never_loaded(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    np.savez("a.npz", description=np.array(Trap(), object))
    with pytest.raises(ModelError, match="never loaded"):
        Network.load("a.npz")
    np.savez("b.npz", w0=np.zeros(3))
    with pytest.raises(ModelError, match="there is no 'description'"):
        Network.load("b.npz")
    assert not Path("sprung").exists()


@pytest.mark.slow
def test_the_page_is_for_digits_only(tmp_path, digits):
    with pytest.raises(UserError, match="784 pixels to 10 digits"):
        export(case("features").network, tmp_path / "a.html")
    clothes = case("digits").network.copy()
    schema = schema_of(clothes)
    clothes.schema = type(schema)((28, 28), classes=tuple("abcdefghij"))
    with pytest.raises(UserError, match="reads digits"):
        export(clothes, tmp_path / "a.html")
    assert list(tmp_path.iterdir()) == []
    assert export(case("digits").network, tmp_path / "a.html").bytes > 10**6


def test_what_cannot_be_told_is_refused_and_leaves_no_file(tmp_path):
    network, _ = case("regression")
    broken = network.copy()
    broken.w[0][0, 0] = np.nan
    with pytest.raises(UserError, match="NaN"):
        export(broken, tmp_path / "a.c")
    with pytest.raises(UserError, match=r"ends in .onnx, .html"):
        export(network, tmp_path / "a.pt")
    with pytest.raises(UserError, match="choose another place"):
        export(network, tmp_path / "nowhere" / "a.c")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
def test_the_command_writes_every_ending(groundup, tmp_path, digits):
    case("digits").network.save(tmp_path / "m.safetensors")
    for ending in ENDINGS:
        run = groundup("export", "m.safetensors", f"out{ending}")
        assert (run.returncode, run.stderr) == (0, "")
        assert f"saved out{ending}: 784-20-10" in run.stdout
    header = groundup("export", "m.safetensors", "out.h", "--name", "digits").stdout
    assert "; its names begin with digits_\n" in header
    assert "in 8-bit integers" in header
    assert " bytes of flash for its tables" in header
    assert "#define DIGITS_INPUTS 784\n" in (tmp_path / "out.h").read_text()
    tested = groundup("test", "out.json", "--json")
    assert json.loads(tested.stdout)["total"] == 10_000
    for arguments, said in (
        (("m.safetensors", "m.safetensors"), "is the model itself"),
        (("m.safetensors", "a.pt"), "expected a file that ends in"),
        (("m.safetensors", "a.c", "--name", "int"), "int_model would fit"),
        (("m.safetensors", "a.npz", "--name", "wine"), "or leave the name out"),
        (("none.safetensors", "a.c"), "none.safetensors"),
        (("m.safetensors", "nowhere/a.c"), "there is no folder"),
    ):
        run = groundup("export", *arguments)
        assert (run.returncode, "Traceback" in run.stderr) == (2, False)
        assert said in run.stderr


@pytest.mark.slow
def test_the_command_writes_convolutions_or_says_what_holds_them(groundup, tmp_path):
    case("convolution").network.save(tmp_path / "m.safetensors")
    refused = {".json": "use .npz, .safetensors or .onnx"}
    for ending in ENDINGS:
        run = groundup("export", "m.safetensors", f"out{ending}")
        assert "Traceback" not in run.stderr
        if ending in refused:
            assert run.returncode == 2
            assert refused[ending] in run.stderr
            assert not (tmp_path / f"out{ending}").exists()
        else:
            assert (run.returncode, run.stderr) == (0, "")
            assert f"saved out{ending}: 28x28-3c5p2-4c5p2-12-10 in " in run.stdout


def test_without_the_package_onnx_says_how_to_get_it(monkeypatch, tmp_path):
    monkeypatch.setitem(__import__("sys").modules, "onnx", None)
    with pytest.raises(UserError, match=r"pip install 'groundup\[onnx\]'"):
        export(case("features").network, tmp_path / "a.onnx")


@pytest.mark.parametrize("ending", [".json", ".npz"])
@pytest.mark.parametrize("name", ["features", "features-32"])
def test_a_weight_that_changed_in_its_last_bit_is_noticed(name, ending, tmp_path):
    network, path = case(name).network, tmp_path / f"a{ending}"
    export(network, path)
    assert Network.load(path).w[0].tobytes() == network.w[0].tobytes()
    w = network.w[0].copy()
    w[0, 0] = np.nextafter(w[0, 0], w.dtype.type(9))
    if ending == ".json":
        written = json.loads(path.read_text())
        written["weights"][0] = w.tolist()
        path.write_text(json.dumps(written))
    else:
        arrays: dict[str, Any] = dict(np.load(path)) | {"w0": w}
        np.savez(path, **arrays)
    with pytest.raises(ModelError, match="SHA-256 that was written with them"):
        Network.load(path)


def test_files_without_a_digest_are_still_read(tmp_path):
    """As groundup exported them before 2026-11-29."""
    network = case("features").network
    export(network, tmp_path / "a.json")
    written = json.loads((tmp_path / "a.json").read_text())
    del written["groundup"]["sha256"]
    (tmp_path / "a.json").write_text(json.dumps(written))
    assert Network.load(tmp_path / "a.json").history == network.history


@pytest.mark.parametrize(("dtype", "came"), [(">f8", ">f8"), ("f4", "F32"), ("i8", "<i8")])
def test_weights_of_another_kind_are_refused_when_loaded(dtype, came, tmp_path):
    network = Network([3, 4, 2])
    arrays: dict[str, Any] = {f"w{l}": w for l, w in enumerate(network.w)}
    arrays |= {f"b{l}": b for l, b in enumerate(network.b)}
    arrays["b1"] = arrays["b1"].astype(dtype)
    np.savez(tmp_path / "a.npz", description=json.dumps(network.description()), **arrays)
    with pytest.raises(ModelError, match=f"b.1 to have shape .2. in F64, .*got .2. in {came}"):
        Network.load(tmp_path / "a.npz")


@pytest.mark.parametrize("ending", [".npz", ".json", ".onnx", ".c"])
def test_an_estimator_is_exported_as_its_network_is(ending, tmp_path):
    neural = pytest.importorskip("sklearn.neural_network")
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import MinMaxScaler

    if ending == ".onnx":
        pytest.importorskip("onnx")
    x = np.random.default_rng(0).normal(size=(40, 3))
    mlp = neural.MLPClassifier((4,), solver="lbfgs", max_iter=500, random_state=0)
    pipeline = make_pipeline(MinMaxScaler(), mlp).fit(x, x[:, 0] > 0)
    written = []
    for model in (pipeline, Network.from_sklearn(pipeline)):
        export(model, tmp_path / f"model{ending}")
        written.append((tmp_path / f"model{ending}").read_bytes())
    assert written[0] == written[1]


def test_what_is_no_network_leaves_no_file(tmp_path):
    for given, message in (
        ([1, 2], "got list, which is neither"),
        ("a.safetensors", "got the path 'a.safetensors'; read it with Network.load"),
    ):
        with pytest.raises(UserError, match=message):
            export(given, tmp_path / "a.npz")
    assert not list(tmp_path.iterdir())

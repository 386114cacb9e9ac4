"""Whatever file a network is exported to, it gives the same answers there, and says what it
takes."""

from __future__ import annotations

import ctypes
import json
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest

from groundup import ModelError, Network, UserError, load_data
from groundup.exporting import ENDINGS, export
from groundup.exporting.integers import input_bytes, quantised, sums
from groundup.exporting.proof import known, schema_of
from tests.exporting.models import NAMES, Case, case

needs_cc = pytest.mark.skipif(shutil.which("cc") is None, reason="there is no C compiler")
STRICT = ["-std=c99", "-O2", "-Wall", "-Wextra", "-Werror", "-pedantic"]


@pytest.fixture(params=NAMES)
def made(request: pytest.FixtureRequest) -> Case:
    return case(request.param)


def close(network: Network) -> float:
    return 1e-5 if network.dtype == np.float32 else 1e-9


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


def library(source: Path, folder: Path) -> ctypes.CDLL:
    subprocess.run(
        ["cc", *STRICT, "-shared", "-fPIC", "-o", folder / "a.so", source, "-lm"], check=True
    )
    return ctypes.CDLL(str(folder / "a.so"))


@pytest.mark.slow
@needs_cc
def test_c_compiles_as_c99_and_agrees(made, tmp_path):
    network = made.network
    export(network, tmp_path / "a.c")
    compiled = library(tmp_path / "a.c", tmp_path)
    assert compiled.self_test() == 1
    outputs = np.zeros(network.sizes[-1])
    x = np.ascontiguousarray(made.x if made.x.dtype == np.uint8 else made.x.astype(float))
    labels, came = [], []
    for row in x:
        labels.append(compiled.predict(row.ctypes, outputs.ctypes))
        came.append(outputs.copy())
    np.testing.assert_allclose(
        came, network.feedforward(made.x), rtol=close(network), atol=close(network)
    )
    if not network.regression:
        assert labels == network.predict(made.x).tolist()
        names = (ctypes.c_char_p * network.sizes[-1]).in_dll(compiled, "class_names")
        assert [name.decode() for name in names] == list(schema_of(network).classes)


@needs_cc
def test_c_proves_itself_and_notices_a_change(tmp_path):
    source = tmp_path / "a.c"
    export(case("features").network, source)

    def proof() -> int:
        command = ["cc", *STRICT, "-DSELF_TEST", "-o", tmp_path / "a", source, "-lm"]
        subprocess.run(command, check=True)
        return subprocess.run([tmp_path / "a"], stdout=subprocess.DEVNULL).returncode

    assert proof() == 0
    text = source.read_text()
    source.write_text(text.replace("w0[27] = {\n    ", "w0[27] = {\n    1 + "))
    assert source.read_text() != text
    assert proof() == 1


@needs_cc
@pytest.mark.parametrize("name", ["digits", "features", "features-32", "colours"])
def test_the_header_does_what_its_arithmetic_says_to_the_bit(name, tmp_path):
    network, x = case(name)
    samples = load_data("mnist") if name == "digits" else None
    if samples is None:
        y = network.predict(x)
        samples = load_data((x.astype(float), y), schema=network.schema and None, pixels=False)
        samples = samples._replace(train=(x, y), test=(x, y))  # raw, as the network takes them
        samples = type(samples)(*(type(samples.validation)(*part) for part in samples))
    else:
        samples = samples._replace(test=type(samples.test)(x, samples.test.y[: len(x)]))
    made = export(network, tmp_path / "a.h", lambda: samples)
    header = (tmp_path / "a.h").read_text()
    assert made.words in header.replace("\n   ", " ")
    assert "test samples right in 8-bit integers" in made.words
    program = '#include "a.h"\nint run(const input *x, int32_t *s) { return predict(x, s); }\n'
    program += "int proof(void) { return self_test(); }\n"
    if "quantise" in header:
        program += "void bytes(const float *x, input *q) { quantise(x, q); }\n"
    (tmp_path / "b.c").write_text(program)
    compiled = library(tmp_path / "b.c", tmp_path)
    assert compiled.proof() == 1
    integers = quantised(network, samples.train.x[:1000])
    rows = input_bytes(network, x)
    expected = sums(integers, rows)
    got = np.zeros(network.sizes[-1], np.int32)
    for row, raw, wanted in zip(rows, x, expected, strict=True):
        q = row.astype(np.int8 if integers.signed else np.uint8)
        if integers.signed:
            by_c = np.zeros(len(row), np.int8)
            compiled.bytes(np.ascontiguousarray(raw, np.float32).ctypes, by_c.ctypes)
            assert np.abs(by_c.astype(int) - q).max() <= 1  # single precision rounds as it likes
        assert compiled.run(q.ctypes, got.ctypes) == wanted.argmax()
        assert got.tolist() == wanted.tolist()


def test_eight_bits_lose_little_on_digits(digits):
    network, _ = case("digits")
    integers = quantised(network, digits.train.x[:1000])
    x, y = digits.test.x[:2000], digits.test.y[:2000]
    own = (network.predict(x) == y).mean()
    assert (sums(integers, input_bytes(network, x)).argmax(axis=1) == y).mean() > own - 0.01


@pytest.mark.parametrize("ending", [".npz", ".json", ".safetensors"])
def test_what_is_loaded_again_is_the_same_to_the_bit(made, ending, tmp_path):
    path = tmp_path / f"a{ending}"
    export(made.network, path)
    again = Network.load(path)
    assert (again.feedforward(made.x) == made.network.feedforward(made.x)).all()
    assert again.schema == schema_of(made.network)
    assert again.dtype == made.network.dtype
    assert (again.history, again.cost) == (made.network.history, made.network.cost)


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
    with pytest.raises(UserError, match=r"a regression; use .c"):
        export(network, tmp_path / "a.h", lambda: load_data("mnist"))
    with pytest.raises(UserError, match="judged on data"):
        export(network, tmp_path / "a.h")
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
    assert "in 8-bit integers" in groundup("export", "m.safetensors", "out.h").stdout
    tested = groundup("test", "out.json", "--json")
    assert json.loads(tested.stdout)["total"] == 10_000
    for arguments, said in (
        (("m.safetensors", "m.safetensors"), "is the model itself"),
        (("m.safetensors", "a.pt"), "expected a file that ends in"),
        (("none.safetensors", "a.c"), "none.safetensors"),
        (("m.safetensors", "nowhere/a.c"), "there is no folder"),
    ):
        run = groundup("export", *arguments)
        assert (run.returncode, "Traceback" in run.stderr) == (2, False)
        assert said in run.stderr


def test_without_the_package_onnx_says_how_to_get_it(monkeypatch, tmp_path):
    monkeypatch.setitem(__import__("sys").modules, "onnx", None)
    with pytest.raises(UserError, match=r"pip install 'groundup\[onnx\]'"):
        export(case("features").network, tmp_path / "a.onnx")


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
    export(pipeline, tmp_path / f"a{ending}")
    export(Network.from_sklearn(pipeline), tmp_path / f"b{ending}")
    assert (tmp_path / f"a{ending}").read_bytes() == (tmp_path / f"b{ending}").read_bytes()


def test_what_is_no_network_leaves_no_file(tmp_path):
    for given, message in (
        ([1, 2], "got list, which is none"),
        ("a.safetensors", "got the path 'a.safetensors'; read it with Network.load"),
    ):
        with pytest.raises(UserError, match=message):
            export(given, tmp_path / "a.npz")
    assert not list(tmp_path.iterdir())

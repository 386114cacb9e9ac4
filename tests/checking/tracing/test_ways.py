"""What learners call: each is an operation that is differentiated, a movement, or a cut by name;
never numbers that belong to something else."""

from __future__ import annotations

import linecache
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from groundup.checking.loading import targets
from groundup.checking.tracing import runs
from groundup.checking.tracing.carriers import Number
from groundup.checking.tracing.differentiation import adjoints

X = np.random.default_rng(5).uniform(0.3, 1.2, (3, 4))
HEAD = """
import collections, copy, functools, itertools, math, operator, random
from dataclasses import dataclass, field
import numpy as np
import scipy.signal, scipy.special
x = np.array({x})
w = np.arange(12.0).reshape(4, 3) / 10
"""
WIDTH = 1e-6

KNOWN = {
    # Python's own ways
    "sum": "y = sum(x[0])",
    "sum of rows": "y = sum(x)[1] ** 2",
    "sum with a start": "y = sum([a * a for a in x[0]], 1.0)",
    "zip and a list": "y = sum([a * b for a, b in zip(x[0], x[1])])",
    "map": "y = sum(map(lambda a: a ** 3, x[0]))",
    "map of math": "y = sum(map(math.exp, x[0]))",
    "a generator": "y = sum(a * b for a in x[0] for b in x[1])",
    "what is rounded beside": "shown = np.round(x, 2), x.round(1)\ny = sum(x[0])",
    "what threads are handed": "from concurrent.futures import ThreadPoolExecutor, as_completed\n"
    "def square(a):\n  return a * a\n"
    "with ThreadPoolExecutor(max_workers=2) as pool:\n"
    "  some = [pool.submit(square, a) for a in x[0]]\n"
    "  y = sum(one.result() for one in as_completed(some)) + sum(pool.map(square, x[1]))",
    "a generator function": "def each(a):\n  for one in a:\n    yield one * one\n"
    "y = sum(each(x[2]))",
    "reduce": "y = functools.reduce(lambda a, b: a * b, x[0])",
    "reduce by an operator": "y = functools.reduce(operator.mul, list(x[0]))",
    "full": "y = np.sum(np.full(x.shape, np.sum(x)) * x)",
    "accumulate": "y = list(itertools.accumulate(x[0], lambda a, b: a * b))[-1]",
    "deepcopy": "z = copy.deepcopy({'a': [x, x[0]]}); y = np.sum(z['a'][0] ** 2) + z['a'][1][2]",
    "max and min": "y = max(x[0]) * min(x[1]) + max([x[0, 0], x[1, 1]])",
    "max of pairs": "y = max(x[0, 0], x[1, 1], 0.1) ** 2",
    "sorted": "y = sorted(x[0])[1] ** 2",
    "abs": "y = abs(-x[0, 0]) + 0 * round(x[0, 1], 3)",
    "pow": "y = pow(x[0, 0], 3) + math.pow(x[0, 1], 2)",
    "a closure": "def outer(k):\n  def inner(a):\n    return a * k\n  return inner\n"
    "y = outer(x[0, 0])(x[0, 1])",
    "partial": "y = functools.partial(np.multiply, x[0, 0])(x[1, 1])",
    "a dataclass": "@dataclass\nclass P:\n  v: float\n  g: list = field(default_factory=list)\n"
    "p = P(x[0, 0] * 2); p.v += x[1, 1]; y = p.v ** 2",
    "a named tuple": "P = collections.namedtuple('P', 'a b'); p = P(x[0, 0], x[1, 1]); "
    "y = p.a * p.b",
    "a deque": "d = collections.deque([x[0, 0]]); d.append(x[1, 1] ** 2); "
    "y = d.pop() * d.popleft()",
    "a default dict": "d = collections.defaultdict(float); d['a'] += x[0, 0]; d['a'] += x[0, 1]\n"
    "y = d['a'] ** 2",
    "a property": "class P:\n  @property\n  def v(self):\n    return x[0, 0] * 2\ny = P().v ** 2",
    "a cache": "@functools.lru_cache(maxsize=None)\ndef f(k):\n  return x[0, k] ** 2\n"
    "y = f(1) + f(1)",
    "an object that is called": "class F:\n  def __call__(self, a):\n    return a * a\n"
    "y = F()(x[0, 0])",
    "unpacking": "(a, b, *c), *_ = x; y = a * b + c[0]",
    "a walrus": "y = (a := x[0, 0] * 2) * a",
    "math": "y = math.tanh(x[0, 0]) + math.log(x[0, 1], 2) + math.hypot(x[1, 0], x[1, 1])",
    "copysign": "y = math.copysign(x[0, 0] ** 2, -x[1, 1]) + np.sum(np.copysign(x * x, -x))",
    "fsum and prod": "y = math.fsum(x[0]) * math.prod(x[1])",
    "sumprod by operators": "y = sum(map(operator.mul, x[0], x[1]))",
    "a matrix of lists": "m = [list(r) for r in x]; y = sum(m[i][j] * m[j][i] for i in range(3) "
    "for j in range(3))",
    "transposed by zip": "m = list(zip(*x)); y = m[1][2] * m[2][1]",
    # NumPy
    "an array of arrays": "y = np.sum(np.array([x[0], x[1] * 2]) ** 2)",
    "an array of lists of arrays": "y = np.sum(np.array([[x[0], x[1]], [x[2], x[0]]]) ** 2)",
    "fromiter": "y = np.sum(np.fromiter((a * a for a in x[0]), dtype=float))",
    "vectorize": "y = np.sum(np.vectorize(lambda a: a ** 2 if a > 0.7 else a)(x))",
    "vectorize as a decorator": "@np.vectorize\ndef f(a):\n  return math.exp(a)\ny = np.sum(f(x))",
    "apply_along_axis": "y = np.sum(np.apply_along_axis(lambda r: r / r.sum(), 1, x) ** 2)",
    "nditer": "y = 0.0\nfor a in np.nditer(x):\n  y = y + float(a) ** 2",
    "ndenumerate": "y = sum(a * i[1] for i, a in np.ndenumerate(x))",
    "ndindex": "y = sum(x[i] ** 2 for i in np.ndindex(x.shape))",
    "flat": "y = sum(a * a for a in x.flat) + x.flat[3]",
    "flat of a part": "y = sum(a * a for a in x[:, 1:].flat) + x.T.flat[1] * x[1:, :2].flat[3]",
    "flat of a part, written": "z = x * 1; z[:, 1:].flat[2] = x[0, 0] ** 2; "
    "z.T.flat[:2] = x[1, 1]; y = np.sum(z ** 2)",
    "flat, written": "z = x * 1; z.flat[2] = x[0, 0] ** 2; y = np.sum(z ** 2)",
    "out": "z = np.empty_like(x); np.multiply(x, x, out=z); np.exp(z, z); y = z.sum()",
    "out of a product": "z = np.zeros((3, 3)); np.dot(x, w, out=z); np.matmul(x, w, out=z); "
    "y = (z ** 2).sum()",
    "where of a ufunc": "z = np.zeros_like(x); np.exp(x, out=z, where=x > 0.7); y = z.sum()",
    "a division where it can be": "z = np.divide(x, w.T, out=np.ones_like(x), where=w.T != 0)\n"
    "y = np.sum(z ** 2)",
    "augmented": "z = x.copy(); z += x; z *= x; z -= 1; z /= 2; z **= 2; y = z.sum()",
    "augmented slices": "z = x.copy(); z[1:] += x[:2]; z[:, 0] *= 3; z[[0, 1]] -= x[1]; "
    "y = (z ** 2).sum()",
    "pad": "y = np.sum(np.pad(x, ((1, 1), (2, 0))) ** 2)",
    "pad by a mode": "y = np.sum(np.pad(x, 1, mode='edge') ** 2 + np.pad(x, 1, 'reflect'))",
    "tensordot": "y = np.sum(np.tensordot(x, w, axes=1) ** 2) + np.tensordot(x, w.T, axes=2)",
    "einsum of one": "y = np.einsum('ij->', x) + np.einsum('ij->i', x ** 2)[0]",
    "einsum of one, turned": "y = np.sum(np.einsum('ij->ji', x) ** 2 * np.arange(3))",
    "einsum of three": "y = np.einsum('ij,jk,kl->il', x, w, x)[0, 0]",
    "einsum with dots": "y = np.sum(np.einsum('...ij,...jk->...ik', np.stack([x, x]), w) ** 2)",
    "einsum with dots, implicit": "y = np.sum(np.einsum('...i,...i', x, x) ** 2)",
    "einsum by numbers": "y = np.sum(np.einsum(x, [0, 1], w, [1, 2], [0, 2]) ** 2)",
    "einsum of a trace": "y = np.einsum('ii', x[:, :3]) ** 2",
    "einsum, optimised": "y = np.einsum('ij,jk->', x, w, optimize=True) ** 2",
    "where": "y = np.sum(np.where(x > 0.7, x ** 2, 0.1 * x))",
    "select": "y = np.sum(np.select([x > 0.9, x > 0.6], [x ** 2, x * 3], default=x))",
    "piecewise": "y = np.sum(np.piecewise(x, [x > 0.7], [lambda a: a ** 2, lambda a: a * 2]))",
    "choose": "y = np.sum(np.choose([0, 1, 1, 0], [x[0], x[1]]) ** 2)",
    "clip": "y = np.sum(np.clip(x, 0.5, 1.0) * x) + x.clip(0.5)[0, 0]",
    "clip in place": "z = x * 2; np.clip(z, 0.5, 1.0, out=z); y = (z * x).sum()",
    "norms": "y = np.linalg.norm(x) + np.linalg.norm(x[0], 1)\n"
    "y = y + np.linalg.norm(x, np.inf, axis=1)[0]",
    "inv": "y = np.sum(np.linalg.inv(x @ w + np.eye(3)) ** 2)",
    "solve": "y = np.sum(np.linalg.solve(x @ w + np.eye(3), x) ** 2)",
    "multi_dot and matrix_power": "y = np.sum(np.linalg.multi_dot([x, w, x]) ** 2) + "
    "np.linalg.matrix_power(x[:, :3], 3)[0, 0]",
    "convolve": "y = np.sum(np.convolve(x[0], w[:, 1]) ** 2) + np.convolve(x[0], x[1], 'same')[1]",
    "correlate": "y = np.sum(np.correlate(x[0], w[:3, 1], 'valid') ** 2)",
    "convolve2d": "y = np.sum(scipy.signal.convolve2d(x, w[:2, :2], mode='full') ** 2)",
    "correlate2d": "y = np.sum(scipy.signal.correlate2d(x, w[:2, :2], mode='valid') ** 2)",
    "convolve2d, same": "y = np.sum(scipy.signal.convolve2d(x, x[:3, :3], mode='same') ** 2)",
    "signal.convolve": "y = np.sum(scipy.signal.convolve(x, w[:2, :2], 'valid') ** 2)",
    "expit": "y = np.sum(scipy.special.expit(x) ** 2)",
    "softmax": "y = np.sum(scipy.special.softmax(x, axis=1) ** 2)",
    "log_softmax": "y = np.sum(scipy.special.log_softmax(x, axis=1)[:, 0])",
    "logsumexp": "y = np.sum(scipy.special.logsumexp(x, axis=1) ** 2)",
    "xlogy": "y = np.sum(scipy.special.xlogy(x, x + 1))",
    "erf": "y = np.sum(scipy.special.erf(x) ** 2)",
    "add.at": "z = np.zeros((3, 4)); np.add.at(z, [0, 0, 2], x); y = (z ** 2).sum()",
    "subtract.at": "z = x.copy(); np.subtract.at(z, ([0, 0], [1, 1]), x[1, :2]); "
    "y = (z ** 2).sum()",
    "maximum.reduce": "y = np.sum(np.maximum.reduce([x[0], x[1], x[2]]) ** 2)",
    "add.reduce": "y = np.add.reduce(x, axis=1)[0] ** 2 + np.multiply.reduce(x[0])",
    "cumsum": "y = np.sum(np.cumsum(x, 0) ** 2)",
    "diff": "y = np.sum(np.diff(x, axis=1) ** 2)",
    "outer": "y = np.sum(np.outer(x[0], x[1]) ** 2) + np.multiply.outer(x[0], x[1])[0, 1]",
    "kron": "y = np.sum(np.kron(x[0], w[:, 0]) ** 2)",
    "trace": "y = np.trace(x[:, :3]) ** 2 + x[:, :3].trace()",
    "meshgrid": "a, b = np.meshgrid(x[0], x[1]); y = np.sum(a * b ** 2)",
    "ptp, median": "y = np.ptp(x[0]) ** 2 + np.median(x[0, :3])",
    "average": "y = np.average(x[0], weights=w[:, 1]) ** 2",
    "nansum": "y = np.nansum(x) ** 2",
    "sinc, logaddexp": "y = np.logaddexp(x[0], x[1]).sum()",
    "as_strided": "v = np.lib.stride_tricks.as_strided(x, (2, 3, 2, 2), x.strides * 2)\n"
    "y = np.sum(v ** 2)",
    "sliding windows": "y = np.sum(np.lib.stride_tricks.sliding_window_view(x, (2, 2)) ** 3)",
    "masked": "z = x.copy(); z[z > 0.7] = 0; z[x < 0.5] *= 2; y = (z ** 2).sum()",
    "boolean arithmetic": "m = (x > 0.7).astype(float); y = np.sum(m * x ** 2) + np.mean(x > 0.5)",
    "take and put": "z = x.copy(); np.put(z, [0, 5], x[0, :2]); "
    "y = np.sum(z ** 2) + x.take([3])[0]",
    "take_along_axis": "y = np.sum(np.take_along_axis(x, np.argmax(x, 1)[:, None], 1) ** 2)",
    "argmax that keeps its axes": "k = x.argmax(axis=1, keepdims=True); z = np.zeros_like(x)\n"
    "np.put_along_axis(z, k, np.take_along_axis(x, k, 1) ** 2, axis=1)\n"
    "y = np.sum(z * w[:, 0].sum()) + x.ravel()[x.argmin(keepdims=True)[0, 0]] ** 2",
    "put_along_axis": "z = x.copy(); "
    "np.put_along_axis(z, np.array([[0], [1], [2]]), x[:, :1] * 2, 1)\n"
    "y = np.sum(z ** 2)",
    "argsort": "y = np.sum(x[0][np.argsort(x[0])] * w[:, 1])",
    "rows and columns": "y = np.sum(np.r_[x[0], x[1]] ** 2) + np.sum(np.c_[x[0], x[1]] ** 3)",
    "block and stack": "y = np.sum(np.block([[x, x], [x * 2, x]]) ** 2) + np.hstack((x, x))[0, 5]",
    "float and item": "y = float(x[0, 0] ** 2) + x[1, 1].item() + x.sum().item() + x.item(2)",
    "tolist": "m = x.tolist(); y = m[0][1] * m[1][0]",
    "astype": "y = (x.astype(np.float64) ** 2).astype('float').sum()",
    "ravel, T, newaxis": "y = np.sum(x.T[:, None, :] * x.ravel()[:3])",
    "a view written": "z = x.copy(); v = z.reshape(-1)[::2]; v *= 3; y = (z ** 2).sum()",
    "copyto": "z = np.zeros_like(x); np.copyto(z, x * 2, where=x > 0.7); y = (z ** 2).sum()",
    "diagflat": "y = (np.diagflat(x[0]) @ x.T).sum() ** 2",
    "a flat iterator": "y = ((x[:, 1] + x[:, 2:3].flat) ** 2).sum()",
    "fill_diagonal": "z = x[:, :3] * 2; np.fill_diagonal(z, 0); y = (z ** 2).sum()",
    "shuffled": "r = np.random.RandomState(0); z = x.copy(); r.shuffle(z); y = np.sum(z[0] ** 2)",
    "permuted": "i = np.random.RandomState(0).permutation(3); y = np.sum(x[i][0] ** 2)",
    "complex parts": "y = np.sum(np.real(x) ** 2)",
    "an object array": "z = np.array([x[0], x[1, :2]], dtype=object); "
    "y = sum(np.sum(a ** 2) for a in z)",
    "a matrix": "m = np.asmatrix(x); y = np.sum(np.asarray(m * w) ** 2)",
    "parts of a matrix": "m = np.matrix(x) * w; m -= m.mean(axis=1); m += m[0] + m[:, 1]\n"
    "y = (m.T * m)[0, 1] + np.multiply(m, 2 * m).sum() + (m * m.T)[0, 0] + ((m * m.T) ** 2)[0, 0]",
}
CUT = {
    "through text": "y = np.sum(np.array([float(str(a)) for a in x[0] * 2]) ** 2)",
    "ctypes": "import ctypes; y = sum(ctypes.c_double(a * 2).value ** 2 for a in x[0])",
    "singular values": "y = np.sum(np.linalg.svd(x * 2)[1] ** 2)",
    "a Fourier transform": "y = np.sum(np.abs(np.fft.fft(x * 2)) ** 2)",
    "bytes": "y = np.sum(np.frombuffer((x * 2).tobytes()) ** 2)",
    "a memory view": "z = x * 2; memoryview(z).cast('B')[:8] = b'\\0' * 8; y = np.sum(z ** 2)",
    "a determinant": "y = np.linalg.det(x[:, :3]) ** 2",
    "cumprod": "y = np.cumprod(x[0])[-1]",
    "nanmean": "y = np.nanmean(x[0])",
    "a structured array": "z = np.zeros(3, dtype=[('a', float)]); z['a'] = x[:, 0] * 2\n"
    "y = np.sum(z['a'] ** 2)",
    "digits": "z = np.array2string(x * 2); y = np.sum(np.array([float(z[2:6])]) ** 2)",
}


def ran(text: str, x: np.ndarray, tmp_path: Path) -> Any:
    file = tmp_path / "net.py"
    file.write_text(HEAD.format(x=x.tolist()) + text + "\n", encoding="utf-8")
    linecache.checkcache()
    run = runs.run(targets.parse(str(file)))
    assert run.loaded is not None
    assert not run.loaded.skipped, run.loaded.skipped
    return run


def slope(text: str, x: np.ndarray) -> np.ndarray:
    """Central differences, without the tape."""
    found = np.zeros(x.size)
    for k in range(x.size):
        for sign in (1, -1):
            moved = x.copy()
            moved.flat[k] += sign * WIDTH
            names: dict[str, Any] = {}
            exec(HEAD.format(x=moved.tolist()) + text, names)
            found[k] += sign * float(names["y"]) / (2 * WIDTH)
    return found


def differentiated(text: str, tmp_path: Path) -> tuple[Any, np.ndarray]:
    run = ran(text, X, tmp_path)
    names = vars(run.loaded.module)
    first = run.tape.values
    ids = [int(np.flatnonzero(first == one)[0]) for one in X.ravel()]  # all are different
    y = names["y"]
    found = adjoints(run.tape, {y.ident: 1.0} if isinstance(y, Number) else {})
    return run.tape, found[ids]


@pytest.mark.filterwarnings("ignore:the matrix subclass:PendingDeprecationWarning")
@pytest.mark.parametrize("way", KNOWN)
def test_what_is_known_is_differentiated(way: str, tmp_path: Path) -> None:
    tape, found = differentiated(KNOWN[way], tmp_path)
    assert not {one.what for one in tape.cuts}
    assert found.any()
    np.testing.assert_allclose(found, slope(KNOWN[way], X), rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize("way", CUT)
def test_what_is_not_known_is_a_cut(way: str, tmp_path: Path) -> None:
    tape, found = differentiated(CUT[way], tmp_path)
    assert tape.cuts or not found.any()


def test_arrays_of_unlike_shapes_are_objects_as_they_were(tmp_path: Path) -> None:
    known = KNOWN["an object array"]
    older = known.replace(", dtype=object", "")
    assert older != known
    found = [differentiated(text, tmp_path)[1] for text in (known, older)]
    np.testing.assert_array_equal(found[0], found[1])


IMAGES = """
from keras.datasets import mnist
(images, _), _ = mnist.load_data()
shape = images.reshape(60000, -1).shape
"""


def test_a_kind_of_array_has_its_own_way_to_be_another_shape(tmp_path: Path) -> None:
    (tmp_path / "net.py").write_text(IMAGES, encoding="utf-8")
    run = runs.run(targets.parse(str(tmp_path / "net.py")))
    assert run.loaded is not None
    names = vars(run.loaded.module)
    assert names["shape"] == (len(names["images"]), 784)


def test_a_table_is_followed_where_there_is_no_pandas(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(sys.modules, "pandas", raising=False)  # of another test
    text = "import pandas; y = np.sum(pandas.DataFrame(x * 2).values ** 2)"
    tape, found = differentiated(text, tmp_path)
    assert not tape.cuts
    np.testing.assert_allclose(found, 8 * X.ravel())

"""Programs as people keep them in a file of their own, which nothing calls: classes of layers, with
what puts them together; a recurrent network; an engine. Each is right as it is, and wrong with one
change."""

from __future__ import annotations

from pathlib import Path

import pytest

from groundup.checking import check

FOLDER = Path(__file__).parent / "uncalled"
CHANGES = {
    "goal.py": ("(d2 @ self.w2.T) * h", "(d2 @ self.w2.T) * o"),
    "loaders.py": ("dh[self.z1 <= 0] = 0", "dh[self.z2[:, :1].ravel() <= 0] = 0"),
    "modules.py": ("return grad * self.mask", "return grad"),
    "neurons.py": ("m.weights[j] * m.delta", "m.weights[0] * m.delta"),
    "normalised.py": ("n * dxhat - dxhat.sum(axis=0)", "n * dxhat"),
    "recurrent.py": ("(self.keep.T @ delta)", "(self.keep @ delta)"),
    "sequential.py": ("df(self.layers[i-1].Z)", "f(self.layers[i-1].Z)"),
    "shapes.py": ("dx = dz.dot(self.W.T)", "dx = grad.dot(self.W.T)"),
    "tensors.py": ("o.grad += self.data.T @ out.grad", "o.grad += 2 * self.data.T @ out.grad"),
}


def verdict(text: str, folder: Path, name: str) -> str:
    (folder / name).write_text(text, "utf-8")
    return check(folder / name).verdict


@pytest.mark.slow
@pytest.mark.parametrize("name", CHANGES)
def test_it_is_right_as_it_is_and_wrong_with_one_change(name: str, tmp_path: Path) -> None:
    text = (FOLDER / name).read_text("utf-8")
    assert verdict(text, tmp_path, name) == "right"
    old, new = CHANGES[name]
    assert text.count(old) == 1
    assert verdict(text.replace(old, new), tmp_path, f"changed_{name}") == "wrong"


def test_layers_with_weights_that_were_not_called_leave_a_library_unchecked() -> None:
    report = check(FOLDER / "pictures.py")
    assert (report.verdict, report.why[0]) == ("unchecked", "not_reached")


def test_a_mean_of_an_epoch_s_costs_is_no_other_factor_than_each_cost() -> None:
    assert check(FOLDER / "loaders.py").factor == pytest.approx(1.0)

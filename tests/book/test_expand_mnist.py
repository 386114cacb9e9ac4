"""The expanded digits are a file that the book's network and the command read, and no pickle."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from groundup.book import expand_mnist, network3
from groundup.data import Data, load_data
from groundup.errors import UserError


@pytest.fixture
def written(few: Data, tmp_path: Path, monkeypatch) -> Path:
    """As in the book's folders: programs in one, data in another."""
    (tmp_path / "src").mkdir()
    (tmp_path / "data").mkdir()
    monkeypatch.chdir(tmp_path / "src")
    with monkeypatch.context() as only:
        only.setattr(expand_mnist.data, "load_data", lambda name: few)
        expand_mnist.main()
    return tmp_path / "data" / "mnist_expanded.npz"


def test_they_come_back_in_their_order(written: Path, few: Data, capsys) -> None:
    parts = network3.load_data_shared("../data/mnist_expanded.npz")
    (x, y), (validation_x, _), (_, test_y) = parts
    saved = np.load(written, allow_pickle=False)
    assert len(x) == len(y) == 5 * 500
    np.testing.assert_array_equal(x.get_value(), saved["x_train"] / np.float32(256))
    np.testing.assert_array_equal(y.get_value(), saved["y_train"])
    np.testing.assert_array_equal(validation_x.rows(0, 3), few.validation.x[:3] / np.float32(256))
    np.testing.assert_array_equal(test_y.get_value(), few.test.y)
    assert len(load_data(written).train.x) == 5 * 500


def test_a_second_time_says_that_they_are_there(written: Path, capsys) -> None:
    before = written.stat().st_mtime_ns
    expand_mnist.main()
    assert capsys.readouterr().out.endswith("The expanded training set already exists.  Exiting.\n")
    assert written.stat().st_mtime_ns == before


def test_without_the_books_folders_it_is_written_here(few: Data, tmp_path, monkeypatch) -> None:
    (tmp_path / "src").mkdir()
    monkeypatch.chdir(tmp_path / "src")
    monkeypatch.setattr(expand_mnist.data, "load_data", lambda name: few)
    expand_mnist.main()
    assert Path("mnist_expanded.npz").exists()


def test_other_arrays_are_refused(tmp_path: Path) -> None:
    np.savez(tmp_path / "other.npz", x=np.ones((50, 3)), y=np.arange(50) % 5)
    with pytest.raises(UserError, match="expected 28×28 pixels from 0 to 255 and digits"):
        network3.load_data_shared(str(tmp_path / "other.npz"))

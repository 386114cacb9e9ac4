"""How wide a table is follows from the program, where that is clear."""

from __future__ import annotations

import textwrap

import pytest

from groundup.checking.loading.placeholders.widths import MORE_ROWS, ROWS, widths


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("data = pd.read_csv('a.csv')", 5),
        ("x = np.zeros((3, 20))\nx[:, 19] = 1\ndata = np.loadtxt('a.csv')", 5),
        ("data = np.loadtxt('a.csv')\nW1 = np.random.randn(10, 784)", 785),
        ("data = np.loadtxt('mnist_train.csv')", 785),
        ("data = np.loadtxt('a.csv')\nnet = Network([16, 8, 3])", 17),
    ],
)
def test_columns(text: str, columns: int) -> None:
    assert widths((text,), "a.csv").columns == columns


@pytest.mark.parametrize("count", ["int(len(x) / batch_size)", "n // batch_size"])
def test_whole_batches_of_any_size_are_there_where_they_are_counted(count: str) -> None:
    text = f"batch_size = 250\nfor k in range({count}): pass\n"
    assert widths((text,)).rows >= 500


def test_classes() -> None:
    assert widths(("784",)).classes == 10
    assert widths(("Net(16, 30, 26)",)).classes == 26
    layers = "net.add(Layer(n_in=8, n_out=5))\nnet.add(Layer(n_in=5, n_out=3, rate=0.1))"
    assert widths((layers,))[:2] == (9, 3)
    assert widths(("Net(4, 8, 1)",)).classes == 2
    assert widths(("x = 1",), "Iris.csv")[:2] == (5, 3)


def test_rows_that_are_set_apart_leave_some() -> None:
    text = textwrap.dedent(
        """
        valid, train = data[:1000].T, data[1000:m].T
        last = train[:-10]
        """
    )
    assert widths((text,)).rows == MORE_ROWS + 1000
    assert widths(("valid, train = x[:-100], x[-100:]",)).rows == ROWS + 100
    assert widths(("train = x[50000:]",)).rows == ROWS


def test_an_array_that_is_taken_whole_says_nothing_of_rows() -> None:
    assert widths(('words = file["words"][()]',)).rows == ROWS


def test_there_is_more_than_a_batch() -> None:
    assert widths(("batch_size = 100",)).rows == ROWS + 200
    assert widths(("BATCH = 60000",)).rows == ROWS
    assert widths(("net.train(x, y, batch_size=100)",)).rows == ROWS + 200
    assert widths(("def train(x, y, epochs, batch_size=100): pass",)).rows == ROWS + 200


def test_rows_are_whole_batches_where_the_program_wants_them() -> None:
    text = "net = Net(4, 5, 2)\ntrain(net, batch_size=50)\n"
    assert widths((f"{text}assert n % batch_size == 0",)).rows % 50 == 0
    assert widths((text,)).batch == 1


def test_large_batches_are_there_where_only_whole_ones_are_taken() -> None:
    text = 'settings = {"minibatch": 500}\n'
    assert widths((f"{text}steps = len(x) // settings['minibatch']",)).rows == MORE_ROWS + 1000
    assert widths((text,)).rows == ROWS

"""The cost that code writes down is read from its expressions, and nothing else is."""

from __future__ import annotations

import ast

import pytest

from groundup.checking.reading.written_costs import asked_cost, written_cost

LOGS = "np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))"


@pytest.mark.parametrize(
    ("text", "cost"),
    [
        (f"def fit(y, p):\n    loss = -{LOGS}\n", "cross-entropy"),
        (f"def fit(self, y, p):\n    self.losses.append(-{LOGS})\n", "cross-entropy"),
        (f"def fit(y, p):\n    terms = {LOGS}\n    cost = -terms\n", "cross-entropy"),
        (f"def total_loss(y, p):\n    return -{LOGS}\n", "cross-entropy"),
        (f"J = -{LOGS} + 0.1 * np.sum(w ** 2)\n", "cross-entropy"),
        ("mse = np.mean((y - p) ** 2)\n", "quadratic"),
        ("e = y - p\nloss = (e * e).sum()\n", "quadratic"),
        ("cost = np.mean(np.square(y - p))\n", "quadratic"),
        ("print(f'Epoch {i}, Loss: {np.mean((y - p) ** 2):.4f}')\n", "quadratic"),
        (f"print('epoch', i, 'cost:', -{LOGS})\n", "cross-entropy"),
        ("print('Epoch ' + str(i) + ' Loss: ' + str(np.mean(np.square(y - p))))\n", "quadratic"),
        ("print('loss: %.3f' % np.mean((y - p) ** 2))\n", "quadratic"),
        ("print('Loss: {}'.format(np.mean((y - p) ** 2)))\n", "quadratic"),
        ("error = y - p\nprint('Error', np.mean(error ** 2))\n", "quadratic"),
        ("print('Sum', np.mean((y - p) ** 2), 'loss', 3 * 4 - 1)\n", None),
        ("loss = np.sum(w ** 2)\n", None),
        ("loss = 0\n", None),
        ("def test_network(p):\n    loss = -np.log(p.max())\n", None),
        ("d_loss = (y - p) ** 2\nloss_grad = np.log(p)\n", None),
        (f"X = np.log(data)\nloss = np.mean((X - p) ** 2)\ncost = {LOGS}\n", None),
        ("loss = np.mean(", None),
        (f"def mse(y, p): return (y - p) ** 2\ndef cross_entropy(y, p): return -{LOGS}", None),
        (
            f"def mse(y, p): return (y - p) ** 2\ndef cross_entropy(y, p): return -{LOGS}\n"
            "def fit(y, p): print(cross_entropy(y, p))",
            "cross-entropy",
        ),
    ],
)
def test_what_is_called_a_cost_tells_which(text: str, cost: str | None) -> None:
    assert written_cost(text) == cost


@pytest.mark.parametrize(
    ("text", "cost"),
    [
        ("net.train(x, y, loss='cross_entropy', epochs=3)", "cross-entropy"),
        ("net = Net(loss_function=nets.MSE())", "quadratic"),
        ("net.compile(optimizer=sgd, loss=losses.mse)", "quadratic"),
        ("net.train(x, y, loss=chosen)", None),
        ("chosen = 'ce'\nnet = Net(loss=chosen)", "cross-entropy"),
        ("chosen = 'mse'\nchosen = 'ce'\nnet = Net(loss=chosen)", None),
        ("net.train(x, y, loss='mse')\nnet.train(x, y, loss='bce')", None),
        ("net.train(x, y, loss=3)", None),
        ("net.train(x, y, kind='mse')", None),
    ],
)
def test_a_cost_may_be_said_where_a_network_is_trained(text: str, cost: str | None) -> None:
    assert asked_cost(ast.parse(text)) == cost

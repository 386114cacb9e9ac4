"""A training as the page's worker has it: what it shows, and what it takes back."""

from __future__ import annotations

from typing import Any

import numpy as np

from scripts import javascript

DIVERGE = """([how, batches]) => {
  how = { ...groundup.settings.DEFAULT, ...how };
  const session = new groundup.Session(kernel, held, how);
  for (const count of batches) if (!session.diverged) session.learn(count);
  const learner = new groundup.Learner(kernel, held.train, how);
  while (learner.at < session.at) learner.learn(1);
  const { network, diverged, at, points } = session.look();
  return { w: network.w, again: learner.network.w, diverged, at, points };
}"""


def test_the_step_that_leads_to_no_numbers_is_taken_back_whatever_the_slices(
    node: javascript.Call,
) -> None:
    how = {"output": "linear", "eta": 3}
    runs: list[dict[str, Any]] = [
        node(DIVERGE, [how, batches]) for batches in ([1] * 99, [3, 40, 40], [100])
    ]
    for run in runs:
        assert run["diverged"]
        assert run["at"] == runs[0]["at"]
        assert run["at"] < 990
        for ours, again in zip(run["w"], run["again"], strict=True):
            assert np.isfinite(ours).all()
            assert (ours == again).all()
        costs = [point["train"]["cost"] for point in run["points"]]
        assert np.isfinite(costs).all()


def test_a_look_tells_each_point_once_and_shares_nothing(node: javascript.Call) -> None:
    ask = """() => {
        const session = new groundup.Session(kernel, held, groundup.settings.DEFAULT);
        const told = [];
        const looks = [session.look()];
        for (let i = 0; i < 30; i++) {
            session.learn(i % 7 ? 20 : 1);
            if (i % 3 === 0) session.measure();
            looks.push(session.look());
        }
        for (const { from, points } of looks) told.splice(from, Infinity, ...points);
        const first = looks[0].network.w[0];
        return [told, session.points, looks.length, first, session.learner.network.w[0],
                looks.at(-1).batch.map(({ pixels }) => pixels.buffer.byteLength)];
    }"""
    told, points, _, first, last, sizes = node(ask)
    assert told == points
    assert len(points) > 10
    assert (first != last).any()
    assert sizes == [784] * 10


def test_it_goes_on_where_it_was(node: javascript.Call) -> None:
    ask = """() => {
        const how = { ...groundup.settings.DEFAULT, hidden: [12], seed: 2 };
        const events = [{ at: 300, eta: 0.5 }, { at: 310 }];
        const whole = new groundup.Session(kernel, held, how, { events });
        whole.learn(30);
        whole.learn(1);
        const { network, at, points } = whole.look();
        const again = new groundup.Session(kernel, held, how, { events, network, at, points });
        for (let i = 0; i < 80; i++) for (const one of [whole, again]) one.learn(2);
        return [whole, again].map((one) => one.look());
    }"""
    one, other = node(ask)
    assert one["at"] == other["at"] > 1000
    assert one["points"] or one["from"]
    assert one["layers"] == other["layers"]  # how far it has come from its beginning, too
    for ours, theirs in zip(one["network"]["w"], other["network"]["w"], strict=True):
        assert (ours == theirs).all()

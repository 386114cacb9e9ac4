"""The training that one watches: what it learns, shows, and obeys."""

from __future__ import annotations

import base64
import json
import random
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest

import groundup.page.trainer
from groundup import Data, Network, fit
from groundup.data import Samples
from groundup.page.board import Board, Point
from groundup.page.control import obey
from groundup.page.steering import MOST_EPOCHS
from groundup.page.trainer import Trainer, checks

Make = Callable[..., Trainer]


@pytest.fixture
def make(few: Data) -> Iterator[Make]:
    """Makes trainers on a few digits, and ends them after the test."""
    made: list[Trainer] = []

    def make(network: Network | None = None) -> Trainer:
        made.append(Trainer(few, network))
        return made[-1]

    yield make
    for trainer in made:
        trainer.close()


def run(trainer: Trainer) -> dict[str, Any]:
    return trainer.board.changes(0)["run"]


def points(trainer: Trainer) -> list[Point]:
    return trainer.board.changes(0)["points"]


def measured(trainer: Trainer) -> list[float]:
    """After how many epochs."""
    return [point.at for point in points(trainer)]


def until(condition: Callable[[], object], seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it never came to that"
        time.sleep(0.01)


def at_rest(trainer: Trainer, epochs: int) -> Network:
    """The network, once it has learned for so many epochs and pauses."""
    until(lambda: run(trainer)["epoch"] == epochs and not run(trainer)["running"])
    until(lambda: len(trainer.board.network()[0].history) == epochs)
    return trainer.board.network()[0]


def test_it_learns_what_the_command_line_does(few: Data, make: Make) -> None:
    trainer = make()
    trainer.steering.one_epoch()
    at_rest(trainer, 1)
    trainer.steering.one_epoch()
    watched, alone = at_rest(trainer, 2), Network([784, 30, 10])
    records = fit(alone, few.train, validation=few.validation, epochs=2)
    assert np.array_equal(watched.w[0], alone.w[0])
    whole = [point for point in points(trainer) if point.at in (1, 2)]
    assert whole == [Point(r.epoch, r.cost, r.validation_accuracy or 0) for r in records]
    assert [record["epoch"] for record in watched.history] == [1, 2]
    assert all(0 <= record["seconds"] < 5 for record in watched.history)


def test_it_measures_before_the_first_step_and_within_the_first_epochs(make: Make) -> None:
    trainer = make()
    until(lambda: points(trainer))
    assert points(trainer)[0].at == 0
    trainer.steering.set_speed(100)
    trainer.steering.one_epoch()
    at_rest(trainer, 1)
    places = measured(trainer)
    assert places == sorted(places)
    assert len([at for at in places if 0 < at < 1]) >= 2
    assert checks(500) == [100, 150, 225, 337, 625, 750, 875, 1125, 1250, 1375]


def test_it_stops_at_its_goal_and_start_goes_on(make: Make) -> None:
    trainer = make()
    trainer.steering.start()
    at_rest(trainer, 30)
    assert run(trainer)["goal"] == 30
    trainer.steering.start()
    at_rest(trainer, 60)


def test_a_pause_within_an_epoch_changes_nothing_but_time(few: Data, make: Make) -> None:
    trainer = make()
    trainer.steering.set_speed(100)
    trainer.steering.one_epoch()
    until(lambda: run(trainer)["done"] > 0)
    trainer.steering.pause()
    assert not run(trainer)["running"]
    time.sleep(0.2)
    resting = trainer.board.network()[0].w[0]
    time.sleep(0.3)
    assert np.array_equal(trainer.board.network()[0].w[0], resting)
    assert 0 < run(trainer)["done"] < 500
    trainer.steering.set_speed(None)
    trainer.steering.one_epoch()
    alone = Network([784, 30, 10])
    [record] = fit(alone, few.train, epochs=1)
    network = at_rest(trainer, 1)
    assert np.array_equal(network.w[0], alone.w[0])
    assert network.history[0]["seconds"] < 0.5 + 10 * record.seconds  # the pause is not counted


def test_it_can_be_slowed_down_to_so_many_batches_a_second(make: Make) -> None:
    trainer = make()
    trainer.steering.set_speed(20)
    trainer.steering.start()
    until(lambda: run(trainer)["done"] >= 20)
    began, before = time.monotonic(), run(trainer)["done"]
    time.sleep(1)
    batches = (run(trainer)["done"] - before) / 10
    assert 3 <= batches <= 21 * (time.monotonic() - began) + 2
    rate = run(trainer)["rate"]
    assert rate is None or rate < 400


def test_eta_changes_while_it_runs(make: Make) -> None:
    trainer = make()
    trainer.steering.set_speed(100)
    trainer.steering.one_epoch()
    until(lambda: run(trainer)["done"] > 0)
    trainer.steering.set_eta(0.25)
    trainer.steering.set_speed(None)
    assert run(trainer)["eta"] == 0.25
    assert at_rest(trainer, 1).history[0]["eta"] == 0.25


def test_other_sizes_begin_anew_and_go_on_running(make: Make) -> None:
    trainer = make()
    trainer.steering.set_speed(100)
    trainer.steering.start()
    until(lambda: run(trainer)["epoch"] > 0)
    trainer.steering.set_sizes([12, 11])
    trainer.steering.set_speed(None)
    until(lambda: run(trainer)["sizes"] == [784, 12, 11, 10])
    network = at_rest(trainer, 30)
    assert network.sizes == [784, 12, 11, 10]
    assert [at for at in measured(trainer) if at >= 1 and at % 1 == 0] == list(range(1, 31))


def test_a_reset_is_the_network_of_its_seed(make: Make) -> None:
    trainer = make()
    trainer.steering.one_epoch()
    at_rest(trainer, 1)
    trainer.steering.set_seed(5)
    network = at_rest(trainer, 0)
    assert np.array_equal(network.w[0], Network([784, 30, 10], seed=5).w[0])
    trainer.steering.one_epoch()
    at_rest(trainer, 1)
    trainer.steering.reset()
    network = at_rest(trainer, 0)
    assert np.array_equal(network.w[0], Network([784, 30, 10], seed=5).w[0])


def test_a_given_network_goes_on_where_it_was(few: Data, make: Make) -> None:
    given = Network([784, 8, 10], ["relu", "softmax"], "cross-entropy", init="he")
    fit(given, few.train, validation=few.validation, epochs=2, eta=0.1)
    kept = given.w[0].copy()
    trainer = make(given)
    assert run(trainer)["epoch"] == 2
    assert run(trainer)["eta"] == 0.1
    assert not run(trainer)["live"]
    until(lambda: measured(trainer) == [1, 2])
    trainer.steering.one_epoch()
    at_rest(trainer, 3)
    assert run(trainer)["live"]
    trainer.steering.set_sizes([])
    until(lambda: run(trainer)["sizes"] == [784, 10])
    network = at_rest(trainer, 0)
    assert (network.activations, network.cost) == (["softmax"], "cross-entropy")
    assert not np.array_equal(given.w[0], kept)  # it is given away: the training owns it


def test_divergence_is_told_and_can_be_mended(make: Make) -> None:
    trainer = make(Network([784, 8, 10], ["relu", "linear"]))
    trainer.steering.set_eta(100)
    trainer.steering.start()
    until(lambda: run(trainer)["problem"])
    assert "diverged" in run(trainer)["problem"]
    assert not run(trainer)["running"]
    assert all(np.isfinite(point.cost) for point in points(trainer))
    trainer.steering.set_eta(0.01)
    trainer.steering.one_epoch()
    assert not run(trainer)["problem"]
    assert np.isfinite(at_rest(trainer, 1).w[0]).all()


def test_numbers_that_are_none_are_not_shown(make: Make) -> None:
    huge = Network([784, 8, 10], ["relu", "linear"])
    huge.w = [np.abs(wl) * 1e200 for wl in huge.w]
    trainer = make(huge)
    trainer.steering.start()
    until(lambda: run(trainer)["problem"])
    assert not run(trainer)["running"]
    json.dumps(trainer.board.changes(0), allow_nan=False)
    trainer.steering.reset()
    trainer.steering.set_eta(0.01)
    trainer.steering.one_epoch()
    at_rest(trainer, 1)


def test_it_shows_digits_that_it_does_not_read(few: Data, make: Make) -> None:
    trainer = make()
    trainer.steering.one_epoch()
    network = at_rest(trainer, 1)
    guesses = network.predict(few.validation.x)
    until(lambda: trainer.board.changes(0)["wrong"]["wrong"] == (guesses != few.validation.y).sum())
    shown = trainer.board.changes(0)["wrong"]
    assert shown["of"] == 500
    assert 0 < len(shown["digits"]) <= 24
    for digit in shown["digits"]:
        pixels = np.frombuffer(base64.b64decode(digit["pixels"]), np.uint8)
        place = int(np.flatnonzero((few.validation.x == pixels).all(axis=1))[0])
        assert digit["label"] == few.validation.y[place] != digit["answer"] == guesses[place]


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (b"", "JSON"),
        (b"\xff", "JSON"),
        (b"[" * 1900, "JSON"),
        (b"[]", "a command is one of start, pause"),
        (b'{"command": "fly"}', "'fly'"),
        (b'{"command": ["start"]}', "a command is one of"),
        (b'{"command": "start", "value": 1}', "nothing else"),
        (b'{"command": "eta"}', "command and value"),
        (b'{"command": "eta", "value": "3"}', "eta is a number from 0.001 to 100"),
        (b'{"command": "eta", "value": true}', "eta is a number"),
        (b'{"command": "eta", "value": NaN}', "eta is a number"),
        (b'{"command": "eta", "value": 1e999}', "eta is a number"),
        (b'{"command": "eta", "value": 0}', "eta is a number"),
        (b'{"command": "speed", "value": 0}', "speed"),
        (b'{"command": "sizes", "value": 30}', "sizes are"),
        (b'{"command": "sizes", "value": [30, 30, 30, 30]}', "at most 3"),
        (b'{"command": "sizes", "value": [801]}', "from 1 to 800, not 801"),
        (b'{"command": "sizes", "value": [30.0]}', "whole number"),
        (b'{"command": "sizes", "value": [true]}', "whole number"),
        (b'{"command": "seed", "value": -1}', "seed is a whole number"),
        (b'{"command": "seed", "value": 4294967296}', "seed is a whole number"),
    ],
)
def test_nonsense_is_refused_and_changes_nothing(make: Make, command: bytes, said: str) -> None:
    trainer = make()
    before = run(trainer)
    with pytest.raises(ValueError, match=said):
        obey(trainer.steering, command)
    assert run(trainer) == before


def test_there_is_an_end_to_epochs(make: Make) -> None:
    trainer = make()
    trainer.steering.epoch = MOST_EPOCHS
    for command in (trainer.steering.start, trainer.steering.one_epoch):
        with pytest.raises(ValueError, match="1,000 epochs are enough"):
            command()


def test_commands_from_all_sides_leave_it_whole(make: Make) -> None:
    trainer = make()
    steering = trainer.steering
    commands: list[Callable[[], None]] = [
        steering.start, steering.pause, steering.one_epoch, steering.reset,
        lambda: steering.set_eta(1.0), lambda: steering.set_speed(500),
        lambda: steering.set_speed(None), lambda: steering.set_sizes([4]),
        lambda: steering.set_sizes([5, 6]), lambda: steering.set_seed(3),
    ]  # fmt: skip

    def pester(seed: int) -> None:
        chance = random.Random(seed)
        for _ in range(60):
            chance.choice(commands)()
            trainer.board.changes(0)
            time.sleep(chance.random() / 100)

    threads = [threading.Thread(target=pester, args=[seed]) for seed in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    steering.set_speed(None)
    steering.set_sizes([7])
    steering.start()
    network = at_rest(trainer, 30)
    assert network.sizes == [784, 7, 10]
    assert run(trainer)["problem"] == ""
    assert [at for at in measured(trainer) if at >= 1 and at % 1 == 0] == list(range(1, 31))


def test_readers_get_all_of_it_from_any_moment_on() -> None:
    board = Board(Network([784, 10]))
    board.put("run", {"epoch": 0})
    first = board.changes(0)
    assert first["run"] == {"epoch": 0}
    assert (first["known"], first["points"]) == (0, [])
    for epoch in range(1, 4):
        board.put("run", {"epoch": epoch})
        board.add(Point(epoch, 0.5, 0.9))
    late, slow = board.changes(0), board.changes(first["version"])
    assert late["run"] == slow["run"] == {"epoch": 3}
    assert late["points"] == slow["points"] == [Point(epoch, 0.5, 0.9) for epoch in (1, 2, 3)]
    assert "weights" in late
    assert "weights" not in slow
    board.add(Point(4, 0.4, 0.95))
    news = board.changes(late["version"])
    assert (news["known"], news["points"]) == (3, [Point(4, 0.4, 0.95)])
    board.begin_anew()
    board.add(Point(0, 1.5, 0.1))
    assert board.changes(news["version"])["known"] == 0
    version = board.changes(0)["version"]
    board.put("run", {"epoch": 3})
    assert board.changes(version)["version"] == version  # the same as before is no news


def test_a_slow_look_at_the_mistakes_puts_off_the_next_by_a_second_at_most(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks: list[float] = []

    def look(network: Network, samples: Samples) -> dict[str, Any]:
        time.sleep(0.5)  # a tenth of the time would be one look in five seconds
        looks.append(time.monotonic())
        return {}

    monkeypatch.setattr(groundup.page.trainer, "mistakes", look)
    trainer = make()
    trainer.steering.set_speed(20)
    until(lambda: len(looks) == 2)  # at the beginning, and at rest
    trainer.steering.start()
    until(lambda: len(looks) == 4, seconds=8)
    assert looks[3] - looks[2] < 3

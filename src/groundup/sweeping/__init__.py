"""Many training runs, the best of which go on: a sweep over options, on one machine or on many.

    found = groundup.sweep({"eta": {"log_range": [0.1, 10]}}, trials=12, halving=(1, 3))
    print(found.command)  # of the best

Read on in spaces.py (what trials draw from), samples.py (what they learn from), provenance.py (what
numbers come from), rounds.py (what a worker does), halving.py (who goes on), results.py (the file)
and pools.py (who computes).
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from groundup import engines
from groundup.data import Data
from groundup.errors import UserError
from groundup.formats.locks import BusyError, alone
from groundup.sweeping import halving as halvings
from groundup.sweeping.halving import Plan, Progress
from groundup.sweeping.parameters import command_of, fitted, network_of, options_of, reading_of
from groundup.sweeping.pools import Pool, of_executor, processes
from groundup.sweeping.provenance import versions
from groundup.sweeping.results import Entry, Results, ResultsError
from groundup.sweeping.samples import fingerprint_of, read, reading
from groundup.sweeping.spaces import Space, draw, is_log, read_space, varied
from groundup.training.options import cores

__all__ = ["Sweep", "read_sweep", "sweep"]


class Sweep(NamedTuple):
    """What a sweep has found, as its file of results says."""

    about: dict[str, Any]
    """What it is: space, trials, halving, keep, seed, data, engine, versions, samples."""
    entries: list[Entry]
    """All trials after all rounds."""
    digest: str
    """SHA-256 of all results except the seconds."""

    @property
    def space(self) -> Space:
        return self.about["space"]

    @property
    def varied(self) -> list[str]:
        """The names of the options in which trials differ."""
        return varied(self.space)

    def is_log(self, name: str) -> bool:
        """Whether an option was drawn by its logarithm."""
        return is_log(self.space, name)

    @property
    def is_regression(self) -> bool:
        """Whether trials are ranked by their cost, since a regression has no accuracy."""
        return all(e.accuracy is None for e in self.entries) and any(e.score for e in self.entries)

    @property
    def finished(self) -> bool:
        """Whether all its rounds are done."""
        keep, going = self.about["keep"], self.about["trials"]
        for number in range(len(self.about["halving"])):
            there = [entry for entry in self.entries if entry.round == number]
            if len(there) < going:
                return False
            alive = sum(entry.score is not None for entry in there)
            going = min(alive, max(1, self.about["trials"] // keep ** (number + 1)))
        return True

    @property
    def ranking(self) -> list[Entry]:
        """Each trial after its last round. Those that came farthest are first, the best of them
        before the others; those that diverged or were lost are last."""
        last = {entry.trial: entry for entry in self.entries}  # they are in the order of rounds
        return sorted(
            last.values(),
            key=lambda e: (e.score is None, -e.round, -(e.score or 0.0), e.trial),
        )

    @property
    def best(self) -> Entry | None:
        """The best trial, or None if no trial has learned anything."""
        ranking = self.ranking
        return ranking[0] if ranking and ranking[0].score is not None else None

    def parameters(self, trial: int) -> dict[str, Any]:
        """The options of a trial, under the names that `groundup train` gives them."""
        return draw(self.space, self.about["seed"], trial)

    @property
    def command(self) -> str:
        """The `groundup train` command that trains the best trial's network again, to the bit."""
        if self.best is None:
            return ""
        about = self.about
        return command_of(
            self.parameters(self.best.trial), about["data"], about["halving"][-1], about["engine"]
        )


def sweep(
    space: str | os.PathLike[str] | Mapping[str, Any],
    data: str | os.PathLike[str] | Data = "mnist",
    *,
    trials: int = 40,
    halving: Sequence[int] = (1, 2, 6),
    keep: int = 3,
    seed: int = 0,
    out: str | os.PathLike[str] = "sweep.db",
    executor: Executor | Callable[[], Pool] | int | None = None,
    engine: str = "auto",
    progress: Progress = lambda number, epochs, results: None,
) -> Sweep:
    """Trains `trials` networks with options drawn from a space, and the best of them for longer.

    space: the options, by the names of `groundup train`: a mapping, or a TOML file with one. A
        value is the same for all trials; {"choices": […]}, {"range": [a, b]} (whole numbers where
        both ends are) and {"log_range": [a, b]} are drawn from. Without sizes, inputs and outputs
        follow from the data, with a hidden layer of 30 between them.
    data: what `load_data` takes, here and the same on every worker; or data, which then travel with
        every round.
    halving: to how many epochs each round goes; one trial in `keep` goes on to the next.
    seed: of the drawing. A trial's options depend on it and on the trial's number alone.
    out: the file for the results. Where it has results of this very sweep, those are kept, and
        what is missing is run.
    executor: a `concurrent.futures.Executor`, such as Dask's `client.get_executor()`; how many
        processes of this machine, by default as many as there are cores; or what makes a pool.
    engine: of `groundup train`; "auto" is the fastest that is here.

    Each trial has one thread. The results and their `digest` are the same whoever computed them.
    Raises UserError where something makes no sense, or the file is another sweep's.
    """
    named = str(data) if isinstance(data, str | os.PathLike) else data
    if isinstance(named, str) and Path(named).exists():
        named = os.path.realpath(named)  # a worker may be in another folder
    engine = engines.fastest() if engine == "auto" else engine
    plan = Plan(
        read_space(space), trials, tuple(halving), keep, seed, named, engine, versions(engine)
    )
    check_trials(plan)
    plan = with_samples(plan)
    make = partial(processes, cores()) if executor is None else executor
    if isinstance(make, int):
        make = partial(processes, make)
    elif isinstance(make, Executor):
        make = partial(of_executor, make)
    try:
        with alone(out), Results(out, description(plan)) as results, keeping(results):
            halvings.run(plan, results, make, progress)
            return Sweep(results.about, results.entries(), results.digest)
    except BusyError as busy:
        raise UserError(
            f"{out}: another sweep (process {busy}) writes to it; wait until it ends, or name "
            "another file"
        ) from None


def read_sweep(path: str | os.PathLike[str]) -> Sweep:
    """The sweep in a file of results, finished or not. Raises UserError if there is none in it."""
    with Results(path, None) as results:
        return Sweep(results.about, results.entries(), results.digest)


@contextmanager
def keeping(results: Results) -> Iterator[None]:
    """A refusal on the way says what becomes of the results."""
    try:
        yield
    except ResultsError:
        raise
    except UserError as error:
        if not results.entries():
            raise
        raise UserError(
            f"{error}; what was found is in {results.path}: run the same command again to go on"
        ) from None


def description(plan: Plan) -> dict[str, Any]:
    """What tells this sweep from others."""
    return {
        "space": plan.space,
        "trials": plan.trials,
        "halving": list(plan.rounds),
        "keep": plan.keep,
        "seed": plan.seed,
        "data": plan.data if isinstance(plan.data, str) else "data given in Python",
        "engine": plan.engine,
        "versions": plan.versions,
        "samples": plan.samples,
    }


def with_samples(plan: Plan) -> Plan:
    """The plan with the fingerprints of its samples, once for each way in which trials read them;
    and with sizes that fit them, if its space has none."""
    found, schemas = {}, []
    for how in dict.fromkeys(reading(plan.parameters(trial)) for trial in range(plan.trials)):
        data = read(plan.data, how)
        found[how] = fingerprint_of(data)
        schemas.append(data.schema)
    return replace(plan, samples=found, space=fitted(plan.space, schemas))


def check_trials(plan: Plan) -> None:
    """Refuses what no worker could run, before anything is. Raises UserError."""
    made: set[str] = set()
    for trial in range(plan.trials):
        parameters = plan.parameters(trial)
        options_of(parameters, plan.engine)
        reading_of(parameters)
        limit = parameters.get("limit", 1)
        if type(limit) is not int or limit < 1:
            raise UserError(f"limit must be a number above 0, not {limit!r}")
        network = str([parameters.get(name) for name in ("sizes", "activation", "cost", "init")])
        if network not in made:
            made.add(network)
            network_of(parameters)

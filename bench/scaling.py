"""When several devices pay: the time of a step, modelled, measured here and drawn for more.

    python -m bench.scaling [--write docs/scaling.md]

    step = latency + compute · m / N + all-reduce(N, bytes)
    all-reduce(N, bytes) = sums · hop · 2·log₂N + bytes · 2·(N − 1)/N / bandwidth

for a batch of m samples on N devices, where `sums` counts the arrays that are added up, one after
another: all weights and biases of each layer. Latency and compute are fitted to steps on one core,
hop and bandwidth to sums over two processes of this machine; then steps of two processes are
predicted, and measured. The figure puts assumed figures of larger machines into the same model. The
last table is what --average-every costs: 784-30-10 on MNIST, on four devices, in batches of 40.
"""

from __future__ import annotations

import argparse
import datetime
import itertools
import json
import math
import os
import re
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

MARKS = ("<!-- scaling -->", "<!-- end of scaling -->")
NETWORKS = {"784-30-10": [784, 30, 10], "784-512-512-10": [784, 512, 512, 10]}
BATCHES = (64, 256, 1024)
STEPS, ROUNDS = 40, 5
APART, SEEDS = (1, 4, 16, 64), 5  # steps that devices take alone
WORDS = (1_000, 100_000, 1_000_000)  # float32 numbers that are added up


class Machine(NamedTuple):
    """Many devices of one kind, and what joins them."""

    name: str
    latency: float  # seconds a step
    work: float  # seconds a sample and weight
    hop: float  # seconds
    bandwidth: float  # bytes a second

    def step(self, devices: int, batch: int, weights: int, sums: int = 1) -> float:
        """Seconds, float32; one sum where all arrays are put together."""
        alone = self.latency + self.work * weights * batch / devices
        if devices == 1:
            return alone
        moved = 4 * weights * 2 * (devices - 1) / devices
        return alone + sums * self.hop * 2 * math.log2(devices) + moved / self.bandwidth


def assumed(work: float) -> list[tuple[Machine, int]]:
    """Machines that were not measured, and how many devices they have: GPUs at 20 TFLOP/s, 6
    operations a weight and sample, joined by 200 GB/s; hosts like this one (`work`), 10 Gbit/s."""
    return [
        (Machine("GPUs", 20e-6, 6 / 20e12, 5e-6, 200e9), 64),
        (Machine("hosts", 20e-6, work, 50e-6, 1.25e9), 1000),
    ]


CASES = (("784-30-10", 23_820, 64), ("784-4096-4096-10", 20_029_440, 8192))
"""What is drawn: networks, their weights, and batches."""


# Measured


def times_of_steps(batches: tuple[int, ...] = BATCHES) -> dict[str, dict[int, float]]:
    """Seconds a step, the least of some, for each network and batch, on all devices there are."""
    import numpy as np

    from groundup import Network
    from groundup.engines import devices
    from groundup.engines.engine import Task

    found: dict[str, dict[int, float]] = {}
    for name, sizes in NETWORKS.items():
        network = Network(sizes, dtype="float32")
        for batch in batches:
            x = np.zeros((batch, 784), np.uint8) + np.arange(batch, dtype=np.uint8)[:, None]
            y, order = np.arange(batch) % 10, np.tile(np.arange(batch), STEPS)
            task = Task(
                network.w, network.b, network.activations, x=x, cost=network.cost, y=y,
                order=order, batch_size=batch, eta=0.01,
            )  # fmt: skip
            one = task.again(order[:batch], 0.01)
            long = least(lambda task=task: devices.run(task))
            short = least(lambda one=one: devices.run(one))
            found.setdefault(name, {})[batch] = (long - short) / (STEPS - 1)
    return found


def times_of_sums() -> dict[int, float]:
    """Seconds to add up so many numbers over all devices."""
    import jax
    import numpy as np
    from jax import lax
    from jax.sharding import PartitionSpec

    from groundup.engines import devices

    over, every = devices.mesh(), PartitionSpec()
    assert over is not None

    def sums(count: int) -> Callable[[Any], Any]:
        def body(array: Any, _: None) -> tuple[Any, None]:
            return lax.pmean(array, "devices") * 1.0001, None

        def run(array: Any) -> Any:
            return lax.scan(body, array, None, length=count)[0]

        return jax.jit(
            jax.shard_map(run, mesh=over, in_specs=every, out_specs=every, check_vma=False)
        )

    found = {}
    for words in WORDS:
        [array] = devices.everywhere((np.ones(words, np.float32),), over)
        many, one = sums(STEPS), sums(1)
        long = least(lambda array=array, many=many: jax.block_until_ready(many(array)))
        short = least(lambda array=array, one=one: jax.block_until_ready(one(array)))
        found[words] = (long - short) / (STEPS - 1)
    return found


def least(call: Callable[[], object]) -> float:
    call()  # compiles
    seconds = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        call()
        seconds.append(time.perf_counter() - started)
    return min(seconds)


def work(place: str) -> None:
    """A process that measures on a core of its own, alone or with another; the one that leads
    prints JSON."""
    from groundup.engines import hosts

    own = hosts.Place(*json.loads(place)) if place else hosts.Place(process=0)
    os.sched_setaffinity(0, {own.process or 0})
    if place:
        hosts.join(own)
    steps = times_of_steps()
    sums = times_of_sums() if place else {}
    if hosts.leads():
        print(json.dumps({"steps": steps, "sums": sums}))


def measured(processes: int) -> dict[str, Any]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    places = [json.dumps([address, processes, i]) for i in range(processes)]
    own = {"XLA_FLAGS": "--xla_cpu_multi_thread_eigen=false"}
    running = [worker(place, own) for place in (places if processes > 1 else [""])]
    said = [process.communicate()[0] for process in running]
    return json.loads(said[0].splitlines()[-1])


def worker(what: str, environment: dict[str, str]) -> subprocess.Popen[str]:
    own = {"JAX_PLATFORMS": "cpu", "JAX_NUM_CPU_DEVICES": "1", "TF_CPP_MIN_LOG_LEVEL": "2"}
    return subprocess.Popen(
        [sys.executable, "-m", "bench.scaling", "--worker", what],
        env=os.environ | own | environment,
        stdout=subprocess.PIPE,
        text=True,
    )


def output(what: str, environment: dict[str, str]) -> str:
    """The last line that a worker says."""
    return worker(what, environment).communicate()[0].splitlines()[-1]


def print_averaged() -> None:
    """The shares of test digits that are right, a seed each, for each number of steps apart."""
    from groundup import Network, fit, load_data

    data, found = load_data("mnist"), {}
    for every in APART:
        for seed in range(SEEDS):
            network = Network([784, 30, 10], seed=seed, dtype="float32")
            fit(
                network, data.train, epochs=3, engine="devices", batch_size=40, eta=6.0, seed=seed,
                average_every=every,
            )  # fmt: skip
            found.setdefault(every, []).append(network.measure(*data.test)[1])
    print(json.dumps(found))


# The model


def line(points: dict[float, float]) -> tuple[float, float]:
    """Where a line of least relative squares begins, 0 or more, and how it rises."""
    import numpy as np

    x, y = np.array(list(points)), np.array(list(points.values()))
    rows = np.stack([np.ones(len(x)), x], axis=1) / y[:, None]
    begins, rises = np.linalg.lstsq(rows, np.ones(len(x)), rcond=None)[0]
    return max(0.0, float(begins)), float(rises)


def weights(sizes: list[int]) -> int:
    return sum(a * b for a, b in itertools.pairwise(sizes))


def fitted(alone: dict[str, Any], two: dict[str, Any]) -> dict[str, Machine]:
    """This machine, as the model has it for each network."""
    begins, rises = line({4.0 * int(words): s for words, s in two["sums"].items()})
    machines = {}
    for name, sizes in NETWORKS.items():
        latency, each = line({float(batch): s for batch, s in alone["steps"][name].items()})
        work = each / weights(sizes)
        machines[name] = Machine(name, latency, work, begins / 2, 1 / rises)
    return machines


# The page


def rows(alone: dict[str, Any], two: dict[str, Any]) -> Iterator[str]:
    yield "| network | batch | one | two, predicted | two, measured |"
    yield "|---|---:|---:|---:|---:|"
    for name, machine in fitted(alone, two).items():
        for batch in BATCHES:
            one, both = (found["steps"][name][str(batch)] for found in (alone, two))
            sizes = NETWORKS[name]
            predicted = machine.step(2, batch, weights(sizes), 2 * (len(sizes) - 1))
            cells = [f"{1000 * seconds:.2f} ms" for seconds in (one, predicted, both)]
            yield f"| {name} | {batch} | {' | '.join(cells)} |"


def best(machine: Machine, most: int, batch: int, count: int) -> tuple[int, float]:
    """With how many devices a step is quickest, and how many times as quick as with one."""
    alone = machine.step(1, batch, count)
    quickest = min(range(1, most + 1), key=lambda n: machine.step(n, batch, count))
    return quickest, alone / machine.step(quickest, batch, count)


def drawn_rows(work: float) -> Iterator[str]:
    yield "| assumed | network | batch | quickest with | speed-up | with all |"
    yield "|---|---|---:|---:|---:|---:|"
    for machine, most in assumed(work):
        for name, count, batch in CASES:
            devices, times = best(machine, most, batch, count)
            every = machine.step(1, batch, count) / machine.step(most, batch, count)
            yield (
                f"| {most:,} {machine.name} | {name} | {batch:,} | {devices:,} | {times:.1f} × | "
                f"{every:.2g} × |"
            )


def page(alone: dict[str, Any], two: dict[str, Any], averaged: dict[str, list[float]]) -> str:
    machines = fitted(alone, two)
    processor = re.search(r"model name\s*:\s*(.*)", Path("/proc/cpuinfo").read_text())
    here = f"an {processor[1]}" if processor else "this machine"
    small, large = machines["784-30-10"], machines["784-512-512-10"]
    return "\n".join(
        [
            f"On {here}, one core per process, load {os.getloadavg()[0]:.1f}, "
            f"{datetime.date.today()}, by `python -m bench.scaling`. A step, in float32:",
            "",
            *rows(alone, two),
            "",
            f"Fitted: a latency of {1e6 * small.latency:.0f} µs (784-30-10) and "
            f"{1e6 * large.latency:.0f} µs (784-512-512-10), {1e12 * large.work:.0f} ps per "
            f"weight and sample, {1e6 * small.hop:.0f} µs per hop, "
            f"{small.bandwidth / 1e9:.2f} GB/s.",
            "",
            *drawn_rows(large.work),
            "",
            *averaged_rows(averaged),
        ]
    )


def averaged_rows(averaged: dict[str, list[float]]) -> Iterator[str]:
    yield f"| `--average-every` | test, median of {SEEDS} seeds | lowest to highest |"
    yield "|---:|---:|---:|"
    for every, shares in averaged.items():
        middle = statistics.median(shares)
        yield f"| {every} | {middle:.2%} | {min(shares):.2%} to {max(shares):.2%} |"


def draw(file: Path, work: float) -> None:
    """Speed-ups over the number of devices."""
    import matplotlib as mpl

    mpl.use("svg")
    mpl.rcParams["svg.hashsalt"] = "groundup"
    from matplotlib import pyplot

    figure, places = pyplot.subplots(1, 2, figsize=(9, 3.6), layout="constrained")
    for place, (machine, most) in zip(places, assumed(work), strict=True):
        counts = sorted({round(most ** (i / 60)) for i in range(61)})
        for name, count, batch in CASES:
            alone = machine.step(1, batch, count)
            times = [alone / machine.step(n, batch, count) for n in counts]
            place.loglog(counts, times, label=f"{name}, batches of {batch:,}")
        place.loglog(counts, counts, ":", color="grey", label="ideal")
        place.set_xlabel(machine.name)
        place.set_ylabel("times as fast as one")
        place.legend(fontsize=8)
        place.set_ylim(0.01, most)
    figure.savefig(file, metadata={"Date": None})
    pyplot.close(figure)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", type=Path, help="a page with marks, and a figure beside it")
    parser.add_argument("--worker", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.worker is not None:
        print_averaged() if given.worker == "averaging" else work(given.worker)
        return
    alone, two = measured(1), measured(2)
    averaged = json.loads(output("averaging", {"JAX_NUM_CPU_DEVICES": "4"}))
    text = page(alone, two, averaged)
    print(text)
    if given.write:
        before, _, rest = given.write.read_text(encoding="utf-8").partition(MARKS[0])
        after = rest.partition(MARKS[1])[2]
        given.write.write_text(f"{before}{MARKS[0]}\n{text}\n{MARKS[1]}{after}", encoding="utf-8")
        draw(given.write.with_suffix(".svg"), fitted(alone, two)["784-512-512-10"].work)


if __name__ == "__main__":
    main()

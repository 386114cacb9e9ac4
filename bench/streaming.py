"""How quickly, and in how much memory, one learns from files that are larger than memory.

    python -m bench.streaming [--folder FOLDER] [--write docs/streaming.md]

makes MNIST, distorted, in three sizes (5.3 GB in all, which stay in the folder for the next time),
and learns from each once, by `groundup train --stream`, in a process of its own. Beside it stand
50,000 digits in memory, what the kernel can at most. Each is the best of three. A file that fits
is in the system's cache by then, for it was just written; so disks are not what is measured.
"""

from __future__ import annotations

import argparse
import datetime
import json
import os
import platform
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

SIZES = (60_000, 600_000, 6_000_000)
ROUNDS = 3
FLAT, SLOWER, MEMORY = 1.5, 2.0, 300  # times, times, MiB: what is promised
PAGE = ("<!-- streaming -->", "<!-- end of streaming -->")
TRAIN = r"""
import json, re, sys
from pathlib import Path
sys.argv = ["groundup", *sys.argv[1:]]
from groundup.cli import main
try:
    main()
finally:
    status = Path("/proc/self/status").read_text()  # getrusage has the peak of who started it
    peak = int(re.search(r"VmHWM:\s*(\d+)", status)[1]) / 1024
    from groundup import Network
    history = Network.load(sys.argv[-1]).history
    epochs = [[epoch["samples"], epoch["seconds"]] for epoch in history]
    print(json.dumps({"peak": peak, "epochs": epochs}))
"""


class Line(NamedTuple):
    name: str
    digits: int  # learned from
    rate: float  # digits a second
    peak: float  # MiB


def measure(name: str, folder: Path, *options: str) -> Line:
    """The quickest of some trainings."""
    return max((trained(name, folder, *options) for _ in range(ROUNDS)), key=lambda line: line.rate)


def trained(name: str, folder: Path, *options: str) -> Line:
    """One training of 784-30-10, in float32 and batches of 10, in a process of its own."""
    with tempfile.TemporaryDirectory() as out:
        run = subprocess.run(
            [sys.executable, "-c", TRAIN, "train", "--data", str(folder), *options,
             "--dtype", "float32", "--threads", "1", "--out", f"{out}/model.safetensors"],
            capture_output=True, text=True, check=True,
        )  # fmt: skip
    found = json.loads(run.stdout.splitlines()[-1])
    digits = found["epochs"][0][0]
    return Line(name, digits, max(n / seconds for n, seconds in found["epochs"]), found["peak"])


def made(folder: Path, count: int) -> Path:
    """The folder with so many digits, which are made where they are not there yet."""
    place = folder / str(count)
    if not place.exists():
        command = [sys.executable, "-m", "groundup", "data", "make", str(count), str(place)]
        subprocess.run(command, check=True)
    return place


def measured(folder: Path) -> list[Line]:
    lines = [measure("in memory", made(folder, SIZES[0]), "--epochs", "5")]
    for count in SIZES:
        epochs = "5" if count == SIZES[0] else "1"
        lines.append(measure("from disk", made(folder, count), "--stream", "--epochs", epochs))
    return lines


def verdicts(lines: list[Line]) -> list[str]:
    """What was promised, each with what was found."""
    memory, *streamed = lines
    rates = [line.rate for line in streamed]
    found = (
        ("flat", max(rates) / min(rates), FLAT, "×"),
        ("slower than in memory", memory.rate / min(rates), SLOWER, "×"),
        ("memory", max(line.peak for line in streamed), MEMORY, " MiB"),
    )
    return [
        f"{name}: {value:.3g}{unit}, at most {most:g}{unit} are allowed: "
        f"{'yes' if value <= most else 'NO'}"
        for name, value, most, unit in found
    ]


def page(lines: list[Line]) -> str:
    """The table in Markdown, with machine and date."""
    load = os.getloadavg()[0]
    processor = re.search(r"model name\s*:\s*(.*)", Path("/proc/cpuinfo").read_text())
    words = [
        f"On an {processor[1] if processor else platform.machine()}, {os.cpu_count()} cores, load "
        f"{load:.1f}, {datetime.date.today()}, by `python -m bench.streaming`:",
        "",
        "| 784-30-10, float32, one thread | digits | digits a second | peak memory |",
        "|---|---:|---:|---:|",
        *(
            f"| {line.name} | {line.digits:,} | {line.rate:,.0f} | {line.peak:.0f} MiB |"
            for line in lines
        ),
    ]
    return "\n".join(words)


def write(file: Path, text: str) -> None:
    """Puts the table between its marks in a page."""
    before, _, rest = file.read_text(encoding="utf-8").partition(PAGE[0])
    after = rest.partition(PAGE[1])[2]
    file.write_text(f"{before}{PAGE[0]}\n{text}\n{PAGE[1]}{after}", encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "digits")
    parser.add_argument("--write", type=Path, help="a page with marks for the table")
    given = parser.parse_args()
    lines = measured(given.folder)
    print(page(lines))
    print(*verdicts(lines), sep="\n")
    if given.write:
        write(given.write, page(lines))


if __name__ == "__main__":
    main()

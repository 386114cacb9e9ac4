"""What is asked of a wheel. Each check says in words what it found, raises NotRunError where this
machine cannot run it, and ends the command where the wheel fails it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import venv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from zipfile import ZipFile

from scripts.wheels import compiling, elf, emulation
from scripts.wheels.emulation import NotRunError
from scripts.wheels.targets import ARM, NATIVE, Target

ROOT = Path(__file__).parents[2]
KNOWN_BITS = compiling.BITS.with_suffix(".txt")
ENGINES_TESTS = ["-m", "pytest", "-q", "-p", "no:cacheprovider", "-o", "addopts="]
ENGINES_TESTS += ["--import-mode=importlib", "-k", "not wasm"]
# Under the emulator these fail: it takes more memory than one allows, and forks beside threads.
NOT_EMULATED = "not wasm and not too_little_memory and not forked_in_a_callback"
TESTS_NEED = ["pytest", "hypothesis"]


@dataclass(frozen=True)
class Built:
    target: Target
    wheel: Path
    work: Path  # a folder for its own use
    quick: bool = False

    @property
    def tests(self) -> list[str]:
        chosen = ["test_kernel_bits.py", "test_kernel_corners.py"] if self.quick else [""]
        return [*ENGINES_TESTS, *(str(ROOT / "tests" / "engines" / name) for name in chosen)]


def check(built: Built) -> tuple[str, str]:
    """What was checked, and what was not."""
    target, done, left = built.target, [], []
    runs = {NATIVE: runs_without_a_compiler, ARM: runs_on_an_emulated_arm}
    audits = [stable_abi, oldest_system] if target.system == "linux" else [stable_abi]
    for ask in [*audits, runs.get(target, gives_known_bits)]:
        try:
            done.append(ask(built))
        except NotRunError as problem:
            left.append(f"{'' if ask in audits else 'UNTESTED: '}{problem}")
    return "\n".join(done), "\n".join(left)


def stable_abi(built: Built) -> str:
    """Python 3.11's, and no symbol that is not in it."""
    said([tool("abi3audit"), "--strict", str(built.wheel)])
    return "abi3audit: stable ABI"


def oldest_system(built: Built) -> str:
    """Needs no newer system than its tag says."""
    if built.target.triple.endswith("musl"):
        return only_musl(built)
    shown = said([tool("auditwheel"), "show", str(built.wheel)])
    if f'"{built.target.platform}"' not in shown.replace("\n", " "):
        raise SystemExit(f"auditwheel: expected {built.target.platform}, got\n{shown}")
    return f"auditwheel: {built.target.platform}"


def only_musl(built: Built) -> str:
    """(On a system with glibc auditwheel takes glibc's libc.so for musl's.)"""
    extension = f"groundup/engines/{built.target.extension}"
    with ZipFile(built.wheel) as archive, archive.open(extension) as file:
        needed = elf.needed(file)
    if needed != ["libc.so"]:
        raise SystemExit(f"{built.wheel}: expected to need libc.so alone, needs {needed}")
    return "needs musl alone"


def runs_without_a_compiler(built: Built) -> str:
    """Installed in a fresh environment; with no other program on the path."""
    environment = built.work / "environment"
    venv.create(environment, with_pip=True)
    python = environment / "bin" / "python"
    said([str(python), "-m", "pip", "install", "-q", str(built.wheel), *TESTS_NEED])
    alone = {"PATH": str(python.parent)}
    version = said([str(python.with_name("groundup")), "--version"], alone).strip()
    if "kernel (" not in version:
        raise SystemExit(f"groundup --version: expected a kernel, got {version}")
    told = said([str(python), *built.tests], alone)
    return f"no compiler: {version.partition('engine ')[2]}, engines' tests: {last_line(told)}"


def runs_on_an_emulated_arm(built: Built) -> str:
    python = emulation.arm_python(built.wheel, TESTS_NEED, built.work)
    told = said([*python, *built.tests, "-k", NOT_EMULATED])
    return f"emulated Cortex-A72: engines' tests: {last_line(told)}"


def gives_known_bits(built: Built) -> str:
    """The kernel without Python."""
    runner = emulation.runner(built.target, built.work)  # refuses before anything is compiled
    program = compiling.program_of_bits(built.target, built.work)
    lines = said([*runner.command, str(program)], runner.environment).split("\n")
    lines = [line.strip() for line in lines if line.strip()]
    known = KNOWN_BITS.read_text(encoding="ascii").splitlines()
    arm = built.target.triple.startswith("aarch64")  # which rounds as AVX2 does
    asked = [line.replace("baseline", "avx2") if arm else line for line in lines]
    if not asked or not set(asked) <= set(known):
        raise SystemExit(f"{program}: expected lines of {KNOWN_BITS}, got\n" + "\n".join(lines))
    variants = ", ".join(dict.fromkeys(line.split()[0] for line in lines))
    return f"without Python, {runner.name}: GCC's bits ({variants})"


def tool(name: str) -> str:
    """A program that came with the extra `release`."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    found = shutil.which(name, path=path)
    if not found:
        raise NotRunError(f"{name} is not installed (pip install '.[release]')")
    return found


def last_line(told: str) -> str:
    return told.strip().splitlines()[-1].partition(" in ")[0]


def said(command: Sequence[str], environment: dict[str, str] | None = None) -> str:
    """What a command said; with `environment`, and no other variable where that has a PATH."""
    given = environment or {}
    inherited = {} if "PATH" in given else os.environ.copy()
    inherited.pop("PYTHONPATH", None)
    environment = inherited | given
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    if done.returncode:
        end = "\n".join((done.stdout + done.stderr).splitlines()[-40:])
        raise SystemExit(f"{' '.join(command)} ended with {done.returncode}:\n{end}")
    return done.stdout

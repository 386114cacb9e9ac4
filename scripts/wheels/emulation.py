"""Other processors and systems on this one: ARM by qemu-user, Windows by Wine."""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from scripts.wheels.targets import Target

QEMU = ["qemu-aarch64", "-cpu", "cortex-a72"]  # with its default NumPy's own products are wrong
DEBIAN_PACKAGES = ["python3-minimal", "libpython3-stdlib", "libstdc++6"]


class NotRunError(Exception):
    """This machine cannot run it; says why."""


class Runner(NamedTuple):
    name: str
    command: list[str]
    environment: dict[str, str]


def runner(target: Target, folder: Path) -> Runner:
    """How to run a program without Python that was compiled for the target."""
    if target.system == "macos":
        raise NotRunError("nothing but a Mac runs it")
    if target.system == "windows":
        wine = {"WINEPREFIX": str(folder / "wine"), "WINEDEBUG": "-all"}
        return Runner("under Wine", [found("wine", "wine")], wine)
    if target.triple.startswith("aarch64"):
        return Runner("on an emulated Cortex-A72", [found(QEMU[0], "qemu-user"), *QEMU[1:]], {})
    if (platform.system(), platform.machine()) != ("Linux", "x86_64"):
        raise NotRunError("nothing but Linux on x86-64 runs it")
    return Runner("here", [], {})


def found(program: str, package: str) -> str:
    if path := shutil.which(program):
        return path
    raise NotRunError(f"there is no {program} (apt-get install {package})")


def arm_python(wheel: Path, more: Sequence[str], folder: Path) -> list[str]:
    """The command of a Python for ARM that has the wheel and `more` packages. It finds itself as
    sys.executable, so that programs it starts are emulated, too."""
    qemu = found(QEMU[0], "qemu-user")
    root, site = debian_for_arm(folder), folder / "site"
    (python,) = (root / "usr" / "bin").glob("python3.[0-9]*")
    version = python.name.removeprefix("python")
    command = [sys.executable, "-m", "pip", "install", "-q", "--target", str(site)]
    command += ["--only-binary=:all:", "--python-version", version]
    command += [f"--platform=manylinux_2_{minor}_aarch64" for minor in range(17, 41)]
    subprocess.run([*command, str(wheel), *more], check=True)
    script = folder / "python"
    script.write_text(
        f'#!/bin/sh\nexport PYTHONPATH="{site}" PYTHONDONTWRITEBYTECODE=1\n'
        f'exec {qemu} {" ".join(QEMU[1:])} -L "{root}" "{python}" "$@"\n'
    )
    script.chmod(0o755)
    (site / "sitecustomize.py").write_text(f"import sys\nsys.executable = {str(script)!r}\n")
    return [str(script)]


def debian_for_arm(folder: Path) -> Path:
    """Debian's Python for ARM, unpacked beside this system's own files."""
    for program in ("apt-get", "dpkg"):
        found(program, program)
    state, root = folder / "apt", folder / "root"
    for name in ("lists/partial", "archives/partial"):
        (state / name).mkdir(parents=True)
    (state / "status").touch()
    settings = folder / "apt.conf"
    settings.write_text(
        'APT::Architecture "arm64"; APT::Architectures { "arm64"; };\n'
        f'Dir::State "{state}"; Dir::State::status "{state}/status"; Dir::Cache "{state}";\n'
    )
    environment = os.environ | {"APT_CONFIG": str(settings)}
    apt = ["apt-get", "-qq", "-y", "--no-install-recommends", "--download-only"]
    for command in (["update"], ["install", *DEBIAN_PACKAGES]):
        subprocess.run([*apt, *command], stdout=subprocess.DEVNULL, env=environment, check=True)
    (root / "usr").mkdir(parents=True)
    for name in ("bin", "lib"):
        (root / name).symlink_to(f"usr/{name}")
    for package in sorted((state / "archives").glob("*.deb")):
        subprocess.run(["dpkg", "-x", str(package), str(root)], check=True)
    return root

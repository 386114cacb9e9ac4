"""From the sources to an archive of them, and to wheels: one without a kernel is built, and each
target's gets its own kernel and tag. The same sources make the same bytes."""

from __future__ import annotations

import base64
import hashlib
import os
import re
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from scripts.wheels.targets import Target

ROOT = Path(__file__).parents[2]
SHIPPED = ["setup.py", "pyproject.toml", "MANIFEST.in", "README.md", "LICENSE", "src"]
NEVER = shutil.ignore_patterns("*.so", "*.pyd", "__pycache__", "*.egg-info", "build")


def source_archive(folder: Path, work: Path) -> Path:
    """The sdist, of a copy, so that nothing that was built here gets into it."""
    copied = work / "copied"
    copied.mkdir()
    for name in SHIPPED:
        path = ROOT / name
        if path.is_dir():
            shutil.copytree(path, copied / name, ignore=NEVER)
        else:
            shutil.copy(path, copied)
    return folder / setuptools("build_sdist", copied, folder)


def bare_wheel(archive: Path, work: Path) -> Path:
    """A wheel without a kernel, made of the sdist, which is whole if this is."""
    with tarfile.open(archive) as file:
        file.extractall(work, filter="data")
    return work / setuptools("build_wheel", work / archive.name.removesuffix(".tar.gz"), work)


def setuptools(hook: str, source: Path, to: Path) -> str:
    program = "import sys; from setuptools import build_meta as backend; "
    program += f"made = backend.{hook}(sys.argv[1]); print('made', made)"
    done = subprocess.run(
        [sys.executable, "-c", program, str(to.resolve())],
        cwd=source,
        env=os.environ | {"CC": "/no/compiler"},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SystemExit(f"{hook} failed:\n{done.stdout}{done.stderr}")
    return done.stdout.split()[-1]


def pack(bare: Path, library: Path, target: Target, folder: Path) -> Path:
    """The target's wheel: the bare one with its kernel and its tag."""
    project = "-".join(bare.name.split("-")[:2])
    information, tag = f"{project}.dist-info", f"cp311-abi3-{target.platform}"
    with ZipFile(bare) as archive:
        contents = {name: archive.read(name) for name in archive.namelist() if name[-1] != "/"}
    kernel = f"groundup/engines/{target.extension}"
    if any(name.startswith("groundup/engines/_native") for name in contents):
        raise SystemExit(f"{bare} has a kernel already; expected one without")
    contents[kernel] = library.read_bytes()
    wheel = f"{information}/WHEEL"
    tagged = re.sub(rb"(?m)^Tag: .*$", f"Tag: {tag}".encode(), contents[wheel])
    contents[wheel] = re.sub(rb"(?m)^(Root-Is-Purelib:).*$", rb"\1 false", tagged)
    del contents[f"{information}/RECORD"]
    contents = dict(sorted(contents.items()))
    lines = [f"{name},{digest(content)}\n" for name, content in contents.items()]
    contents[f"{information}/RECORD"] = "".join([*lines, f"{information}/RECORD,,\n"]).encode()
    made = folder / f"{project}-{tag}.whl"
    write(made, contents)
    return made


def digest(content: bytes) -> str:
    of_it = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
    return f"sha256={of_it},{len(content)}"


def write(made: Path, contents: dict[str, bytes]) -> None:
    with ZipFile(made, "w", ZIP_DEFLATED) as archive:
        for name, content in contents.items():
            entry = ZipInfo(name, (2020, 1, 1, 0, 0, 0))
            entry.external_attr = 0o100644 << 16
            entry.compress_type = ZIP_DEFLATED
            archive.writestr(entry, content)

"""Builds the optional C kernel; everything else about the package is in pyproject.toml.

For the kernel's own tests, GROUNDUP_WERROR=1 makes warnings errors, and GROUNDUP_SANITIZE builds
with AddressSanitizer and UndefinedBehaviorSanitizer ("memory") or ThreadSanitizer ("threads"); with
either, a kernel that does not compile ends the build. Otherwise the package is installed without
it, and trains with NumPy.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import chain
from pathlib import Path
from typing import Any

from setuptools import Extension, setup
from setuptools.command.build_ext import build_ext
from setuptools.modified import newer_group

SOURCES = Path("src/groundup/engines/_kernel")
LIMITED_API = "0x030B0000"  # Python 3.11
STRICT = os.environ.get("GROUNDUP_WERROR") == "1"
SANITIZE = os.environ.get("GROUNDUP_SANITIZE", "")


class BuildKernel(build_ext):
    """Compiles with the options that the compiler at hand understands."""

    def build_extensions(self) -> None:
        for extension in self.extensions:
            if self.compiler.compiler_type == "msvc":
                extension.extra_compile_args = ["/O2", "/std:c11", "/experimental:c11atomics"]
            else:
                extension.extra_compile_args = unix_options()
                extension.extra_link_args = sanitizers()
                extension.libraries = ["m", "pthread"]
        self.compiler.compile = side_by_side(self.compiler.compile)
        super().build_extensions()

    def build_extension(self, ext: Extension) -> None:
        # An older one would be installed in its stead where this does not compile.
        built = Path(self.get_ext_fullpath(ext.name))
        if STRICT or SANITIZE or newer_group([*ext.sources, *ext.depends], built):
            built.unlink(missing_ok=True)
        super().build_extension(ext)


def side_by_side(compiles: Callable[..., list[str]]) -> Callable[..., list[str]]:
    """The same, of as many files at once as there are cores. The first is compiled alone, which
    makes the folders."""

    def compile_all(sources: list[str], *given: Any, **named: Any) -> list[str]:
        def compiled(source: str) -> list[str]:
            return compiles([source], *given, **named)

        with ThreadPoolExecutor(os.cpu_count()) as pool:
            return [*compiled(sources[0]), *chain.from_iterable(pool.map(compiled, sources[1:]))]

    return compile_all


def unix_options() -> list[str]:
    # Never -ffast-math: linked in, it changes the floating-point mode of the whole process.
    # These two only say that nobody reads errno or the exception flags afterwards.
    options = ["-O3", "-std=gnu11", "-fno-math-errno", "-fno-trapping-math", "-fvisibility=hidden"]
    if STRICT:
        options += ["-Wall", "-Wextra", "-Werror"]
    return options + sanitizers()


def sanitizers() -> list[str]:
    if not SANITIZE:
        return []
    chosen = {"memory": "address,undefined", "threads": "thread"}[SANITIZE]
    # Python's own options may have -fwrapv, with which no overflow of integers is an error.
    return [f"-fsanitize={chosen}", "-fno-sanitize-recover=undefined", "-fno-wrapv", "-g1", "-O1"]


if __name__ == "__main__":  # scripts/wheels takes the options above
    setup(
        ext_modules=[
            Extension(
                "groundup.engines._native",
                sources=sorted(str(path) for path in SOURCES.glob("*.c")),
                depends=["setup.py", *sorted(str(path) for path in SOURCES.glob("*.h"))],
                define_macros=[("Py_LIMITED_API", LIMITED_API)],
                py_limited_api=True,
                optional=not (STRICT or SANITIZE),
            )
        ],
        options={"bdist_wheel": {"py_limited_api": "cp311"}},
        cmdclass={"build_ext": BuildKernel},
    )

"""Builds the optional C kernel; everything else about the package is in pyproject.toml.

For the kernel's own tests, GROUNDUP_WERROR=1 makes warnings errors, and GROUNDUP_SANITIZE builds
with AddressSanitizer and UndefinedBehaviorSanitizer ("memory") or ThreadSanitizer ("threads"); with
either, a kernel that does not compile ends the build. Otherwise the package is installed without
it, and trains with NumPy.
"""

from __future__ import annotations

import os
from pathlib import Path

from setuptools import Extension, setup
from setuptools.command.build_ext import build_ext

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
        super().build_extensions()

    def build_extension(self, ext: Extension) -> None:
        # One of an earlier build would be installed in its stead where this does not compile.
        Path(self.get_ext_fullpath(ext.name)).unlink(missing_ok=True)
        super().build_extension(ext)


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
    return [f"-fsanitize={chosen}", "-fno-sanitize-recover=undefined", "-fno-wrapv", "-g", "-O1"]


if __name__ == "__main__":  # scripts/wheels takes the options above
    setup(
        ext_modules=[
            Extension(
                "groundup.engines._native",
                sources=sorted(str(path) for path in SOURCES.glob("*.c")),
                depends=sorted(str(path) for path in SOURCES.glob("*.h")),
                define_macros=[("Py_LIMITED_API", LIMITED_API)],
                py_limited_api=True,
                optional=not (STRICT or SANITIZE),
            )
        ],
        options={"bdist_wheel": {"py_limited_api": "cp311"}},
        cmdclass={"build_ext": BuildKernel},
    )

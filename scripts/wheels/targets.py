"""The systems that get a wheel."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Target:
    triple: str  # as Zig names it, with the oldest system that it is for
    platform: str  # as the wheel's tag names it

    @property
    def system(self) -> str:
        return self.triple.split("-")[1].partition(".")[0]  # linux, macos or windows

    @property
    def extension(self) -> str:
        """The extension's file, as Python looks for it there."""
        return "_native.pyd" if self.system == "windows" else "_native.abi3.so"


NATIVE = Target("x86_64-linux-gnu.2.17", "manylinux_2_17_x86_64")
ARM = Target("aarch64-linux-gnu.2.17", "manylinux_2_17_aarch64")
TARGETS = [
    NATIVE,
    ARM,
    Target("x86_64-linux-musl", "musllinux_1_2_x86_64"),
    Target("aarch64-linux-musl", "musllinux_1_2_aarch64"),
    Target("aarch64-macos.11.0", "macosx_11_0_arm64"),
    Target("x86_64-macos.10.15", "macosx_10_15_x86_64"),
    Target("x86_64-windows-gnu", "win_amd64"),
]

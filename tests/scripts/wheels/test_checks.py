"""What the command says that it checked is what it ran."""

from __future__ import annotations

from pathlib import Path

import pytest

from scripts.wheels import checks, emulation
from scripts.wheels.targets import TARGETS, Target

MAC = next(target for target in TARGETS if target.system == "macos")
MUSL = next(target for target in TARGETS if target.platform == "musllinux_1_2_x86_64")
KNOWN = checks.KNOWN_BITS.read_text(encoding="ascii").splitlines()


@pytest.fixture
def built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> checks.Built:
    """Whose audits find nothing."""
    monkeypatch.setattr(checks, "stable_abi", lambda built: "audited")
    monkeypatch.setattr(checks, "oldest_system", lambda built: "audited")
    return checks.Built(MUSL, tmp_path / "some.whl", tmp_path)


def prints(built: checks.Built, lines: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """The program of bits is one that prints these lines."""
    program = built.work / "program"
    program.write_text("#!/bin/sh\n" + "".join(f"echo {line}\n" for line in lines))
    program.chmod(0o755)
    monkeypatch.setattr(checks.compiling, "program_of_bits", lambda target, folder: program)
    here = emulation.Runner("here", [], {})
    monkeypatch.setattr(checks.emulation, "runner", lambda target, folder: here)


def test_a_target_that_nothing_here_runs_is_called_untested(built: checks.Built) -> None:
    done, left = checks.check(checks.Built(MAC, built.wheel, built.work))
    assert done == "audited"
    assert left == "UNTESTED: nothing but a Mac runs it"


def test_known_bits_are_told_with_the_variants_that_gave_them(
    built: checks.Built, monkeypatch: pytest.MonkeyPatch
) -> None:
    prints(built, [line for line in KNOWN if line.startswith(("avx2", "baseline"))], monkeypatch)
    done, left = checks.check(built)
    assert done.endswith("GCC's bits (avx2, baseline)")
    assert left == ""


@pytest.mark.parametrize("lines", [[], [KNOWN[0][:-1] + "x"], ["avx2" + KNOWN[-1][8:]]])
def test_other_bits_fail(
    built: checks.Built, lines: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    prints(built, lines, monkeypatch)
    with pytest.raises(SystemExit, match="expected lines of"):
        checks.check(built)


def test_arm_must_round_as_avx2_does(built: checks.Built, monkeypatch: pytest.MonkeyPatch) -> None:
    arm = checks.Built(Target("aarch64-linux-musl", "any"), built.wheel, built.work)
    prints(arm, [line for line in KNOWN if line.startswith("baseline")], monkeypatch)
    with pytest.raises(SystemExit, match="expected lines of"):
        checks.check(arm)


def test_a_command_that_fails_ends_it_with_what_it_said(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="ended with 3:\nwhy"):
        checks.said(["sh", "-c", "echo why; exit 3"])


def test_a_command_that_gets_a_path_gets_nothing_else() -> None:
    environment = checks.said(["/usr/bin/env"], {"PATH": "/nowhere"}).split()
    assert environment == ["PATH=/nowhere"]


def test_a_missing_program_is_named_with_its_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(emulation.NotRunError, match=r"no wine .apt-get install wine"):
        emulation.found("wine", "wine")

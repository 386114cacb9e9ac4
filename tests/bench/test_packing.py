"""What four shades of grey cost, as the benchmark says it."""

from __future__ import annotations

import re

import pytest

from bench import packing


def test_four_shades_cost_next_to_nothing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["packing", "3", "2"])
    packing.main()
    whole, packed = map(float, re.findall(r"shades  ([\d.]+)%", capsys.readouterr().out))
    assert whole > 90
    assert packed > whole - 0.5

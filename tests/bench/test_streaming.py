"""The page of bench.streaming: its table stands between the marks, its verdicts say what holds."""

from __future__ import annotations

import pytest

from bench.streaming import Line, measure, page, verdicts, write

LINES = [
    Line("in memory", 50_000, 1_000_000.0, 140.0),
    Line("from disk", 50_000, 900_000.0, 120.0),
    Line("from disk", 5_990_000, 700_000.0, 290.0),
]


def test_the_table_takes_the_place_of_the_one_before(tmp_path):
    file = tmp_path / "page.md"
    file.write_text("before\n<!-- streaming -->\nold\n<!-- end of streaming -->\nafter\n")
    write(file, page(LINES))
    write(file, page(LINES))
    text = file.read_text()
    assert text.startswith("before\n")
    assert text.endswith("<!-- end of streaming -->\nafter\n")
    assert text.count("| from disk | 5,990,000 | 700,000 | 290 MiB |") == 1
    assert "old" not in text


def test_verdicts_hold_what_was_promised():
    assert [line.endswith("yes") for line in verdicts(LINES)] == [True, True, True]
    slow = [*LINES[:2], LINES[2]._replace(rate=400_000.0, peak=310.0)]
    assert [line.endswith("NO") for line in verdicts(slow)] == [True, True, True]


@pytest.mark.slow
def test_a_training_is_measured_in_a_process_of_its_own(tmp_path):
    from groundup.data.enlargement import enlarge

    enlarge(600, tmp_path / "made")
    line = measure("from disk", tmp_path / "made", "--stream", "--epochs", "2")
    assert line.digits == 500
    assert line.rate > 1000
    assert 20 < line.peak < 300

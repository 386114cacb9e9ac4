"""`groundup draw` and `groundup train --also`, as a user meets them."""

from __future__ import annotations

import base64
import json
import re
from pathlib import Path

import pytest

from groundup import Network
from groundup.cli import draw

QUICK = ("train", "--limit", "500", "--epochs", "1")


def drawings(count: int) -> str:
    one = {"strokes": [[[0.5, 0.5]]], "label": 7, "pixels": base64.b64encode(bytes(784)).decode()}
    return json.dumps({"format": "groundup drawings 1", "drawings": [one] * count})


def test_export_writes_a_page_and_says_what_to_do_with_it(groundup, tmp_path) -> None:
    run = groundup("draw", "--export", "page.html")
    assert run.returncode == 0, run.stderr
    assert re.match(r"saved page\.html: one page of 2\.\d\d MB with a 784-", run.stdout)
    assert "and 12,000 digits in it" in run.stdout.replace("\n", " ")
    assert "next: open it in a browser" in run.stdout
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert page.startswith("<!doctype html>")
    assert page.rstrip().endswith("</html>")


def test_export_takes_a_model_of_ones_own(groundup, tmp_path) -> None:
    Network([784, 12, 10], ["relu", "softmax"], "cross-entropy").save(tmp_path / "own.safetensors")
    run = groundup("draw", "own.safetensors", "--export", "page.html")
    assert run.returncode == 0, run.stderr
    assert "with a 784-12-10 network" in run.stdout
    assert "def softmax" in (tmp_path / "page.html").read_text(encoding="utf-8")


def test_export_takes_one_language_or_all(groundup, tmp_path) -> None:
    one = groundup("draw", "--export", "one.html", "--digits", "60", "--language", "en")
    assert one.returncode == 0, one.stderr
    page = (tmp_path / "one.html").read_text(encoding="utf-8")
    assert page.count("<option") == 1
    run = groundup("draw", "--export", "other.html", "--language", "xx")
    assert run.returncode == 2
    assert "--language must be one of all, en" in run.stderr
    assert not (tmp_path / "other.html").exists()


def test_without_a_name_it_says_where_the_page_is(groundup, tmp_path) -> None:
    Network([784, 12, 10]).save(tmp_path / "own.safetensors")
    run = groundup("draw", "own.safetensors", "--no-open", "--digits", "60")
    assert run.returncode == 0, run.stderr
    words = " ".join(run.stdout.split())
    found = re.match(r"saved (\S+groundup\.html): one page of .* with a 784-12-10 network", words)
    assert found
    page = Path(found[1])
    assert '"sizes":[784,12,10]' in page.read_text(encoding="utf-8")
    assert "and 60 digits in it next: open it in a browser" in words
    page.unlink()
    page.parent.rmdir()


def test_it_opens_the_page_in_a_browser(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    opened: list[str] = []
    for answer in (True, False):
        monkeypatch.setattr("webbrowser.open", lambda url, a=answer: opened.append(url) or a)
        assert draw.shown(tmp_path / "page.html") is answer
    assert opened == [(tmp_path / "page.html").as_uri()] * 2


def test_a_model_is_never_written_over(groundup, tmp_path) -> None:
    Network([784, 12, 10]).save(tmp_path / "own.model")
    before = (tmp_path / "own.model").read_bytes()
    run = groundup("draw", "own.model", "--export", "./own.model")
    assert run.returncode == 2
    assert "--export writes a page, not a model" in run.stderr
    assert (tmp_path / "own.model").read_bytes() == before


def test_a_model_for_something_else_is_refused(groundup, tmp_path) -> None:
    Network([2, 3, 1]).save(tmp_path / "xor.safetensors")
    run = groundup("draw", "xor.safetensors", "--export", "page.html")
    assert run.returncode == 2
    assert "from 784 pixels to 10 digits" in run.stderr
    assert "this one is 2-3-1" in run.stderr
    assert not (tmp_path / "page.html").exists()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("missing.safetensors", "--export", "page.html"), "missing.safetensors"),
        (("--export", "nowhere/page.html"), "there is no folder nowhere"),
        (("--export", "."), "is a folder"),
        (("--export", "digits.safetensors"), "groundup draw digits.safetensors --export page.html"),
        (("--export", "page.html", "--digits", "59"), "--digits must be a number from 60"),
        (("--digits", "60001"), "--digits must be a number from 60 to 60,000, not 60,001"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(groundup, arguments, message) -> None:
    run = groundup("draw", *arguments)
    assert run.returncode == 2
    assert message in run.stderr
    assert len(run.stderr.strip().splitlines()) == 1
    assert run.stdout == ""


def test_drawings_are_learned_from_too(groundup, tmp_path) -> None:
    (tmp_path / "mine.json").write_text(drawings(60))
    with_them = groundup(*QUICK, "--also", "mine.json", "--out", "a.safetensors")
    assert with_them.returncode == 0, with_them.stderr
    assert "the network also learns from 60 drawings in mine.json" in with_them.stdout
    assert "560 digits to learn from" in with_them.stdout
    without = groundup(*QUICK, "--out", "b.safetensors")
    assert without.returncode == 0
    a, b = (Network.load(tmp_path / f"{name}.safetensors") for name in "ab")
    assert (a.b[1] != b.b[1]).any()


def test_a_run_with_drawings_goes_on_with_them(groundup, tmp_path) -> None:
    (tmp_path / "mine.json").write_text(drawings(60))
    options = ("train", "--limit", "500", "--also", "mine.json", "--checkpoint", "run.safetensors")
    assert groundup(*options, "--epochs", "1").returncode == 0
    resume = ("train", "--resume", "run.safetensors")
    assert "the network also learns from 60 drawings in mine.json" in groundup(*resume).stdout
    (tmp_path / "other.json").write_text(drawings(59))
    run = groundup(*resume, "--also", "other.json")
    assert run.returncode == 2  # other digits: another run
    assert "training samples are not the same: 560 " in run.stderr


def test_a_file_that_is_none_of_drawings_is_refused(groundup, tmp_path) -> None:
    (tmp_path / "mine.json").write_text("{}")
    run = groundup(*QUICK, "--also", "mine.json")
    assert run.returncode == 2
    assert 'expected "format": "groundup drawings 1"' in run.stderr
    assert not (tmp_path / "digits.safetensors").exists()

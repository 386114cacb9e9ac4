"""The page as one file."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from pathlib import Path

import pytest

from groundup.errors import UserError
from groundup.page.building import KERNEL, STATIC, build, static
from groundup.page.digits import inflated
from groundup.page.encoding import default_network
from tests.page.reading import undense


@pytest.fixture(scope="module")
def page() -> str:
    return build(default_network())


@pytest.fixture(scope="module")
def rules(page: str) -> dict[str, str]:
    """The content security policy, by its directives."""
    found = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', page)
    assert found
    return dict(rule.split(" ", 1) for rule in found[1].split("; "))


def blocks(page: str, tag: str) -> list[str]:
    return re.findall(rf"<{tag}(?: data-name=[^>]*)?>(.*?)</{tag}>", page, re.DOTALL)


def test_it_is_small_enough_to_send(page: str) -> None:
    assert len(page.encode()) < 2_500_000
    assert len(re.findall('"parameters":"([^"]*)"', page)[0]) <= 500_000


def test_nothing_is_fetched(page: str) -> None:
    shell = re.sub(r"<script.*?</script>|<!--.*?-->", "", page, flags=re.DOTALL)
    for url in re.findall(r"""(?:src|href|action|url)\s*[=(]\s*["']?([^"'\s>)]+)""", shell):
        assert url.startswith("data:")
    ours = [script for script in blocks(page, "script") if "roundup" in script]
    assert len(ours) >= 30
    for script in ours:
        script = script.replace("http://www.w3.org/2000/svg", "")  # a name, no address
        assert not re.search(r"https?://|fetch\(|XMLHttpRequest|WebSocket|EventSource", script)


def test_the_policy_lets_only_what_is_there_run(page: str, rules: dict[str, str]) -> None:
    assert rules["default-src"] == "'none'"
    assert rules["connect-src"] == "'none'"
    assert rules["img-src"] == "data: blob:"
    assert rules["worker-src"] == "blob:"
    hashes = {
        f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
        for text in blocks(page, "script")
    }
    assert set(rules["script-src"].split()) == hashes | {"'unsafe-eval'", "'wasm-unsafe-eval'"}
    assert "unsafe-inline" not in page.split("</head>")[0]
    assert not re.search(r"""\s(?:style|on\w+)=["']""", page.split("<script", 1)[0])


def test_it_carries_as_many_digits_as_are_wanted(page: str) -> None:
    assert '"digits":{"train":10000,"validation":2000}' in page
    assert '"digits":{"train":50,"validation":10}' in build(default_network(), 60)
    for count in (59, 60_001):
        with pytest.raises(UserError, match=f"from 60 to 60,000 digits, not {count:,}"):
            build(default_network(), count)


def test_it_carries_the_kernel(page: str) -> None:
    found = re.search(r'id="kernel">([^<]*)<', page)
    assert found
    assert inflated(undense(found[1])) == (KERNEL / "kernel.wasm").read_bytes()


def test_it_carries_python_and_the_known_wrong_answers(page: str) -> None:
    assert "brython.info" in unpacked(page, "brython")
    known = json.loads(unpacked(page, "mistakes"))
    assert len(known["mistakes"]) > 300


def unpacked(page: str, name: str) -> str:
    found = re.search(rf'id="{name}">([^<]*)<', page)
    assert found
    return bytes(inflated(undense(found[1]))).decode()


def test_it_carries_the_notices(page: str) -> None:
    comment = re.search("<!--(.*?)-->", page, re.DOTALL)
    assert comment
    for part in (comment[1], page.split("<footer>")[1].split("<script")[0]):
        assert "MIT License" in part
        assert "Copyright (c) 2012, Pierre Quentel" in part
        assert "Redistributions in binary" in part
        assert "MNIST" in part
        assert "Attribution-ShareAlike 3.0" in part


def test_our_notice_is_our_licence() -> None:
    licence = (Path(__file__).parents[2] / "LICENSE").read_text(encoding="utf-8")
    squeezed = " ".join((STATIC / "notices.txt").read_text(encoding="utf-8").split())
    assert " ".join(licence.split("---")[0].split("\n\n", 2)[2].split()) in squeezed


def test_data_cannot_end_its_script(page: str) -> None:
    carried = re.search(r'id="carried">(.*?)</script>', page, re.DOTALL)
    assert carried
    assert "<" not in carried[1]


def test_every_placeholder_is_filled(page: str) -> None:
    wanted = re.findall(r"\{\{\w+\}\}", static("page.html"))
    assert len(wanted) > 15
    assert [one for one in wanted if one in page] == []


def test_scripts_are_short_enough_to_read() -> None:
    for file in STATIC.glob("*.js"):
        assert len(file.read_text(encoding="utf-8").splitlines()) <= 155, file.name


def test_building_again_gives_the_same(page: str) -> None:
    assert build(default_network()) == page


def test_scripts_have_names_for_workers_to_be_made_of_them(page: str) -> None:
    names = re.findall(r'<script(?: type="text/plain")? data-name="(\w+)">', page)
    assert len(names) == len(set(names)) >= 50
    assert {"kernel", "task", "workers", "learner"} <= set(names)

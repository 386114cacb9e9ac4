"""The page in other languages: what it packs, which it chooses, and what stays as it is."""

from __future__ import annotations

import base64
import json
import random
import re
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path

import pytest

from groundup.page import languages
from groundup.page.building import build, static
from groundup.page.encoding import default_network, squeezed
from groundup.page.markup import worded
from scripts import javascript
from scripts.chromium import train, wait
from tests.page.reading import answer, show, undense, unsqueezed

GERMAN = {
    "page": {"subtitle": "Zeichne eine Ziffer.", "undo": "Zurück", "canvas": "Zeichne hier"},
    "html": {"python": "<code>w</code> sind die <em>Gewichte</em>."},
    "answer": {"sure": "Das ist {a} ({output})."},
    "digit": {"a": "eine {digit}", "an": "eine {digit}"},
    "network": {"about": "Das Netz: {sizes}, {activations}."},
}
ARABIC = {
    "page": {"undo": "تراجع"},
    "tabs": {"draw": "ارسم"},
    "network": {"about": "الشبكة: {sizes}، {activations}."},
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two languages, of which there is little."""
    made = tmp_path_factory.mktemp("languages")
    for code, texts in (("de", GERMAN), ("ar", ARABIC)):
        (made / f"{code}.json").write_text(json.dumps(texts), encoding="utf-8")
    return made


@pytest.fixture(autouse=True)
def few(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(languages, "FOLDER", folder)


@pytest.fixture(scope="module")
def speaking(folder: Path) -> Iterator[Path]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(languages, "FOLDER", folder)
        page = folder / "page.html"
        page.write_text(build(default_network(), 60), encoding="utf-8")
    yield page
    page.unlink()


@pytest.fixture(scope="module")
def node() -> Iterator[javascript.Call]:
    if reason := javascript.missing("node"):
        pytest.skip(reason)
    scripts = ["globalThis.groundup = {}", static("decode.js"), static("lzma.js")]
    with javascript.opened("node", scripts) as call:
        yield call


def test_english_comes_first_and_then_what_there_are_texts_in() -> None:
    assert languages.offered() == ["en", "de", "ar"]


def test_what_a_language_lacks_is_said_in_english() -> None:
    texts = languages.table("de")
    assert texts["page"]["undo"] == "Zurück"
    assert texts["page"]["clear"] == "Clear"
    assert list(dict(languages.flat(texts))) == list(dict(languages.flat(languages.english())))


def test_tables_are_packed_in_the_order_of_the_english_one() -> None:
    data = unsqueezed(undense(languages.packed(["de", "ar"])))
    steps, _, letters = data.partition(languages.END)
    alphabet = list(accumulate(map(ord, steps.decode())))
    texts = "".join(chr(alphabet[letter]) for letter in letters).split(languages.BETWEEN)
    names = [name for name, _ in languages.flat(languages.english())]
    assert len(texts) == 2 * len(names)
    undo, clear = names.index("page.undo"), names.index("page.clear")
    assert texts[undo] == "Zurück"
    assert texts[len(names) + undo] == "تراجع"
    assert texts[clear] == ""


def test_tags_say_the_names_of_their_texts() -> None:
    texts = {"page.a": "A & B", "page.b": "B", "html.c": "<b>C</b>"}
    page = '<p title="{{t:page.b}}">{{t:page.a}}</p><i>{{x}}</i><div>{{t:html.c}}</div>'
    assert worded(page, texts) == (
        '<p title="B" data-text="title=page.b page.a">A &amp; B</p><i>{{x}}</i>'
        '<div data-text="html.c"><b>C</b></div>'
    )


def test_a_text_that_stands_alone_can_be_replaced() -> None:
    """Another text in the same element would go with it."""
    for tag, _, rest in re.findall(r"<(\w+)([^<>]*)>\{\{t:[\w.]+\}\}(.*)", static("page.html")):
        assert rest.startswith(f"</{tag}>"), rest


def test_a_page_of_one_language_has_nothing_else(folder: Path) -> None:
    page = build(default_network(), 60, "ar")
    assert '<html lang="ar" dir="rtl">' in page
    assert "تراجع" in page
    assert re.search(r'id="languages"></script>', page)
    assert "Zurück" not in page
    assert page.count("<option") == 1


PACKED = {
    "nothing": b"",
    "one letter": b"a",
    "one run": b"a" * 1000,
    "far apart": bytes(range(256)) * 2 + b"again" + bytes(300_000) + bytes(range(256)) + b"again",
    "words": b"to be or not to be, that is the question; " * 3,
    "texts": static("texts.json").encode(),
    "script": static("train.js").encode() * 2,
}


@pytest.mark.parametrize("name", PACKED)
def test_texts_are_unpacked_as_they_were(node, name: str) -> None:
    assert unpacked(node, squeezed(PACKED[name])) == PACKED[name]


def test_chance_is_unpacked_as_it_was(node) -> None:
    chance = random.Random(0)
    for _ in range(20):
        data = bytes(chance.choices(range(chance.randint(1, 256)), k=chance.randint(1, 5000)))
        assert unpacked(node, squeezed(data)) == data


def test_a_damaged_text_is_an_error_and_no_endless_loop(node) -> None:
    whole = squeezed(PACKED["texts"])
    for cut in (0, 1, 10, len(whole) // 2):
        with pytest.raises(javascript.JavaScriptError, match="RangeError"):
            unpacked(node, whole[:cut])


def unpacked(node, data: bytes) -> bytes:
    function = (
        "({ data }) => groundup.decode.base64(groundup.unsqueeze(groundup.decode.bytes(data)))"
    )
    return base64.b64decode(node(function, {"data": base64.b64encode(data).decode()}))


# In a browser


def visit(browser, page: Path, search: str = "") -> None:
    """Opens the page with this at the end of its address."""
    browser.get("about:blank")
    browser.get(page.as_uri() + search)
    ready = "return 'ready' in document.documentElement.dataset"
    wait(lambda: browser.execute_script(ready), "the page to be ready")


def shown(browser, selector: str) -> str:
    """Its text, without the letters that say which way it runs."""
    text = browser.execute_script(
        "return document.querySelector(arguments[0]).textContent", selector
    )
    return re.sub("[\u2066-\u2069]", "", text)


def test_the_address_says_the_language(browser, speaking: Path) -> None:
    visit(browser, speaking, "?lang=de")
    root = browser.execute_script("return document.documentElement.cloneNode().outerHTML")
    assert 'lang="de" dir="ltr"' in root
    assert shown(browser, "header p") == "Zeichne eine Ziffer."
    assert shown(browser, "#clear") == "Clear"
    assert shown(browser, "#python .quiet em") == "Gewichte"
    label = "return document.getElementById('canvas').getAttribute('aria-label')"
    assert browser.execute_script(label) == "Zeichne hier"
    assert shown(browser, "#about").startswith("Das Netz: 784-")
    show(browser, 3)
    assert answer(browser) == "3"
    assert shown(browser, "#sentence").startswith("Das ist eine 3")
    assert browser.get_log("browser") == []


def test_the_browser_s_first_language_that_is_here_is_taken(browser, speaking: Path) -> None:
    for tags, language in (
        (["sv", "de-AT", "en"], "de"),
        (["sv", "it"], "en"),
        (["en", "de"], "en"),
    ):
        script = (
            f"Object.defineProperty(navigator, 'languages', {{ get: () => {json.dumps(tags)} }})"
        )
        added = browser.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": script})
        visit(browser, speaking)
        assert browser.execute_script("return groundup.language") == language
        browser.execute_cdp_cmd("Page.removeScriptToEvaluateOnNewDocument", added)


CHOOSE = """
    const select = document.getElementById("language");
    select.value = arguments[0];
    select.dispatchEvent(new Event("change"));
"""
TOLD = "return 'ready' in document.documentElement.dataset && groundup.language"


def test_a_language_that_was_chosen_stays(browser, speaking: Path) -> None:
    visit(browser, speaking, "?lang=de#train")
    browser.execute_script(CHOOSE, "ar")
    wait(lambda: browser.execute_script(TOLD) == "ar", "Arabic")
    assert browser.current_url.endswith("page.html#train")
    assert browser.execute_script("return document.documentElement.dir") == "rtl"
    visit(browser, speaking)
    assert shown(browser, "#undo") == "تراجع"
    assert browser.execute_script("return document.getElementById('language').value") == "ar"
    browser.execute_script(CHOOSE, "en")
    wait(lambda: browser.execute_script(TOLD) == "en", "English")
    assert shown(browser, "#undo") == "Undo"


def test_without_a_store_the_address_keeps_the_choice(browser, speaking: Path) -> None:
    full = (
        "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError') }"
    )
    added = browser.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": full})
    visit(browser, speaking)
    browser.execute_script(CHOOSE, "de")
    wait(lambda: browser.execute_script(TOLD) == "de", "German")
    assert browser.current_url.endswith("page.html?lang=de")
    browser.execute_script(CHOOSE, "en")
    wait(lambda: browser.execute_script(TOLD) == "en", "English")
    browser.execute_cdp_cmd("Page.removeScriptToEvaluateOnNewDocument", added)


def test_values_stand_apart_where_one_writes_to_the_left(browser, speaking: Path) -> None:
    visit(browser, speaking, "?lang=ar")
    about = browser.find_element("id", "about").get_attribute("textContent")
    assert about.startswith("\u2067الشبكة: \u2068784-")
    assert about.endswith("\u2069.\u2069")
    order = "return getComputedStyle(document.getElementById('editor')).direction"
    assert browser.execute_script(order) == "ltr"


def test_arrows_go_to_the_tab_beside(browser, speaking: Path) -> None:
    """The first tab is on the right where one writes to the left."""
    press = """
        const [tab] = document.querySelectorAll("[role=tab]");
        tab.focus();
        tab.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowLeft", bubbles: true }));
        return groundup.tabs.chosen;
    """
    visit(browser, speaking, "?lang=ar")
    assert browser.execute_script(press) == "train"
    visit(browser, speaking, "?lang=de")
    assert browser.execute_script(press) == "inside"


def test_a_copy_speaks_what_the_page_speaks(browser, speaking: Path, tmp_path: Path) -> None:
    visit(browser, speaking, "?lang=de")
    train(browser)
    copy = tmp_path / "copy.html"
    saved = browser.execute_script("return groundup.copy.page(groundup.network)")
    copy.write_text(saved, encoding="utf-8")
    assert '<html lang="en" dir="ltr">' in saved
    assert ">Undo</button>" in saved
    visit(browser, copy)
    assert shown(browser, "#undo") == "Undo"
    visit(browser, copy, "?lang=de")
    assert shown(browser, "#undo") == "Zurück"
    assert browser.get_log("browser") == []

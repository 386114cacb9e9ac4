"""Pictures of every view of `groundup draw`, for a person to look at.

    python -m scripts.screenshots FOLDER [--language CODE] [--readme]

Each view on a laptop (1366×768) and a telephone, upright and on its side, light and dark, as
FOLDER/VIEW-SCREEN-LIGHT.png: the whole page.
With --readme, docs/draw.png and docs/backprop.png too, the pictures in the README.
"""

from __future__ import annotations

import argparse
import base64
import io
import json
import tempfile
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from groundup.page.building import STATIC, build
from groundup.page.encoding import default_network
from groundup.page.languages import ENGLISH, offered
from scripts.chromium import (
    answered,
    chromium,
    connect,
    draw,
    missing,
    open_page,
    show_on,
    train,
    wait,
)

if TYPE_CHECKING:
    from selenium.webdriver import Chrome

SCREENS = {"laptop": (1366, 768), "phone": (390, 844), "sideways": (844, 390)}  # pixels
README = Path(__file__).parent.parent / "docs" / "draw.png"
README_WIDTH = 1440
BACKPROP, BACKPROP_HEIGHT = "backprop.png", 800
MARGIN = 16  # under the README's picture, in pixels
LEARNED = "return groundup.training.state.at > 30_000"
SATURATED = "return groundup.training.state.how.eta === 100"
EXAMPLES = json.loads((STATIC / "examples.json").read_text(encoding="utf-8"))


def take(
    browser: Chrome,
    folder: Path,
    screens: Mapping[str, tuple[int, int]] = SCREENS,
    language: str = ENGLISH,
    views: Iterable[str] = (),
) -> list[Path]:
    """Takes the pictures of these views, by default all of them; their files."""
    page, changed = folder / "page.html", folder / "changed.html"
    page.write_bytes(build(default_network()).encode())
    changed.write_bytes(page.read_bytes().replace(b"row[k] * x[k]", b"row[k] + x[k]"))
    taken = []
    for name, screen in screens.items():
        connect(browser, online=False)
        show_on(browser, *screen)
        open_page(browser, page, language)
        for view in views or VIEWS:
            VIEWS[view](browser)
            taken += photograph(browser, folder, f"{view}-{name}", screen)
        browser.execute_script("localStorage.clear()")
        open_page(browser, changed, language)
        taken += photograph(browser, folder, f"warning-{name}", screen)
    page.unlink()
    changed.unlink()
    return taken


def photograph(browser: Chrome, folder: Path, name: str, screen: tuple[int, int]) -> list[Path]:
    """The whole page as it is, light and dark; what else stays at the screen's end, at its own."""
    lay_down = """
        document.body.style.position = "relative";
        for (const bar of document.querySelectorAll(".path-bar")) bar.style.position = arguments[0];
    """
    browser.execute_script(lay_down, "absolute")
    files = []
    for dark in (False, True):
        show_on(browser, *screen, dark=dark)
        rest(browser)
        file = folder / f"{name}-{'dark' if dark else 'light'}.png"
        file.write_bytes(picture(browser, screen[0], height(browser), quickly=True))
        files.append(file)
    browser.execute_script(lay_down, "")
    return files


def height(browser: Chrome) -> int:
    """Of the whole page, in pixels."""
    return browser.execute_script("return document.documentElement.scrollHeight")


def rest(browser: Chrome) -> None:
    """Until all is painted, in the colours of now, and nothing moves any more."""
    answered(browser)
    painted = """
        for (const animation of document.getAnimations()) animation.finish();
        const corner = groundup.find("shares").getContext("2d").getImageData(0, 0, 1, 1).data;
        const paper = getComputedStyle(document.documentElement).getPropertyValue("--paper");
        const hex = [...corner.slice(0, 3)].map((part) => part.toString(16).padStart(2, "0"));
        return groundup.failed || paper.trim() === `#${hex.join("")}`;
    """
    frames = "requestAnimationFrame(() => requestAnimationFrame(arguments[0]))"
    wait(lambda: browser.execute_script(painted), "the pictures to be painted")
    browser.execute_async_script(frames)


def picture(browser: Chrome, width: int, height: int, *, quickly: bool = False) -> bytes:
    """The page's upper left, as a PNG; `quickly`, where it need not be small. Taken until two
    in a row are alike: in the first, some of what is below the screen may not be painted yet."""
    clip = {"x": 0, "y": 0, "width": width, "height": height, "scale": 1}
    asked = {"format": "png", "captureBeyondViewport": True, "clip": clip}
    asked["optimizeForSpeed"] = quickly
    before, now = "", "none yet"
    while before != now:
        before, now = now, browser.execute_cdp_cmd("Page.captureScreenshot", asked)["data"]
    return base64.b64decode(now)


def in_few_colours(png: bytes) -> bytes:
    """The same picture in 256 colours, which takes less than half as many bytes."""
    from PIL import Image  # with the extra `pictures`

    small = io.BytesIO()
    few = Image.open(io.BytesIO(png)).convert("RGB").quantize(256, dither=Image.Dither.NONE)
    few.save(small, "png", optimize=True)
    return small.getvalue()


# The views, each as the one before left the page


def load(browser: Chrome, digit: int) -> None:
    browser.execute_script("groundup.ink.load(arguments[0])", EXAMPLES[digit]["strokes"])
    answered(browser)


def draw_view(browser: Chrome) -> None:
    for digit in (3, 8, 5):
        load(browser, digit)
    browser.execute_script("groundup.ink.clear()")
    draw(browser, EXAMPLES[4]["strokes"])


def open_all(browser: Chrome) -> None:
    """The explanation of the answer, and what was folded away."""
    browser.execute_script(
        "for (const part of document.querySelectorAll('#draw details')) part.open = true"
    )


def error_view(browser: Chrome) -> None:
    change = """
        const code = groundup.find("code");
        code.value = code.value.replace("y.index(max(y))", "y.index(max(z))");
        code.dispatchEvent(new Event("input"));
        groundup.find("run").click();
    """
    browser.execute_script(change)


def corrections_view(browser: Chrome) -> None:
    browser.execute_script("groundup.find('reset-code').click()")
    for digit, label in ((7, 7), (1, 7), (2, 2)):
        load(browser, digit)
        browser.execute_script("groundup.find('labels').children[arguments[0]].click()", label)


def train_view(browser: Chrome) -> None:
    """The Train tab, once something is learned."""
    train(browser)
    load(browser, 3)
    browser.execute_script("groundup.training.go()")
    wait(lambda: browser.execute_script(LEARNED), "some training")
    browser.execute_script("groundup.training.pause()")
    rested = "return groundup.training.state.rate === null"
    wait(lambda: browser.execute_script(rested), "it to rest")


def settings_view(browser: Chrome) -> None:
    """What a new run begins with, and what can be told of the digits mixed up."""
    unfold(browser, "train-control", "train-mistakes")


def trouble_view(browser: Chrome) -> None:
    """A rate that is too large, and what else can be tried."""
    unfold(browser, "train-diagnosis")
    browser.execute_script("document.querySelector('[data-trial=saturated]').click()")
    wait(lambda: browser.execute_script(SATURATED), "the trial to begin")
    wait(lambda: browser.execute_script(LEARNED), "some training")
    browser.execute_script("groundup.training.pause()")
    rested = "return groundup.training.state.rate === null"
    wait(lambda: browser.execute_script(rested), "it to rest")


def unfold(browser: Chrome, *cards: str) -> None:
    """What these cards of the Train tab fold away, and no other."""
    browser.execute_script(
        "for (const part of document.querySelectorAll('#train details'))"
        " part.open = arguments[0].includes(part.closest('.train-card').classList[1])",
        cards,
    )


def unsure_view(browser: Chrome) -> None:
    scribble = [[(0.2 + 0.06 * i, 0.25 if i % 2 else 0.75) for i in range(11)]]
    browser.execute_script("groundup.ink.load(arguments[0])", scribble)


def door_view(browser: Chrome) -> None:
    """The nine slopes of the smallest network."""
    browser.execute_script("""
        groundup.training.leave();
        groundup.tabs.show("backprop");
        groundup.backprop.go("door");
        groundup.door.go("all");
        scrollTo(0, 0);
    """)
    settle(browser, "groundup.door.state.sent === null")


def backprop_view(browser: Chrome) -> None:
    """Backprop on the hard digit: which neurons pass the error on."""
    browser.execute_script("""
        groundup.tabs.show("backprop");
        groundup.backprop.go("own");
        groundup.own.take(groundup.carried.hard.strokes, groundup.carried.hard.digit);
        groundup.own.go(3);
        scrollTo(0, 0);
    """)
    settle(browser, "groundup.own.state.share === 1")


def settle(browser: Chrome, rested: str) -> None:
    wait(lambda: browser.execute_script(f"return {rested}"), "it to rest")


def practice_view(browser: Chrome) -> None:
    """A mistake named."""
    browser.execute_script("""
        groundup.backprop.go("write");
        const { backprop } = groundup.carried.lesson;
        const which = document.querySelector(".practice select");
        which.value = "whole";
        which.dispatchEvent(new Event("change"));
        const [slope, none] = ["each(mul, error, each(f_prime[l], z[l]))", "error"];
        groundup.practice.put(backprop.replace(slope, none));
    """)
    browser.execute_async_script("groundup.practice.check().then(arguments[0])")
    browser.execute_script(
        "for (let hint = 2; hint < 4; hint++)"
        " document.querySelectorAll('.practice .tools button')[1].click()"
    )


def inside_view(browser: Chrome) -> None:
    """A neuron switched off, a digit grown, a 4 made a 9."""
    browser.execute_script("""
        groundup.tabs.show("inside");
        groundup.neuron.open(0, groundup.inUse.picture.scene.chosen[0][2]);
        document.querySelector(".neuron [type=checkbox]").click();
        document.querySelector(".inside-change [value='9']").click();
        for (const slider of document.querySelectorAll(".film input")) {
            slider.value = slider.max;
            slider.dispatchEvent(new Event("input"));
        }
    """)


VIEWS: dict[str, Callable[[Chrome], object]] = {
    "empty": lambda browser: None,
    "draw": draw_view,
    "why": open_all,
    "error": error_view,
    "corrections": corrections_view,
    "unsure": unsure_view,
    "train": train_view,
    "settings": settings_view,
    "trouble": trouble_view,
    "door": door_view,
    "backprop": backprop_view,
    "practice": practice_view,
    "inside": inside_view,
}


def take_readme(browser: Chrome, file: Path = README) -> None:
    """The pictures in the README, on a wide screen: a digit drawn, down to the footer; and backprop
    on it, with a mistake named."""
    width = README_WIDTH
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "page.html"
        page.write_bytes(build(default_network()).encode())
        connect(browser, online=False)
        show_on(browser, width)
        open_page(browser, page)
    draw_view(browser)
    rest(browser)
    end = "return document.querySelector('#draw').getBoundingClientRect().bottom + scrollY"
    tall = int(browser.execute_script(end)) + MARGIN
    file.write_bytes(in_few_colours(picture(browser, width, tall)))
    backprop_view(browser)
    rest(browser)
    steps = picture(browser, width, BACKPROP_HEIGHT)
    (file.parent / BACKPROP).write_bytes(in_few_colours(steps))


def main() -> None:
    parser = argparse.ArgumentParser(description="Pictures of every view of groundup draw.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--language", choices=offered(), default=ENGLISH)
    parser.add_argument("--readme", action="store_true", help="make the README's again, too")
    options = parser.parse_args()
    if reason := missing():
        raise SystemExit(reason)
    options.folder.mkdir(parents=True, exist_ok=True)
    with chromium() as browser:
        taken = take(browser, options.folder.resolve(), language=options.language)
        print(f"wrote {len(taken)} pictures into {options.folder}")
        if options.readme:
            take_readme(browser)
            print(f"wrote {README} and {BACKPROP}")


if __name__ == "__main__":
    main()

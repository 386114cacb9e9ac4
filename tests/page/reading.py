"""What the page says, for its tests."""

from __future__ import annotations

import lzma
from typing import TYPE_CHECKING

import numpy as np

from groundup.page.encoding import LETTERS, LZMA, default_network, halved
from scripts.chromium import answered

if TYPE_CHECKING:
    from selenium.webdriver import Chrome


def a(digit: int) -> str:
    """A digit with its article."""
    return f"{'an' if digit == 8 else 'a'} {digit}"


def answer(page: Chrome) -> str:
    """What is written large, once the page has answered: a digit, "?", or nothing."""
    answered(page)
    return page.find_element("id", "answer").text


def sentence(page: Chrome) -> str:
    answered(page)
    return page.find_element("id", "sentence").text


def show(page: Chrome, digit: int) -> None:
    """One of the page's ten examples."""
    page.find_element("css selector", f"[data-example='{digit}']").click()
    answered(page)


def correct(page: Chrome, label: int) -> None:
    """Says which digit the drawing is, where the page has not read that."""
    answered(page)  # or the buttons of an earlier answer go as one presses them
    buttons = page.find_element("id", "labels")
    if not buttons.is_displayed():
        page.find_element("id", "disagree").click()
    buttons.find_element("css selector", f"[value='{label}']").click()


def undense(text: str) -> bytes:
    """The bytes that `groundup.page.encoding.dense` wrote."""
    values = [LETTERS.index(letter) for letter in text.encode()]
    pairs = zip(values[::2], values[1::2], strict=False)
    bits = "".join(f"{len(LETTERS) * one + other:013b}" for one, other in pairs)
    bits += f"{values[-1]:06b}" if len(values) % 2 else ""
    return bytes(int(bits[i : i + 8], 2) for i in range(0, len(bits) // 8 * 8, 8))


def unsqueezed(data: bytes) -> bytes:
    """What `groundup.page.encoding.squeezed` compressed."""
    return lzma.decompress(data, lzma.FORMAT_RAW, filters=[LZMA])


def network_text(page: Chrome) -> list[str]:
    """What the picture of the network says to who cannot see it, a sentence each."""
    script = "return [...document.querySelectorAll('#living .living > .aside p')]"
    return page.execute_script(f"{script}.map((one) => one.textContent)")


def rounded_network() -> tuple[list[np.ndarray], list[np.ndarray]]:
    """The default network's weights as the page has them."""
    network = default_network()
    w, b = ([halved(one).astype(float) for one in part] for part in (network.w, network.b))
    return w, b


def pixels(page: Chrome) -> np.ndarray:
    """Those of the drawing that was read last (784,), from 0 to 1."""
    return np.array(page.execute_script("return [...groundup.reading.pixels]")) / 255.0

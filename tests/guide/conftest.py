"""The built site, and a browser that no network reaches."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from scripts import figures
from scripts.chromium import chromium, connect, missing, show_as_before
from scripts.figures import activations, deep, filters, overfitting

if TYPE_CHECKING:
    from selenium.webdriver import Chrome


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "driver" in getattr(item, "fixturenames", ()):
            item.add_marker("browser")


MEASURED = {  # what takes longest to draw, by module: each trains many networks
    activations: ("learned", "dead"),
    deep: ("deep",),
    filters: ("unseen",),
    overfitting: ("unseen",),
}


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site, as `python -m scripts.site` builds it, but that most figures have numbers which
    nothing was trained for: `test_site.py` draws them as they are."""
    pytest.importorskip("zensical", reason="needs zensical: pip install '.[docs]'")
    from scripts.site.__main__ import build

    folder = tmp_path_factory.mktemp("built") / "site"
    with pytest.MonkeyPatch.context() as patch:
        for module, names in MEASURED.items():
            for name in names:
                patch.setattr(module, name, lambda *given: 0.9)
        build(folder)
    figures.figure.cache_clear()
    return folder


@pytest.fixture(scope="session")
def driver() -> Iterator[Chrome]:
    if reason := missing():
        pytest.skip(reason)
    with chromium() as browser:
        yield browser


@pytest.fixture
def browser(driver: Chrome) -> Iterator[Chrome]:
    """Cut off from every network; its console stays empty."""
    connect(driver, online=False)
    driver.get("about:blank")
    for log in ("browser", "performance"):
        driver.get_log(log)
    yield driver
    show_as_before(driver)
    assert driver.get_log("browser") == []

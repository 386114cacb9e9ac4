"""The site: what is filled into its pages, its links, and that it replaces nothing but a site."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tomllib
from importlib import metadata
from pathlib import Path
from unittest.mock import Mock

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from scripts import figures
from scripts.site import links, pages, parts
from scripts.site.__main__ import build
from scripts.site.blocks import blocks, with_live
from scripts.site.contents import CONTENTS

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"


@pytest.mark.slow
def test_it_builds_without_a_broken_link(site: Path) -> None:
    assert links.broken(site) == []
    assert (site / "index.html").exists()
    assert len(list(site.glob("guide/**/*.html"))) == len(list(DOCS.glob("guide/**/*.md")))


@pytest.mark.slow
def test_the_extra_docs_has_whatever_a_build_needs(tmp_path: Path) -> None:
    has = {"groundup", *installed_by("docs")}
    owners = metadata.packages_distributions()
    others = [top for top, by in owners.items() if not has & {canonicalize_name(n) for n in by}]
    made = subprocess.run(
        [sys.executable, "-c", f"OTHERS, FOLDER = {others}, {str(tmp_path)!r}\n{WITHOUT_OTHERS}"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert made.returncode == 0, made.stderr


WITHOUT_OTHERS = """
import sys
from pathlib import Path

class Missing:
    def find_spec(name, path=None, target=None):
        if name in OTHERS:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

sys.meta_path.insert(0, Missing)
from scripts import figures
from scripts.site import pages
figures.FIGURES.update(dict.fromkeys(figures.TRAINED, str))  # which import nothing more
pages.gather(Path(FOLDER))
"""


def installed_by(extra: str) -> set[str]:
    """The distributions that `pip install '.[extra]'` brings."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"][extra]]
    found: set[str] = set()
    while wanted:
        one = Requirement(wanted.pop())
        name = canonicalize_name(one.name)
        if name == "groundup":
            wanted += [w for e in one.extras for w in project["optional-dependencies"][e]]
        elif name not in found and (one.marker is None or one.marker.evaluate({"extra": ""})):
            found.add(name)
            wanted += metadata.requires(name) or []
    return found


def test_a_broken_link_and_another_server_are_told(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(
        '<a href="b.html#here">1</a> <a href="b.html#gone">2</a> <a href="c.html">3</a>'
        '<a href="https://example.org/">4</a> <img src="https://example.org/x.png">'
    )
    (tmp_path / "b.html").write_text('<p id="here">')
    assert links.broken(tmp_path) == [
        "a.html: https://example.org/x.png is on another server",
        "a.html: b.html#gone leads nowhere",
        "a.html: c.html leads nowhere",
    ]


def test_every_chapter_is_in_the_contents() -> None:
    for page in DOCS.glob("guide/**/*.md"):
        assert f"'{page.relative_to(DOCS).as_posix()}'" in str(CONTENTS)


def test_other_pages_of_docs_come_last() -> None:
    *_, last = pages.contents()
    assert "sweeping.md" in str(last)
    assert str(pages.contents()).count("architecture.md") == 1


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(name, marks=[pytest.mark.slow] * (name in figures.TRAINED))
        for name in figures.FIGURES
    ],
)
def test_a_figure_is_one_piece_of_html_and_says_what_it_shows(name: str) -> None:
    drawn = figures.figure(name)
    assert drawn.startswith("<figure")
    assert drawn.endswith("</figure>")
    assert "\n\n" not in drawn  # Markdown would begin a paragraph
    assert 'aria-label="' in drawn
    assert "nan" not in drawn


def test_what_a_page_asks_for_and_there_is_not_is_told() -> None:
    with pytest.raises(ValueError, match="expected one of figure"):
        parts.fill("<!-- put: nothing -->")
    with pytest.raises(ValueError, match="there is no figure 'x'"):
        parts.fill("<!-- put: figure x -->")


def test_blocks_are_found_with_their_marks_and_lines() -> None:
    page = "# A\n\n<!-- live -->\n```python\nx = 1\n```\n\n```sh\nls\n```\n"
    assert [(b.kind, b.text, b.mark, b.line) for b in blocks(page)] == [
        ("python", "x = 1\n", "live", 5),
        ("sh", "ls\n", "", 9),
    ]
    assert "```{ .python .live }\nx = 1\n```\n\n```sh" in with_live(page)
    assert "```{ .text .printed }\n1\n```\n" in with_live(page.replace("sh\nls", "text\n1"))


def test_links_to_sources_become_files_of_the_site(tmp_path: Path) -> None:
    page = DOCS / "guide" / "network.md"
    moved = pages.moved("../../examples/fit_a_curve.py", page, tmp_path)
    assert moved == "../files/examples/fit_a_curve.py.txt"
    assert "def fit(" in (tmp_path / "files/examples/fit_a_curve.py.txt").read_text()
    assert pages.moved("https://example.org", page, tmp_path) == "https://example.org"
    assert pages.moved("backprop.md#here", page, tmp_path) == "backprop.md#here"


def test_only_a_site_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("dear")
    for place in (tmp_path / "mine", tmp_path / "mine" / "letter.txt"):
        with pytest.raises(SystemExit, match="no folder, an empty one or a site"):
            build(place)  # at once, not after all the work
    assert (tmp_path / "mine" / "letter.txt").exists()


def test_without_room_the_old_site_stays(monkeypatch, tmp_path: Path) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    for folder, text in ((old, "old"), (new, "new")):
        folder.mkdir()
        (folder / "sitemap.xml").write_text(text)
    full = Mock(side_effect=shutil.Error([("a", "b", "No space left on device: 'b'")]))
    with monkeypatch.context() as patch:
        patch.setattr("shutil.copytree", full)
        with pytest.raises(SystemExit, match="old: the site cannot be written: No space left"):
            pages.replace(old, new)
    assert (old / "sitemap.xml").read_text() == "old"
    pages.replace(old, new)
    assert (old / "sitemap.xml").read_text() == "new"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["new", "old"]


def test_without_zensical_it_says_what_to_install(monkeypatch, tmp_path: Path) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(SystemExit, match=r"pip install '\.\[docs\]'"):
        build(tmp_path / "site")

"""python -m scripts.site FOLDER: builds the site there. A link that leads nowhere is an error."""

from __future__ import annotations

import argparse
import importlib.util
import subprocess
import sys
import tempfile
from pathlib import Path

from scripts.site import links, offline, pages


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m scripts.site", description=__doc__)
    parser.add_argument("folder", type=Path, help="where the site goes; what is there is replaced")
    build(parser.parse_args().folder)


def build(folder: Path) -> None:
    """Builds the site in `folder`. Exits with the messages where a page or a link is wrong."""
    pages.check(folder)
    if not importlib.util.find_spec("zensical"):
        sys.exit("zensical is missing; install it with pip install '.[docs]'")
    with tempfile.TemporaryDirectory(prefix="site-") as work:
        pages.gather(Path(work))
        made = subprocess.run(
            [sys.executable, "-m", "zensical", "build", "--clean", "--strict"],
            cwd=work,
            capture_output=True,
            text=True,
        )
        if made.returncode:
            reason = made.stdout.strip() or made.stderr.strip()
            sys.exit(f"{reason}\nthe site was not built")
        offline.finish(Path(work) / "site")
        broken = links.broken(Path(work) / "site")
        if broken:
            sys.exit("\n".join([*broken, "these links lead nowhere"]))
        pages.replace(folder, Path(work) / "site")
    count = len(list(folder.rglob("*.html")))
    print(f"{count} pages in {folder}: open {folder / 'index.html'}")


if __name__ == "__main__":
    main()

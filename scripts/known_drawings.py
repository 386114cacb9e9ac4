"""Writes the pixels of drawings anew, from their strokes and the reference: of those in
tests/page/drawings.json, and of the ten examples that the page carries.

    python scripts/known_drawings.py

For when the preprocessing is meant to change: the drawings are the known answers that Python's
version and the page's are tested against, to the byte.
"""

from __future__ import annotations

import base64
import json
from pathlib import Path

from groundup.page.preprocessing import preprocess

ROOT = Path(__file__).parent.parent
FILES = (ROOT / "tests/page/drawings.json", ROOT / "src/groundup/page/static/examples.json")


def main() -> None:
    for file in FILES:
        write(file)


def write(file: Path) -> None:
    drawings = json.loads(file.read_text(encoding="utf-8"))
    for drawing in drawings:
        drawing["pixels"] = base64.b64encode(preprocess(drawing["strokes"])).decode("ascii")
    lines = ",\n".join(json.dumps(drawing, ensure_ascii=False) for drawing in drawings)
    file.write_text(f"[\n{lines}\n]\n", encoding="utf-8")
    print(f"wrote {len(drawings)} drawings into {file}")


if __name__ == "__main__":
    main()

"""Writes the pixels in tests/page/drawings.json anew, from its strokes and the reference.

    python scripts/known_drawings.py

For when the preprocessing is meant to change: the drawings are the known answers that Python's
version and the page's are tested against, to the byte.
"""

from __future__ import annotations

import base64
import json
from pathlib import Path

from groundup.page.preprocessing import preprocess

FILE = Path(__file__).parent.parent / "tests" / "page" / "drawings.json"


def main() -> None:
    drawings = json.loads(FILE.read_text(encoding="utf-8"))
    for drawing in drawings:
        drawing["pixels"] = base64.b64encode(preprocess(drawing["strokes"])).decode("ascii")
    lines = ",\n".join(json.dumps(drawing, ensure_ascii=False) for drawing in drawings)
    FILE.write_text(f"[\n{lines}\n]\n", encoding="utf-8")
    print(f"wrote {len(drawings)} drawings into {FILE}")


if __name__ == "__main__":
    main()

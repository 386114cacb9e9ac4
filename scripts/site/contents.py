"""The site's contents: a title and a page each. Pages of docs/ that are not here come last."""

from __future__ import annotations

from typing import Any

CONTENTS: list[dict[str, Any]] = [
    {"groundup": "index.md"},
    {
        "First steps": [
            {"Start": "guide/start.md"},
            {"What a network is": "guide/network.md"},
            {"Backprop by hand": "guide/backprop.md"},
        ]
    },
    {
        "Reference": [
            {"Architecture": "architecture.md"},
        ]
    },
]

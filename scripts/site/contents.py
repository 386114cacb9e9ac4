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
        "The ladder": [
            {"Neurons": "guide/rungs/neurons.md"},
            {"Lists": "guide/rungs/lists.md"},
            {"Arrays": "guide/rungs/arrays.md"},
            {"Batches": "guide/rungs/batches.md"},
            {"Convolution": "guide/rungs/convolution.md"},
            {"Scalars": "guide/rungs/scalars.md"},
            {"Kernel": "guide/rungs/kernel.md"},
        ]
    },
    {
        "On your own": [
            {"Gone wrong": "guide/wrong.md"},
            {"Train well": "guide/training.md"},
            {"Which activation?": "guide/activations.md"},
            {"Why deep networks are hard to train": "guide/deep.md"},
            {"Am I fooling myself?": "guide/overfitting.md"},
            {"Check your own": "guide/yours.md"},
            {"Draw and share": "guide/share.md"},
            {"Everyday use": "guide/everyday.md"},
            {"Three ways to write backprop": "guide/footnote.md"},
            {"The book's listings": "guide/book.md"},
            {"Going further": "guide/further.md"},
        ]
    },
    {
        "In a class": [
            {"Teach with it": "guide/teaching.md"},
            {"A sheet of answers": "guide/answers.md"},
        ]
    },
    {"Words": "guide/glossary.md"},
    {
        "Reference": [
            {"Python": "guide/reference.md"},
            {"Architecture": "architecture.md"},
            {"Decisions": "decisions.md"},
            {"How it was measured": "guide/measured.md"},
        ]
    },
]

"""A report as SARIF 2.1.0, the format of OASIS that code hosts and editors read:
https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html"""

from __future__ import annotations

import hashlib
from collections import Counter
from pathlib import Path
from typing import Any
from urllib.parse import quote

from groundup.checking.model.report import Passage, Report
from groundup.checking.reference.catalogue import BY_SLUG
from groundup.checking.words.annotations import Annotation, annotate, place_in_words

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
EQUATIONS = "http://neuralnetworksanddeeplearning.com/chap2.html"  # what every rule follows from
ROOT = "%SRCROOT%"
VERDICTS = {
    "wrong": "The backprop is wrong.",
    "unchecked": "The backprop could not be checked.",
}
LAST_RIGHT = "This is the last right value before it."


def log(report: Report, file: Path | None, root: Path, version: str) -> dict[str, Any]:
    """The whole log, of one run, in which what is right has no results; paths are relative to
    `root`, the folder of the repository."""
    found = annotate(report, file) if report.verdict != "right" else []
    rules = list(dict.fromkeys(one.rule for one in found))
    driver = {"name": "groundup", "version": version, "rules": [rule(slug) for slug in rules]}
    seen = Counter[str]()
    results = [result(one, rules.index(one.rule), root, seen) for one in found]
    run = {
        "tool": {"driver": driver},
        "originalUriBaseIds": {ROOT: {"uri": f"{root.resolve().as_uri()}/"}},
        "columnKind": "unicodeCodePoints",
        "results": results,
    }
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def rule(slug: str) -> dict[str, Any]:
    """A mistake of the catalogue, or a verdict."""
    known = BY_SLUG.get(slug)
    sentence = known.sentence if known else VERDICTS[slug]
    formula = f" The rule, with its broken part marked: {known.formula}." if known else ""
    return {
        "id": slug,
        "shortDescription": {"text": sentence},
        "help": {"text": sentence + formula},
        "helpUri": EQUATIONS,
    }


def result(one: Annotation, index: int, root: Path, seen: Counter[str]) -> dict[str, Any]:
    """`seen` counts results that would have the same fingerprint."""
    print_of_it = fingerprint(one, root)
    seen[print_of_it] += 1
    words = place_in_words(one.place) if one.place else ""
    found: dict[str, Any] = {
        "ruleId": one.rule,
        "ruleIndex": index,
        "level": one.level,
        "message": {"text": words + one.message},
        "locations": [location(one.place, root)] if one.place else [],
        "partialFingerprints": {"statement/v1": f"{print_of_it}:{seen[print_of_it]}"},
    }
    if one.related:
        found["relatedLocations"] = [
            {"id": number, **location(place, root), "message": {"text": LAST_RIGHT}}
            for number, place in enumerate(one.related, 1)
        ]
    return found


def location(place: Passage, root: Path) -> dict[str, Any]:
    """A whole file is its first line, for GitHub shows nothing without one."""
    region = {"startLine": 1}
    if place.line and not place.cell:
        region = {"startLine": place.line, "endLine": place.end_line}
        if place.column:
            region |= {"startColumn": place.column, "endColumn": place.end_column}
    physical = {"artifactLocation": artifact(place.file, root), "region": region}
    cells = {"logicalLocations": [{"name": place.cell}]} if place.cell else {}
    return {"physicalLocation": physical} | cells


def artifact(file: str, root: Path) -> dict[str, str]:
    path = Path(file).resolve()
    if not path.is_relative_to(root.resolve()):
        return {"uri": path.as_uri()}
    return {"uri": quote(path.relative_to(root.resolve()).as_posix()), "uriBaseId": ROOT}


def fingerprint(one: Annotation, root: Path) -> str:
    """The same as long as the rule, the file and the statement are, whatever its line."""
    place = one.place
    where = (artifact(place.file, root)["uri"], place.text.split()) if place else ()
    return hashlib.sha256(repr((one.rule, where)).encode()).hexdigest()[:32]

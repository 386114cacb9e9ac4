"""A report beside the code: where, how much by each hint, and in GitHub's and OASIS's formats."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from groundup.checking.model.answers import Finding
from groundup.checking.model.report import (
    Named,
    Obstacle,
    Passage,
    Quantity,
    Report,
    Step,
    WrongValue,
)
from groundup.checking.reference.catalogue import MISTAKES, by_slug
from groundup.checking.words import github, sarif
from groundup.checking.words.annotations import annotate

MISSING, TRANSPOSED = by_slug("hidden-derivative-missing"), by_slug("gradient-transposed")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    folder = tmp_path / "home work"
    folder.mkdir()
    return folder / "my,net.py"


@pytest.fixture
def report(file: Path) -> Report:
    """Wrong at two places; the first is after one that is right."""
    wrong = Quantity("dw", 0, False, 0.3)
    return Report(
        "wrong",
        target="mynet.py",
        quantities=[wrong],
        first_wrong=wrong,
        mistakes=[
            Named(m.number, m.slug, None, sentence=m.sentence, formula=m.formula)
            for m in (MISSING, TRANSPOSED)
        ],
        wrong_values=[
            WrongValue(
                Passage(str(file), 18, 9, 18, 40, "delta = w.T @ delta"),
                (Passage(str(file), 16, 5, 17, 20, "delta = (a - y) * s"),),
                MISSING.slug,
            ),
            WrongValue(
                Passage(str(file), 21, 9, 22, 14, "dw = outer(a, delta)"),
                slug=TRANSPOSED.slug,
                expected=(0.125, -2.0),
                got=(0.25, float("nan")),
            ),
        ],
    )


# what is said, and where


def test_each_wrong_value_is_said_at_its_place(report: Report, file: Path) -> None:
    first, second = annotate(report, file)
    assert (first.level, first.rule) == ("error", MISSING.slug)
    assert first.place == report.wrong_values[0].place
    assert first.related == report.wrong_values[0].right
    assert MISSING.sentence in first.message
    assert second.message == (
        f"{TRANSPOSED.sentence} The chain rule gives 0.125 and -2; the program got 0.25 and nan."
    )


def test_what_is_not_known_of_a_wrong_value_is_left_out(report: Report, file: Path) -> None:
    first, second = report.wrong_values
    report.wrong_values = [first, second._replace(slug="", got=())]
    other = annotate(report, file)[1]
    assert (other.rule, other.message) == (MISSING.slug, "This is wrong, too.")


@pytest.mark.parametrize("hint", [1, 2])
def test_smaller_hints_tell_neither_line_nor_mistake(hint: int, report: Report, file: Path) -> None:
    hinted = replace(report, hint=hint)
    (only,) = annotate(hinted, file)
    assert only.place == Passage(str(file), 0, 0, 0, 0)
    assert only.rule == "wrong"
    assert MISSING.sentence not in only.message
    assert MISSING.slug not in json.dumps(sarif.log(hinted, file, file.parent, "1"))
    assert MISSING.slug not in github.commands(hinted, file, file.parent).replace(" ", "-")


def test_functions_of_an_exercise_are_said_at_their_lines(file: Path) -> None:
    steps = [Step("sigma", "", True, 3), Step("forward", "", False, 9), Step("back", "", False, 20)]
    finding = Finding("mend", "forward is wrong for (1, 2)")
    report = Report("wrong", steps=steps, findings=[finding], hint=1)
    first, second = annotate(report, file)
    assert first.place is not None
    assert second.place is not None
    assert (first.place.line, second.place.line) == (9, 20)
    assert first.message.startswith("1 of 3 functions is right.")
    assert "Forward is wrong for (1, 2)." in first.message
    assert second.message == "back is wrong."


def test_of_an_exercise_the_next_function_to_write_is_said(file: Path) -> None:
    steps = [Step("sigma", "squashes", True, 3), Step("back", "sends back", None, 9)]
    unwritten = [Finding("unwritten", "back (line 9)")]
    (only,) = annotate(Report("wrong", steps=steps, findings=unwritten), file)
    assert only.place is not None
    assert only.place.line == 9
    assert only.message == "1 of 2 functions is right. Next: write back."


def test_what_is_unchecked_is_a_warning_with_its_reason(file: Path) -> None:
    report = Report("unchecked", doubts=["It draws random numbers."])
    (only,) = annotate(report, file)
    assert (only.level, only.rule) == ("warning", "unchecked")
    assert "It draws random numbers." in only.message


# GitHub


def parsed(line: str) -> tuple[str, dict[str, str], str]:
    """As GitHub's runner reads a command: up to the second `::`, parts at commas, then escapes."""
    found = re.fullmatch(r"::(\w+) (.*?)::(.*)", line)
    assert found, line
    pairs = dict(part.split("=", 1) for part in found[2].split(","))
    return found[1], {name: unescaped(value) for name, value in pairs.items()}, unescaped(found[3])


def unescaped(words: str) -> str:
    for character in "\r\n:,%":
        words = words.replace(f"%{ord(character):02X}", character)
    return words


def test_commands_are_what_githubs_runner_reads(report: Report, file: Path) -> None:
    report.findings = [Finding("note", "It printed 50%0A\n::error::of\r\nit")]
    first, second = map(parsed, github.commands(report, file, file.parents[1]).splitlines())
    command, said, message = first
    assert command == "error"
    assert said == {
        "file": "home work/my,net.py",
        "line": "18",
        "endLine": "18",
        "col": "9",
        "endColumn": "40",
        "title": "groundup: hidden derivative missing",
    }
    assert "It printed 50%0A\n::error::of\r\nit." in message
    assert "col" not in second[1]  # GitHub takes none where lines differ
    assert (second[1]["line"], second[1]["endLine"]) == ("21", "22")


def test_no_line_of_somebodys_becomes_a_command(file: Path) -> None:
    """Not even of what was printed, or of a file's name."""
    evil = Report("unchecked", target="a::b\n::stop-commands::x", doubts=["::error::x\n::debug::y"])
    (line,) = github.commands(evil, file.parent / "a::error::,b.py", file.parent).splitlines()
    _, said, message = parsed(line)
    assert said["file"] == "a::error::,b.py"
    assert said["title"] == "groundup: a::b\n::stop-commands::x: could not be checked"
    assert "::error::x\n::debug::y" in message


def test_right_is_a_notice_and_unchecked_a_warning(file: Path) -> None:
    command, said, _ = parsed(github.commands(Report("right"), file, file.parent))
    assert (command, said) == ("notice", {"file": "my,net.py", "title": "groundup: right"})
    assert parsed(github.commands(Report("unchecked"), file, file.parent))[0] == "warning"


def test_a_file_outside_of_the_repository_is_said_in_full(tmp_path: Path, file: Path) -> None:
    said = parsed(github.commands(Report("right"), file, tmp_path / "elsewhere"))[1]
    assert said["file"] == str(file)


def test_a_notebooks_lines_are_said_in_words(report: Report, file: Path) -> None:
    """They are none of its file."""
    place = report.wrong_values[0].place._replace(cell="cell 3")
    report.wrong_values = [WrongValue(place)]
    _, said, message = parsed(github.commands(report, file, file.parent))
    assert "line" not in said
    assert message.startswith("Line 18 of cell 3: ")


# SARIF


def result_of(report: Report, file: Path) -> dict[str, Any]:
    return sarif.log(report, file, file.parents[1], "0.1")["runs"][0]["results"][0]


def test_sarif_has_what_its_schema_and_github_require(report: Report, file: Path) -> None:
    """By hand: the schema of OASIS has no licence under which it could be here."""
    log = sarif.log(report, file, file.parents[1], "0.1")
    assert log["version"] == "2.1.0"
    assert log["$schema"].endswith("sarif-schema-2.1.0.json")
    (run,) = log["runs"]
    driver, results = run["tool"]["driver"], run["results"]
    assert (driver["name"], driver["version"]) == ("groundup", "0.1")
    assert [rule["id"] for rule in driver["rules"]] == [MISSING.slug, TRANSPOSED.slug]
    for rule in driver["rules"]:
        assert rule["shortDescription"]["text"]
        assert rule["help"]["text"]
        assert rule["helpUri"].startswith("http")
    for one in results:
        assert driver["rules"][one["ruleIndex"]]["id"] == one["ruleId"]
        assert one["level"] == "error"
        assert one["message"]["text"]
        for place in [*one["locations"], *one.get("relatedLocations", [])]:
            artifact = place["physicalLocation"]["artifactLocation"]
            assert artifact == {"uri": "home%20work/my%2Cnet.py", "uriBaseId": "%SRCROOT%"}
        assert all(isinstance(value, str) for value in one["partialFingerprints"].values())
    assert run["columnKind"] == "unicodeCodePoints"  # as Python counts
    assert run["originalUriBaseIds"]["%SRCROOT%"]["uri"] == f"{file.parents[1].as_uri()}/"


def test_sarif_has_the_last_right_values_beside_the_wrong_one(report: Report, file: Path) -> None:
    one = result_of(report, file)
    region = {"startLine": 18, "endLine": 18, "startColumn": 9, "endColumn": 40}
    assert one["locations"][0]["physicalLocation"]["region"] == region
    (related,) = one["relatedLocations"]
    assert related["physicalLocation"]["region"]["startLine"] == 16
    assert related["message"]["text"] == "This is the last right value before it."


def test_a_fingerprint_stays_when_lines_move(report: Report, file: Path) -> None:
    def fingerprint() -> dict[str, str]:
        return result_of(report, file)["partialFingerprints"]

    before, value = fingerprint(), report.wrong_values[0]
    report.wrong_values[0] = value._replace(place=value.place._replace(line=30, end_line=30))
    assert fingerprint() == before
    report.wrong_values[0] = value._replace(place=value.place._replace(text="other = 1"))
    assert fingerprint() != before


def test_two_of_the_same_have_two_fingerprints(report: Report, file: Path) -> None:
    report.wrong_values = [report.wrong_values[0]] * 2
    results = sarif.log(report, file, file.parent, "1")["runs"][0]["results"]
    assert len({str(one["partialFingerprints"]) for one in results}) == 2


def test_a_notebooks_cell_is_a_part_of_its_file(report: Report, file: Path) -> None:
    place = report.wrong_values[0].place._replace(cell="In[3]")
    report.wrong_values = [WrongValue(place)]
    one = result_of(report, file)
    assert one["message"]["text"].startswith("Line 18 of In[3]: First wrong quantity")
    (location,) = one["locations"]
    assert location["logicalLocations"] == [{"name": "In[3]"}]
    assert location["physicalLocation"]["region"] == {"startLine": 1}


def test_a_whole_file_is_its_first_line(file: Path) -> None:
    one = result_of(Report("unchecked"), file)
    assert (one["ruleId"], one["level"]) == ("unchecked", "warning")
    assert one["locations"][0]["physicalLocation"]["region"] == {"startLine": 1}


def test_what_is_right_has_no_results(file: Path) -> None:
    """So code scanning closes what it had."""
    assert sarif.log(Report("right"), file, file.parent, "1")["runs"][0]["results"] == []


def test_a_program_without_a_file_has_no_place() -> None:
    assert annotate(Report("wrong"), None)[0].place is None
    run = sarif.log(Report("wrong"), None, Path.cwd(), "1")["runs"][0]
    assert run["results"][0]["locations"] == []


def test_every_mistake_is_a_rule() -> None:
    for one in MISTAKES:
        rule = sarif.rule(one.slug)
        assert rule["id"] == one.slug
        assert one.formula in rule["help"]["text"]


def test_what_could_not_be_checked_is_told_where_it_is_in_the_way(file: Path) -> None:
    where = Passage(str(file), 7, 5, 7, 9, "v = f(w)")
    report = Report(
        "unchecked", obstacles=[Obstacle("framework", None), Obstacle("cut", where, "f")]
    )
    assert [one.place for one in annotate(report, file)] == [where]
    wrong = replace(report, verdict="wrong")
    assert [one.place for one in annotate(wrong, file)] == [Passage(str(file), 0, 0, 0, 0)]


def test_lines_that_are_not_shown_are_not_spoken_of(report: Report, file: Path) -> None:
    printed = [Finding("printed", "The code printed; do not take these lines for results", "0.3")]
    assert "these lines" not in annotate(replace(report, findings=printed), file)[0].message

"""`groundup check --format github` and `sarif`, where they run."""

from __future__ import annotations

import json
import textwrap
from pathlib import Path

import pytest

from tests.checking.book_class import FORGETS


@pytest.fixture
def mynet(tmp_path: Path) -> Path:
    """A network that forgets σ′ in its hidden layers, in a folder of the repository."""
    (tmp_path / "week 3").mkdir()
    file = tmp_path / "week 3" / "mynet.py"
    file.write_text(textwrap.dedent(FORGETS), encoding="utf-8")
    return file


def test_github_gets_commands_and_nothing_else(groundup, mynet: Path, tmp_path: Path) -> None:
    workspace = {"GITHUB_WORKSPACE": str(tmp_path)}
    run = groundup("check", "week 3/mynet.py:Network", "--format", "github", **workspace)
    assert (run.returncode, run.stderr) == (1, "")
    (line,) = run.stdout.splitlines()
    assert line.startswith(
        "::error file=week 3/mynet.py,line=20,endLine=20,col=27,endColumn=56,"
        "title=groundup%3A hidden derivative missing::First wrong quantity: delta["
    )


def test_sarif_names_the_file_from_the_root_of_the_repository(groundup, mynet: Path) -> None:
    run = groundup("check", "week 3/mynet.py", "--format", "sarif", GITHUB_WORKSPACE="/elsewhere")
    assert (run.returncode, run.stderr) == (1, "")
    (result,) = json.loads(run.stdout)["runs"][0]["results"]
    place = result["locations"][0]["physicalLocation"]
    assert place["artifactLocation"] == {"uri": "week%203/mynet.py", "uriBaseId": "%SRCROOT%"}
    assert place["region"]["startLine"] == 20
    again = groundup("check", "week 3/mynet.py", "--format", "sarif")
    assert again.stdout == run.stdout


def test_a_command_is_at_the_file_that_it_names(groundup, tmp_path: Path) -> None:
    (tmp_path / "mynet.sh").write_text("""echo '{"error": "not yet"}'""")
    run = groundup("check", "--command", "sh mynet.sh", "--format", "github", "--timeout", "2")
    assert run.returncode in (1, 2)
    assert " file=mynet.sh,title=groundup" in run.stdout


def test_json_is_the_long_form_too(groundup, mynet: Path) -> None:
    run = groundup("check", "week 3/mynet.py", "--format", "json", "--json")
    assert json.loads(run.stdout)["verdict"] == "wrong"


def test_what_to_type_next_is_a_check_in_words(groundup, mynet: Path) -> None:
    run = groundup("check", "week 3/mynet.py", "--format", "text", "--hint", "2")
    assert run.stdout.endswith("then groundup check 'week 3/mynet.py' --hint 2 again\n")

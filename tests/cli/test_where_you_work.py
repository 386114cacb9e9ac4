"""What docs/checking.md says to copy into editors and code hosts works as it stands there."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
import textwrap
from pathlib import Path
from typing import Any

import pytest

from groundup.notebook import options_in
from tests.checking.book_class import BOOK, FORGETS

PAGE = Path(__file__).parents[2] / "docs" / "checking.md"
SECTION = (
    PAGE.read_text(encoding="utf-8").partition("\n## Where you work\n")[2].partition("\n## ")[0]
)


def blocks(kind: str) -> list[str]:
    return re.findall(rf"^```{kind}\n(.*?)^```$", SECTION, flags=re.M | re.S)


@pytest.fixture
def mynet(tmp_path: Path) -> Path:
    file = tmp_path / "mynet.py"
    file.write_text(textwrap.dedent(FORGETS), encoding="utf-8")
    return file


def test_a_problem_matcher_reads_what_is_printed(groundup, mynet: Path) -> None:
    (text,) = blocks("json")
    (task,) = json.loads(text)["tasks"]
    arguments = [one.replace("${relativeFile}", "mynet.py") for one in task["args"]]
    assert arguments[2:] == ["--watch", "--format", "github"]  # and that does not end by itself
    pattern = task["problemMatcher"]["pattern"]
    printed = groundup(*arguments[:2], *arguments[3:]).stdout
    (found,) = filter(None, (re.match(pattern["regexp"], line) for line in printed.splitlines()))
    said = {name: found[group] for name, group in pattern.items() if isinstance(group, int)}
    assert (said["severity"], said["file"], said["line"]) == ("error", "mynet.py", "20")
    assert said["message"].startswith("First wrong quantity: delta[1]")
    with_columns = "::error file=a.py,line=1,endLine=1,col=2,endColumn=9,title=groundup%3A x::y"
    found = re.match(pattern["regexp"], with_columns)
    assert found
    assert (found[pattern["column"]], found[pattern["endColumn"]]) == ("2", "9")


def test_a_line_of_a_notebook_is_understood() -> None:
    (line,) = [one for one in blocks("") if one.startswith("%%check")]
    assert options_in(line) == ("backprop", {"cost": "cross-entropy", "hint": 2})


@pytest.mark.parametrize(("net", "status"), [(BOOK, 0), (FORGETS, 1)])
def test_the_test_for_pytest_marks(net: str, status: int, mynet: Path) -> None:
    mynet.write_text(textwrap.dedent(net), encoding="utf-8")
    (code,) = blocks("python")
    mynet.with_name("test_mynet.py").write_text(code, encoding="utf-8")
    run = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "groundup.pytest_plugin", "--groundup-hint", "1"],
        cwd=mynet.parent,
        env=os.environ | {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
        capture_output=True,
        text=True,
    )
    assert run.returncode == status
    assert ("First wrong quantity: delta[1]" in run.stdout) == bool(status)


@pytest.mark.slow  # for what reads YAML comes with what slow tests need
def test_the_workflow_and_the_hook_run_their_commands(groundup, mynet: Path) -> None:
    yaml: Any = pytest.importorskip("yaml")
    workflow, hooks = map(yaml.safe_load, blocks("yaml"))
    assert set(workflow) >= {"name", "jobs", "permissions"}
    steps = workflow["jobs"]["check"]["steps"]
    commands = [step["run"].partition(" > ") for step in steps if "run" in step]
    (hook,) = hooks["repos"][0]["hooks"]
    printed = {}
    for command, _, file in [*commands, (hook["entry"], "", "hook")]:
        name, *arguments = shlex.split(command)
        if name == "groundup":
            run = groundup(*arguments, GITHUB_WORKSPACE=str(mynet.parent))
            assert run.returncode == 1, run.stderr  # which fails the step, and stops the commit
            printed[file] = run.stdout
    assert printed[""].startswith("::error file=mynet.py,line=20,")
    assert json.loads(printed["groundup.sarif"])["version"] == "2.1.0"
    assert steps[-1]["with"]["sarif_file"] in printed
    assert printed["hook"].startswith("mynet.py: wrong\n")
    assert re.search(hook["files"], "mynet.py")

#!/bin/sh
# A room without a network: gathers the wheels where there is one, installs them without a package
# index in a fresh environment, and marks the lesson there with otter, nbgrader and pytest. Says how
# long each step takes. Minutes, and 500 MB in /tmp.
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
git -C "$root" archive HEAD | tar -x -C "$work"
cd "$work"
began=$(date +%s)
took() { echo "$1: $(($(date +%s) - began)) s"; began=$(date +%s); }

# Where there is a network.
python3 -m venv outside && PATH="$work/outside/bin:$PATH"
pip wheel --wheel-dir wheels '.[teaching]'
took "wheels, $(du -sh wheels | cut -f1)"

# In the room. Not from the project's folder, where Python would find groundup.
mkdir room && mv wheels room && cd room
export PIP_NO_INDEX=1
python3 -m venv .venv
.venv/bin/pip install --no-index --find-links wheels 'groundup[teaching]'
took "installed"

PATH="$PWD/.venv/bin:$PATH" JUPYTER_CONFIG_DIR="$PWD/none"
export PATH JUPYTER_CONFIG_DIR
cp "$work/examples/teaching/otter.ipynb" .
otter assign otter.ipynb dist
took "otter assign"
otter run dist/autograder/otter.ipynb -a dist/autograder/*.zip
python -c "import json; assert sum(t.get('score', 0) for t in json.load(open('results.json'))['tests']) == 10"
took "otter run"
mkdir -p source/backprop && cp "$work/examples/teaching/nbgrader.ipynb" source/backprop/backprop.ipynb
nbgrader generate_assignment backprop --create
mkdir -p submitted/ada/backprop && cp source/backprop/backprop.ipynb submitted/ada/backprop
nbgrader autograde backprop --create
nbgrader export
grep -q '10.0,10.0' grades.csv
took "nbgrader"
groundup start arrays lesson
cat >test_lesson.py <<'TEST'
import groundup


def test_nothing_is_written_yet():
    assert groundup.check("lesson/arrays.py", hint=1).verdict != "right"
TEST
echo "[pytest]" >pytest.ini # a room of its own: not with the project's settings
python -m pytest test_lesson.py
took "pytest"

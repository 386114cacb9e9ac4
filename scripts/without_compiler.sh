#!/usr/bin/env bash
# Without a C compiler groundup still installs, says which engine it uses, and trains.
#
#     scripts/without_compiler.sh [PYTHON]     PYTHON makes the environment; python3 if not said
set -euo pipefail
cd "$(dirname "$0")/.."

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
mkdir "$folder/source"
cp -r setup.py pyproject.toml MANIFEST.in README.md LICENSE src "$folder/source"
find "$folder/source" -name '*.so' -delete

"${1:-python3}" -m venv "$folder/environment"
CC=/nonexistent/cc "$folder/environment/bin/pip" install --quiet "$folder/source"
cd "$folder"
environment/bin/python - <<'END'
from groundup.engines import kernel

assert not kernel.available(), "the kernel was built after all"
END
environment/bin/groundup --version
environment/bin/groundup train --limit 500 --epochs 1
environment/bin/groundup read kernel > kernel.py
test -s kernel.py

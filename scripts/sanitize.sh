#!/usr/bin/env bash
# The engines' tests with a kernel that watches itself: AddressSanitizer finds reads and writes out
# of bounds, UndefinedBehaviorSanitizer what C leaves undefined, and warnings are errors.
#
#     scripts/sanitize.sh [PYTHON]     PYTHON has groundup's test extra; .venv/bin/python if not said
#
# Builds in a folder of its own, so that the kernel that is installed stays as it is.
set -euo pipefail
cd "$(dirname "$0")/.."
python=$(realpath -s "${1:-.venv/bin/python}")

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cp -r setup.py pyproject.toml MANIFEST.in README.md LICENSE src tests "$folder"
find "$folder" -name '*.so' -delete
cd "$folder"

"$python" -m venv build-environment
build-environment/bin/pip install --quiet 'setuptools>=77'
GROUNDUP_SANITIZE=1 GROUNDUP_WERROR=1 build-environment/bin/python setup.py -q build_ext --inplace

# Python itself is not built with them, so their libraries are loaded before it. What it leaves
# to the end of the process is no leak of ours, and pytest keeps its cache out of the way.
export LD_PRELOAD="$(gcc -print-file-name=libasan.so) $(gcc -print-file-name=libubsan.so)"
export ASAN_OPTIONS=detect_leaks=0 PYTHONPATH=$folder/src
"$python" -c 'import sys; from groundup.engines import kernel; kernel.require();
sys.exit(None if kernel.__file__.startswith(sys.argv[1]) else "not the kernel built here")' "$folder"
"$python" -m pytest -q -p no:cacheprovider tests/engines

#!/usr/bin/env bash
# Makes sure that there are gcc, its sanitizers and Python's headers: installs what is missing where
# apt-get can, and otherwise says so and fails.
set -euo pipefail

ready() {
    command -v gcc > /dev/null || return 1
    local library
    for library in libasan.so libubsan.so; do  # gcc prints a path, or the bare name if it has none
        [[ $(gcc -print-file-name="$library") == /* ]] || return 1
    done
    python3 - <<'END'
import pathlib, sys, sysconfig
sys.exit(not pathlib.Path(sysconfig.get_path("include"), "Python.h").exists())
END
}

if ! ready && command -v apt-get > /dev/null; then
    apt-get update -qq && apt-get install -qq -y gcc libc6-dev python3-dev || true
fi
ready || { echo "there is no gcc with sanitizers and Python.h, and none can be installed" >&2; exit 1; }

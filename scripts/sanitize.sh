#!/usr/bin/env bash
# The engines' tests with a kernel that watches itself: AddressSanitizer finds reads and writes out
# of bounds, UndefinedBehaviorSanitizer what C leaves undefined, ThreadSanitizer two threads at one
# number; and warnings are errors.
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

# Builds for "memory" or "threads", and runs pytest with what is said after the libraries. Python
# itself is not built with them, so they are loaded before it. What it leaves to the end of the
# process is no leak of ours, it cannot be watched while it forks, and pytest keeps its cache out of
# the way.
watched() {
  local kind=$1 libraries=$2
  shift 2
  find . -name '*.so' -path '*groundup*' -delete
  rm -rf build
  GROUNDUP_SANITIZE=$kind GROUNDUP_WERROR=1 \
    "$python" setup.py -q build_ext --inplace
  LD_PRELOAD=$libraries ASAN_OPTIONS=detect_leaks=0 PYTHONPATH=$folder/src \
    TSAN_OPTIONS="halt_on_error=1 die_after_fork=0 report_signal_unsafe=0" \
    "$python" -c 'import sys; from groundup.engines import kernel; kernel.require();
sys.exit(None if kernel.__file__.startswith(sys.argv[1]) else "not the kernel built here")' "$folder"
  LD_PRELOAD=$libraries ASAN_OPTIONS=detect_leaks=0 PYTHONPATH=$folder/src \
    TSAN_OPTIONS="halt_on_error=1 die_after_fork=0 report_signal_unsafe=0" \
    GROUNDUP_SANITIZE=$kind "$python" -m pytest -q -p no:cacheprovider --durations=10 "$@"
}

library() { gcc -print-file-name="lib$1.so"; }

# NumPy, WebAssembly and JAX are not in it, and built without optimisation its last digits are others.
# What threads do at once is watched below.
watched memory "$(library asan) $(library ubsan)" tests/engines \
  -k "not [numpy and not share_no_memory and not (threads_change_no_bit and float64) and not (filters_are_the_same and (adam or float64))" \
  --ignore tests/engines/test_wasm.py --ignore tests/engines/test_devices.py \
  --ignore tests/engines/test_kernel_bits.py
watched threads "$(library tsan)" -n 0 -m "not browser" tests/engines/test_kernel_running.py \
  tests/engines/test_kernel_attacks.py tests/engines/test_sparse_inputs.py \
  tests/engines/test_convolutions.py -k "(filters_are_the_same and sgd and float32 and shapes1) or python_threads or weigh_nothing or forked or interrupted or (no_bit and (adam or (float32 and (sizes0 or (sizes2 and baseline))))) or several_threads"

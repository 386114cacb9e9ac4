#!/usr/bin/env bash
# Makes sure that there are Chromium and its driver: installs them where apt-get can, and otherwise
# says so and fails.
set -euo pipefail

ready() {
    { command -v chromium || command -v chromium-browser; } > /dev/null &&
        command -v chromedriver > /dev/null
}

if ! ready && command -v apt-get > /dev/null; then
    apt-get update -qq && apt-get install -qq -y --no-install-recommends chromium chromium-driver fonts-dejavu-core || true
fi
ready || { echo "there is no chromium with chromedriver, and none can be installed" >&2; exit 1; }

#!/usr/bin/env bash
# Makes sure that there are Chromium with its driver, and Firefox: installs them where apt-get can,
# and otherwise says so and fails.
set -euo pipefail

ready() {
    { command -v chromium || command -v chromium-browser; } > /dev/null &&
        command -v chromedriver > /dev/null &&
        { command -v firefox-esr || command -v firefox; } > /dev/null
}

if ! ready && command -v apt-get > /dev/null; then
    apt-get update -qq && apt-get install -qq -y --no-install-recommends \
        chromium chromium-driver firefox-esr fonts-dejavu-core || true
fi
ready || {
    echo "there is no chromium with chromedriver, or no firefox, and none can be installed" >&2
    exit 1
}

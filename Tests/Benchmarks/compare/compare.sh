#!/bin/bash
# `make bench-compare`: cryptofeed's handlers and ours on the same recorded frames. See ../README.md.
# Arguments are parts of recordings' names; without any, all are compared.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../../.." && pwd)
venv="$root/.deps/bench-venv"
frames=${TAPEDECK_FRAMES:-$root/../shared/frames}

[ -d "$frames" ] || { echo "no recorded frames in $frames: set TAPEDECK_FRAMES to their folder" >&2; exit 1; }

# Debian's own Python: its build is about 20 % faster than others, which is fairer to the peer.
if ! cmp -s "$here/requirements.txt" "$venv/requirements.txt"; then
    # cryptofeed is installed from source: its types are compiled here.
    if ! /usr/bin/python3 -c 'import ensurepip, os, sys, sysconfig
sys.exit(not os.path.exists(sysconfig.get_path("include") + "/Python.h"))' 2>/dev/null || ! command -v gcc >/dev/null; then
        echo "to build cryptofeed: apt-get install python3-venv python3-dev gcc" >&2
        exit 1
    fi
    mkdir -p "$root/.deps"
    rm -rf "$venv"
    /usr/bin/python3 -m venv "$venv"
    "$venv/bin/pip" install --quiet --disable-pip-version-check -r "$here/requirements.txt"
    cp "$here/requirements.txt" "$venv/requirements.txt"
fi

cd "$root"
swift build -c release --product tapedeck-bench >&2
binary="$(swift build -c release --show-bin-path)/tapedeck-bench"
exec env PYTHONDONTWRITEBYTECODE=1 "$venv/bin/python" "$here/compare.py" "$frames" "$binary" "$@"

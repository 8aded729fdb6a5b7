#!/bin/bash
# coverage.sh - which lines of Shared and Services the tests run, a row a module; ends with status 1 below 85 % of both together.
#
# It builds with coverage in a folder of its own and runs the tests as `make test` does: FILTER and SKIP as there. Tests that need a
# real Kafka or S3 take part if the environment names one. What a service does in a process of its own that is killed does not count.
# The last line: coverage=<percent of the lines of Shared and Services>
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
swift=${SWIFT:-swift}
folder=.build/coverage
least=85
"$swift" build --build-tests --enable-code-coverage --scratch-path "$folder"
TEST_OPTIONS="--skip-build --enable-code-coverage --scratch-path $folder" scripts/test.sh "${1:-}" "${2:-}"
python3 - "$("$swift" test --show-codecov-path --scratch-path "$folder")" "$least" <<'PYTHON'
import collections, json, os, sys

def module(path):
    """The folder that is a target: Shared/Kafka, Shared/Venues/Bybit, Services/dedup."""
    parts = os.path.relpath(path).split("/")
    if parts[0] not in ("Shared", "Services"):
        return None
    return "/".join(parts[:3] if parts[1] == "Venues" else parts[:2])

lines = collections.defaultdict(lambda: [0, 0])
with open(sys.argv[1]) as file:
    for entry in json.load(file)["data"][0]["files"]:
        name = module(entry["filename"])
        if name:
            summary = entry["summary"]["lines"]
            for key in (name, "all"):
                lines[key][0] += summary["covered"]
                lines[key][1] += summary["count"]
total = lines.pop("all")
print(f"| module | lines | covered |\n|---|---|---|")
for name, (covered, count) in sorted(lines.items()):
    print(f"| {name} | {count} | {100 * covered / count:.1f} % |")
percent = 100 * total[0] / total[1]
print(f"coverage={percent:.1f}")
sys.exit(percent < float(sys.argv[2]))
PYTHON

#!/bin/bash
# bench_before.sh BASE - what the services do from Kafka to Kafka and to Redis, beside an earlier commit, in turn on one machine.
#
# KAFKA_FRESH_COMMAND starts an empty Kafka each time that it is run, and prints KAFKA_BOOTSTRAP_SERVERS=HOST:PORT. ROUNDS (3) are
# run of each. What counts is the median of each build's rounds, and the last line tells the ratios:
#   before normalizer=<records/s, new over old> dedup=<the same> latency_p99=<new over old> chain=<new p99 over the bare chain's>
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
base=${1:?which commit? make bench-before BASE=COMMIT}
: "${KAFKA_FRESH_COMMAND:?a command that starts an empty Kafka and prints KAFKA_BOOTSTRAP_SERVERS=HOST:PORT}"
swift=${SWIFT:-swift}
old=$PWD/.build/before
results=$(mktemp -d)
trap 'git worktree remove --force "$old" >/dev/null 2>&1 || true; rm -rf "$results"' EXIT
git worktree remove --force "$old" >/dev/null 2>&1 || true
git worktree add --quiet --detach "$old" "$base"
ln -s "$PWD/.deps" "$old/.deps"
[ ! -e ../shared ] || ln -sfn "$(realpath ../shared)" .build/shared
for tree in "$old" "$PWD"; do
    (cd "$tree" && "$swift" build -c release --product tapedeck-bench | tail -n 1)
done

measure() { # NAME TREE BENCH [OPTION...]: its output, beside that of the rounds before
    local address
    address=$($KAFKA_FRESH_COMMAND | grep -o 'KAFKA_BOOTSTRAP_SERVERS=.*' | tail -n 1)
    (cd "$2" && env "$address" timeout 300 .build/release/tapedeck-bench "${@:3}") |
        tee -a "$results/$1" | sed "s/^/$1: /"
}

for ((round = 0; round < ${ROUNDS:-3}; round++)); do
    for bench in pipeline "latency --rate 10000"; do
        # shellcheck disable=SC2086 # options are words
        measure old "$old" $bench
        # shellcheck disable=SC2086
        measure new "$PWD" $bench
    done
done
python3 - "$results" <<'PYTHON'
import re, statistics, sys

def values(build, pattern):
    found = re.findall(pattern, open(f"{sys.argv[1]}/{build}").read(), re.MULTILINE)
    return statistics.median(float(value) for value in found) if found else float("nan")

rate = {b: {s: values(b, rf"^{s} +(\d+) records/s") for s in ("normalizer", "dedup")} for b in ("old", "new")}
latency = {b: values(b, r"^raw record to Redis.* p99 ([\d.]+) ms") for b in ("old", "new")}
chain = values("new", r"^bare chain.* p99 ([\d.]+) ms")
print(f"before normalizer={rate['new']['normalizer'] / rate['old']['normalizer']:.2f}"
      f" dedup={rate['new']['dedup'] / rate['old']['dedup']:.2f}"
      f" latency_p99={latency['new'] / latency['old']:.2f} chain={latency['new'] / chain:.2f}")
PYTHON

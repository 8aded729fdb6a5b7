#!/usr/bin/env bash
# `make fuzz`: builds the fuzz target with coverage and AddressSanitizer and runs it on seeds made of the project's own
# fixtures. Its argument is how many seconds; a second one replays a single input. See Tests/Fuzz/README.md.
set -euo pipefail
cd "$(dirname "$0")/.."
seconds=${1:-60}
input=${2:-}
build=.build-fuzz
corpus=$build/corpus seeds=$build/seeds
export TAPEDECK_FUZZ=1
# The input is what counts; Swift's own report of a crash reads memory that the sanitizer watches.
export SWIFT_BACKTRACE=enable=no

swift build -c release --scratch-path "$build" --product tapedeck-fuzz
program=$(swift build -c release --scratch-path "$build" --show-bin-path)/tapedeck-fuzz
# A trap of ours is an answer; of the books that a session keeps, nothing is lost.
export ASAN_OPTIONS=${ASAN_OPTIONS:-detect_leaks=0}
if [[ -n $input ]]; then exec "$program" "$input"; fi

rm -rf "$seeds"
mkdir -p "$corpus" "$seeds"
for file in Tests/Fixtures/*/*.jsonl; do
    name=$(basename "$file") venue=$(basename "$(dirname "$file")")
    if [[ $name == *.expected.jsonl ]]; then
        for words in documents dedup board archive alerts; do
            { echo "$words"; cat "$file"; } >"$seeds/$words.$venue.$name"
        done
    else
        { echo "$venue ${name%%.*}"; cat "$file"; } >"$seeds/$venue.$name"
        # A frame alone, for the cursor.
        { echo cursor; grep -v '^#' "$file" | tail -n 1; } >"$seeds/cursor.$venue.$name"
    fi
done
printf 'cursor\n"2026-08-09T21:05:48.228568804Z"' >"$seeds/cursor.time"
printf 'cursor\n-12345678.000000012345e-5' >"$seeds/cursor.number"
printf 'cursor\n[["65114.30","0.042"],[1.5,2,"x"]]' >"$seeds/cursor.levels"
exec "$program" -max_total_time="$seconds" -max_len=32768 -timeout=25 -rss_limit_mb=2048 \
    -artifact_prefix="$build/" -print_final_stats=1 "$corpus" "$seeds"

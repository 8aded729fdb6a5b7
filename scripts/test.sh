#!/bin/bash
# test.sh [FILTER [SKIP]] - runs the tests one after the other and says at the very end what failed.
#
# FILTER and SKIP are regular expressions of `Module.Suite/test`. TEST_OPTIONS are more options of `swift test`.
# With TEST_AGAIN=1, as CI sets it, what failed is run once more by itself. The tests meet real servers on machines that
# other work shares: what fails twice is broken, what fails once is printed as UNSTABLE and wants a look.
# Several may run at once; they share the file TEST_LOCK, and what is run again waits until all others have ended.
# With TEST_SECONDS a run that takes longer is ended, and the test that it hung in is named.
# What failed is also added to the file TEST_REPORT, for a caller that runs several and prints it at the end.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
swift=${SWIFT:-swift}
results=$(mktemp -d)
trap 'rm -rf "$results"' EXIT
limit=()
[ -z "${TEST_SECONDS:-}" ] || limit=(timeout --kill-after=30 "$TEST_SECONDS")
exec {lock}>"${TEST_LOCK:-$results/lock}"

run() { # NAME [OPTION...]: swift test, its results as XML beside
    local name=$1
    shift
    # Servers that tests start and leave outlive the run: they are given neither the lock nor a pipe that is waited for.
    # Line by line, or what a run that is ended said last is lost.
    # shellcheck disable=SC2086 # options are words
    "${limit[@]}" stdbuf --output=L "$swift" test --no-parallel ${TEST_OPTIONS:-} --xunit-output "$results/$name.xml" "$@" \
        {lock}>&- > >(tee "$results/$name.log") 2>&1
}

failures() { # NAME: `Module.Suite/test(argument:)`, a tab and the message, a line for each failure
    { cat "$results/$1"*.xml 2>/dev/null || true; } | awk -F'"' '
        /<testcase /{ test = $2 "/" $4 }
        /<failure /{ print test "\t" $2 }'
}

broke_off() { # NAME: how a run ended that has no results: the last tests it began, and what it said after them
    echo "no test said why: the run itself broke off, here:"
    { grep -anE '^(◇|✔|✘) Test ' "$results/$1.log" || true; } | tail -n 5
    awk '/^(◇|✔|✘) Test /{ said = ""; next } { said = said $0 "\n" } END { printf "%s", said }' "$results/$1.log" | head -n 40
}

report() { # HEADING LINES
    printf '%s\n' "$@" | tee -a "${TEST_REPORT:-/dev/null}"
}

filter=${1:-}
skip=${2:-}
status=0
flock --shared "$lock"
last=first
run first ${filter:+--filter "$filter"} ${skip:+--skip "$skip"} || status=$?
flock --unlock "$lock"
[ $status -ne 0 ] || exit 0

failed=$(failures first)
if [ "${TEST_AGAIN:-0}" = 1 ] && [ -n "$failed" ]; then
    names=$(cut -f1 <<<"$failed" | sort -u)
    # A name becomes a regular expression of itself; an identifier goes on behind it with the place in the source, and has a
    # slash where a name has a point before a suite within a suite.
    again=$(sed 's/[][()*^$+?{}|\\]/\\&/g; s/\./[.\/]/g; s/^/^/' <<<"$names" | paste -sd'|')
    echo "test.sh: running again what failed:" $names
    status=0
    flock "$lock"
    last=again
    run again --filter "$again" || status=$?
    flock --unlock "$lock"
    ran=$(cat "$results"/again*.xml 2>/dev/null | grep -c '<testcase ') || true
    if [ $status -eq 0 ] && [ "$ran" -ge "$(wc -l <<<"$names")" ]; then
        report "UNSTABLE, failed once and passed alone:" "$failed"
        exit 0
    fi
    failed=$(failures again)
    [ $status -ne 0 ] || status=1
fi
report "FAILED (exit status $status):" "${failed:-$(broke_off $last)}"
exit "$status"

#!/bin/bash
# soak.sh - `tapedeck-soak run` against the Kafka of KAFKA_BOOTSTRAP_SERVERS, or against one of its own beside the checkout.
#
# SOAK_SECONDS (600), SOAK_RATE (5000 frames/s of each source) and SOAK_SEED (by chance, printed) say how. Only a Kafka of
# its own is restarted at half time; SOAK_RESTART_KAFKA is the command that does it for another.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
kafka=../shared/kafka
options=(--seconds "${SOAK_SECONDS:-600}" --rate "${SOAK_RATE:-5000}" ${SOAK_SEED:+--seed "$SOAK_SEED"})
restart=${SOAK_RESTART_KAFKA:-}

if [ -z "${KAFKA_BOOTSTRAP_SERVERS:-}" ]; then
    [ -x $kafka/start.sh ] || {
        echo "soak: no Kafka: set KAFKA_BOOTSTRAP_SERVERS to one whose topics are empty" >&2
        exit 1
    }
    work=$(mktemp -d)
    trap '"$kafka/stop.sh" --dir "$work" --wipe >/dev/null 2>&1 || true; rm -rf "$work"' EXIT
    # Below the ports that connections use: a client that tries again and again while Kafka is away may take the place.
    servers=$("$kafka/start.sh" --dir "$work" --port "$(shuf -i 20000-32000 -n 1)" | tail -n 1)
    export "$servers"
    # The same directory: the same port and the same data.
    restart="$kafka/stop.sh --dir $work && $kafka/start.sh --dir $work"
fi
.build/release/tapedeck-soak run "${options[@]}" ${restart:+--restart-kafka "$restart"}

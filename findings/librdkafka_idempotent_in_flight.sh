#!/bin/bash
# Finding: an idempotent librdkafka producer sends a partition's batches one at a time.
#
# Guess:   enable.idempotence allows up to five requests in flight for a partition, as max.in.flight says (CONFIGURATION.md: "will be
#          adjusted to 5 ... if enable.idempotence is enabled"). So six batches, 20 ms apart, on a broker that answers after 200 ms
#          are acknowledged after 200, 220, 240, 260, 280 and about 400 ms.
# Reality: the limit of five requests is compared with the number of records in flight (rdkafka_broker.c,
#          rd_kafka_toppar_producer_serve; rktp_msgs_inflight counts records). A batch of five records or more keeps every later
#          batch of its partition waiting: the first is acknowledged after 200 ms, all others after 400. Batches of one record are
#          sent as guessed, and a producer without idempotence sends all. So the latency of a busy partition is a round trip plus a
#          wait of up to a round trip, whatever linger.ms is.
# Package: confluent-kafka, a Python package that contains librdkafka; the broker is librdkafka's own mock, which answers after
#          test.mock.broker.rtt.
# Version: confluent-kafka 2.12.1 with librdkafka 2.12.1. The source of librdkafka 2.15.0 (July 2026) reads the same.
# Source:  https://github.com/confluentinc/librdkafka/blob/v2.12.1/CONFIGURATION.md and
#          https://github.com/confluentinc/librdkafka/blob/v2.12.1/src/rdkafka_broker.c
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check confluent-kafka==2.12.1
"$work/venv/bin/python" - <<'PYTHON'
import sys, time
from confluent_kafka import Producer, libversion

ROUND_TRIP, SPACING, BATCHES = 200, 20, 6


def acknowledgements(idempotent, records):
    """When each batch was acknowledged, in ms since the first was produced."""
    producer = Producer({
        "bootstrap.servers": "unused:1", "test.mock.num.brokers": 1, "test.mock.broker.rtt": ROUND_TRIP, "acks": "all",
        "linger.ms": 0, "enable.idempotence": idempotent, "log_level": 2,
    })
    # The connection, the topic and the producer's id are there before anything is timed.
    producer.produce("t", b"first", partition=0)
    producer.flush(30)
    times = {}
    start = time.monotonic()
    for batch in range(BATCHES):
        def delivered(error, message, batch=batch):
            assert error is None, error
            times[batch] = 1000 * (time.monotonic() - start)
        for _ in range(records):
            producer.produce("t", b"x", partition=0, on_delivery=delivered)
        while time.monotonic() < start + (batch + 1) * SPACING / 1000:
            producer.poll(0.002)
    producer.flush(30)
    return [times[batch] for batch in range(BATCHES)]


print("librdkafka", libversion()[0])
behaved = True
for idempotent, records, one_at_a_time in [(False, 10, False), (True, 1, False), (True, 10, True)]:
    times = acknowledgements(idempotent, records)
    name = f"{'idempotent' if idempotent else 'plain':10}, {records:2} records a batch"
    print(f"{name}: acknowledged after", ", ".join(f"{t:.0f}" for t in times), "ms")
    # The second batch was produced 20 ms after the first: does it come 20 ms after it, or a round trip?
    behaved &= (times[1] - times[0] > ROUND_TRIP / 2) == one_at_a_time
sys.exit(0 if behaved else "the behaviour has changed")
PYTHON

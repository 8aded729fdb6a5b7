"""Runs tapedeck-bench on the same frames."""

import json
import subprocess
from decimal import Decimal


class Ours:
    """tapedeck-bench on one prepared file."""

    def __init__(self, binary, recording, path):
        self.command = [binary, "frames", "--json", "--prepared", path, "--venue", recording.venue,
                        "--product", recording.product]

    def run(self, stages, seconds):
        """The results of the frames, and the nanoseconds of the fastest pass by stage."""
        command = self.command + ["--stages", stages, "--seconds", str(seconds)]
        output = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
        rows = [json.loads(line) for line in output.splitlines()]
        return rows[0], {row["stage"]: row["pass_ns"] for row in rows[1:]}


def books(summary):
    """The final books, in the form of `peer.books`."""
    def level(pair):
        return Decimal(pair[0]), Decimal(pair[1])

    return {
        book["name"]: {
            "bids": ([level(pair) for pair in book["bids"]], book["bid_count"]),
            "asks": ([level(pair) for pair in book["asks"]], book["ask_count"]),
        }
        for book in summary["books"]
    }

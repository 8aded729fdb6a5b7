"""`make bench-compare`: cryptofeed and Tapedeck on the same frames in the same run.

    compare.py FRAMES_FOLDER TAPEDECK_BENCH [RECORDING…]

Tests/Benchmarks/README.md says what is measured. The last line is `ratio book=<least> document=<least> trade=<least>`.
"""

import os
import re
import socket
import sys
import tempfile
import time
from collections import Counter

import frames
import ours
import peer
from cryptofeed.defines import TRADES
from recordings import LEFT_OUT, RECORDINGS

#: The minimum duration of each side in seconds, per mode and round.
SECONDS = float(os.environ.get("BENCH_SECONDS", "0.3"))
#: The number of rounds, in which the sides alternate, because the machine itself is sometimes slower for a while.
ROUNDS = 4
MODES = ("book", "document", "trade")
SYMBOL = re.compile(r'"(?:s|symbol|product_id|instrument_name)": ?"([^"]+)"')


class Mismatch(Exception):
    """The results of the two sides differ."""


def refuse(*_):
    raise OSError("bench-compare needs no network")


def select(folder, recording):
    """The frames that both sides can read, the REST snapshots, and the numbers of left-out frames by kind."""
    everything = frames.read(folder, recording)
    if everything is None:
        return None
    snapshots = [frame for frame in everything if "/depth?" in frame.request]
    live = [frame for frame in everything if not frame.request]
    symbols = sorted({symbol for frame in live for symbol in SYMBOL.findall(frame.text)})
    reader = peer.Peer(recording, symbols, snapshots)
    # Books without a recorded snapshot cannot start: Binance's handler fails on their frames, so they are left out.
    chosen, others, _, feed = reader.choose(live)
    if feed.http_conn.requests > len(snapshots):
        raise Mismatch("a gap in the recorded chain: cryptofeed starts the book anew and there is no second snapshot")
    known = {frame.symbol for frame in snapshots}
    used = [frame for frame in snapshots if frame.symbol in known & set(symbols)]
    dropped = Counter(f"{frames.kind(frame.text)} {why}".strip() for frame, why in others)
    return reader, used, frames.renumbered(chosen), dropped


def check(counts, feed, summary):
    """Compares both sides' numbers of events and final books."""
    events = summary["events"]
    if summary["failures"]:
        raise Mismatch(f"ours: {summary['failures']} frames failed")
    changes = counts["snapshot"] + counts["delta"]
    if changes != events.get("book", 0) or changes != summary["applied"]:
        raise Mismatch(f"book changes: theirs {changes}, ours {events.get('book', 0)}, applied {summary['applied']}")
    if counts[TRADES] != events.get("trade", 0):
        raise Mismatch(f"trades: theirs {counts[TRADES]}, ours {events.get('trade', 0)}")
    theirs, own = peer.books(feed), ours.books(summary)
    if theirs != own:
        wrong = [name for name in theirs.keys() | own.keys() if theirs.get(name) != own.get(name)]
        raise Mismatch(f"{len(wrong)} of {len(own)} books differ: {wrong[0]}: {theirs.get(wrong[0])} {own.get(wrong[0])}")


class Fastest:
    """The nanoseconds of the peer's pass: the sum of each slice's fastest round."""

    def __init__(self, reader, chosen, as_documents):
        self.reader, self.chosen, self.as_documents = reader, chosen, as_documents
        self.best = None

    def round(self):
        passes, start = 0, time.perf_counter()
        while passes < 2 or time.perf_counter() - start < SECONDS:
            taken = self.reader.timed(self.chosen, self.as_documents)
            self.best = taken if self.best is None else [min(pair) for pair in zip(self.best, taken)]
            passes += 1
        return sum(self.best)


def measure(binary, recording, selection, folder):
    """The nanoseconds per frame of both sides by mode: `{mode: (frames, theirs, ours)}`."""
    reader, snapshots, chosen, _ = selection
    _, others, counts, feed = reader.choose(chosen)
    if others:
        raise Mismatch(f"theirs: {len(others)} of the chosen frames make nothing")
    path = os.path.join(folder, "all.tsv")
    frames.write(path, snapshots, chosen)
    all_ours = ours.Ours(binary, recording, path)
    check(counts, feed, all_ours.run("decode", 0.001)[0])

    trades = [frame for frame in chosen if "rade" in frames.kind(frame.text)]
    trades, _, made, _ = reader.choose(frames.renumbered([frames.Frame(frame.text) for frame in trades]))
    if set(made) - {TRADES}:
        raise Mismatch(f"frames of trades make {sorted(made)}")
    path = os.path.join(folder, "trade.tsv")
    frames.write(path, [], trades)
    trade_ours = ours.Ours(binary, recording, path)

    best = {}
    theirs = {"book": Fastest(reader, chosen, False), "document": Fastest(reader, chosen, True),
              "trade": Fastest(reader, trades, False)}

    def note(mode, count, peer_ns, own_ns):
        _, a, b = best.get(mode, (0, peer_ns, own_ns))
        best[mode] = (count, min(a, peer_ns), min(b, own_ns))

    for _ in range(ROUNDS):
        _, own = all_ours.run("book,document", SECONDS)
        note("book", len(chosen), theirs["book"].round(), own["book"])
        note("document", len(chosen), theirs["document"].round(), own["document"])
        if trades:
            _, own = trade_ours.run("decode", SECONDS)
            note("trade", len(trades), theirs["trade"].round(), own["decode"])
    return {mode: (count, peer_ns / count, own_ns / count) for mode, (count, peer_ns, own_ns) in best.items()}


def row(name, cells):
    print(f"{name:56}" + "".join(f"{cell:>11}" for cell in cells), flush=True)


def main():
    folder, binary, wanted = sys.argv[1], sys.argv[2], sys.argv[3:]
    # Everything comes from the recordings.
    socket.socket.connect = refuse
    least, notes = {}, []
    row("", [cell for mode in MODES for cell in ("", mode, "ns/frame", "")])
    row("recording", [cell for _ in MODES for cell in ("frames", "cryptofeed", "tapedeck", "ratio")])
    for recording in RECORDINGS:
        if wanted and not any(text in recording.name for text in wanted):
            continue
        try:
            selection = select(folder, recording)
            if selection is None:
                notes.append(f"{recording.name}: not in the folder of frames")
                continue
            with tempfile.TemporaryDirectory() as temporary:
                result = measure(binary, recording, selection, temporary)
        except Mismatch as mismatch:
            notes.append(f"{recording.name}: left out: {mismatch}")
            continue
        cells = []
        for mode in MODES:
            if mode not in result:
                cells += ["-"] * 4
                continue
            count, theirs, own = result[mode]
            least[mode] = min(least.get(mode, theirs / own), theirs / own)
            cells += [str(count), f"{theirs:.0f}", f"{own:.0f}", f"{theirs / own:.1f}"]
        row(recording.name, cells)
        if selection[3]:
            notes.append(f"{recording.name}: frames that cryptofeed makes nothing of, left out on both sides: "
                         + ", ".join(f"{count} {name}" for name, count in sorted(selection[3].items())))
    notes += [f"{name}: left out: {why}" for name, why in LEFT_OUT.items()]
    print()
    for note in notes:
        print(note)
    if "book" not in least or "document" not in least:
        sys.exit("nothing could be compared")
    print("ratio " + " ".join(f"{mode}={least[mode]:.1f}" for mode in MODES if mode in least))


if __name__ == "__main__":
    main()

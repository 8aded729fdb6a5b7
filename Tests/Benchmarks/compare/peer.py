"""Runs cryptofeed's own handlers on recorded frames."""

import asyncio
import gc
import logging
import time
from collections import Counter
from decimal import Decimal
from types import SimpleNamespace

from cryptofeed.backends.backend import BackendBookCallback, BackendCallback
from cryptofeed.defines import (FUNDING, INDEX, L2_BOOK, LIQUIDATIONS, OPEN_INTEREST, TICKER, TRADES)
from cryptofeed.exchanges import Bybit, Coinbase, Deribit
from cryptofeed.symbols import Symbols
from yapic import json

#: The receive time of frames, which is passed to handlers because they read no clock.
RECEIVED = 1_700_000_000.0

#: The number of frames that are timed together; `Measurement.swift` has the reason.
SLICE = 64

CHANNELS = (TRADES, TICKER, FUNDING, LIQUIDATIONS, OPEN_INTEREST, INDEX)

# cryptofeed logs each unknown frame; these frames are handled when frames are chosen.
logging.getLogger("feedhandler").disabled = True


class _Document(BackendCallback):
    """The work of cryptofeed's Kafka backend for an event, up to the bytes that it would send."""

    numeric_type = str
    none_to = None

    async def write(self, data):
        json.dumpb(data)


class _BookDocument(BackendBookCallback, _Document):
    """The same for books: a whole snapshot, then changes. The backend also writes the whole book after each 1,000 changes;
    this is left out, because we do not write it."""

    __call__ = BackendBookCallback.__call__
    snapshots_only = False
    snapshot_interval = float("inf")

    def __init__(self):
        self.snapshot_count = Counter()


class _Count:
    """Counts the deliveries of a handler."""

    def __init__(self, counts, name):
        self.counts = counts
        self.name = name

    async def __call__(self, item, receipt_timestamp):
        name = self.name
        if name == L2_BOOK:
            name = "snapshot" if item.delta is None else "delta"
        self.counts[name] += 1


class _RecordedHTTP:
    """Answers from the recording in place of the venue's REST service."""

    def __init__(self, snapshots):
        self.snapshots = {frame.symbol: frame.text for frame in snapshots}
        self.requests = 0

    async def read(self, address, **_):
        self.requests += 1
        return self.snapshots[address.split("symbol=")[1].split("&")[0]]


class Peer:
    """cryptofeed's exchange class for one recording, created for every pass as for a new session."""

    def __init__(self, recording, symbols, snapshots):
        self.recording = recording
        self.snapshots = snapshots
        # cryptofeed requests the symbols from the venue; here they keep the venue's spelling.
        names = {symbol: symbol for symbol in symbols}
        Symbols.set(recording.exchange.id, names, {"tick_size": {}, "instrument_type": {}})
        # Bybit's handler takes the market from this, and the objects to create for a ticker: as many as our events.
        self.connection = SimpleNamespace(
            address=recording.address, uuid="recorded",
            subscription={channel: symbols for channel in ("tickers", "funding")})

    def feed(self, callbacks=None):
        feed = self.recording.exchange(callbacks=callbacks)
        feed.http_conn = _RecordedHTTP(self.snapshots)
        if self.recording.exchange is Deribit:
            feed._Deribit__reset()
        if self.recording.exchange is Bybit:
            feed.tickers = {}
        return feed

    def texts(self, frames):
        """The frames in the form for the handler.

        Coinbase calls the ask side `offer` (https://docs.cdp.coinbase.com/coinbase-app/advanced-trade-apis/websocket/websocket-channels).
        cryptofeed's snapshot looks for `ask` and loses the side, which would be less work with a wrong result: it gets `ask`.
        """
        if self.recording.exchange is Coinbase:
            return [frame.text.replace('"side":"offer"', '"side":"ask"') for frame in frames]
        return [frame.text for frame in frames]

    def timed(self, frames, as_documents):
        """The nanoseconds of one pass over the frames, by slice."""
        callbacks = None
        if as_documents:
            callbacks = {channel: _Document() for channel in CHANNELS}
            callbacks[L2_BOOK] = _BookDocument()
        feed = self.feed(callbacks)
        texts = self.texts(frames)
        slices = [texts[start:start + SLICE] for start in range(0, len(texts), SLICE)]
        gc.collect()
        return asyncio.run(_drive(feed.message_handler, slices, self.connection))

    def choose(self, frames):
        """The frames with results in the handler, the numbers of the others, and the numbers of results."""
        counts = Counter()
        callbacks = {channel: _Count(counts, channel) for channel in CHANNELS + (L2_BOOK,)}
        feed = self.feed(callbacks)
        chosen, others = [], []
        asyncio.run(self._choose(feed, frames, counts, chosen, others))
        return chosen, others, counts, feed

    async def _choose(self, feed, frames, counts, chosen, others):
        for frame, text in zip(frames, self.texts(frames)):
            before = Counter(counts)
            requests = feed.http_conn.requests
            try:
                await feed.message_handler(text, self.connection, RECEIVED)
            except Exception as error:  # whatever a handler trips over
                others.append((frame, type(error).__name__))
                continue
            made = counts - before
            if feed.http_conn.requests > requests:
                # The snapshot is not the result of this frame, which the snapshot may cover.
                made.pop("snapshot", None)
            (chosen.append(frame) if made else others.append((frame, "")))


async def _drive(handler, slices, connection):
    received = RECEIVED
    taken = []
    before = time.perf_counter_ns()
    for texts in slices:
        for text in texts:
            await handler(text, connection, received)
        after = time.perf_counter_ns()
        taken.append(after - before)
        before = after
    return taken


def books(feed):
    """The five best levels per side and the numbers of levels of each book."""
    result = {}
    for symbol, book in feed._l2_book.items():
        sides = {}
        for name, side in (("bids", book.book.bids), ("asks", book.book.asks)):
            top = [side.index(index) for index in range(min(5, len(side)))]
            sides[name] = ([(Decimal(price), Decimal(size)) for price, size in top], len(side))
        result[symbol] = sides
    return result

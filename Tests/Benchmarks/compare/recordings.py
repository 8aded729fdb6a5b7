"""The compared recordings, and the ones that cannot be compared."""

from dataclasses import dataclass

from cryptofeed.exchanges import Binance, BinanceDelivery, BinanceFutures, Bybit, Coinbase, Deribit


@dataclass(frozen=True)
class Recording:
    """One recording and its readers."""

    #: `<venue>/<source>/<name>` in the folder of frames; further files continue the first.
    files: tuple
    #: cryptofeed's exchange class.
    exchange: type
    #: Our names of the venue and the product.
    venue: str
    product: str
    #: The REST request, for Binance: recordings by hftbacktest have REST bodies without their requests.
    request: str = ""
    #: The address of the connection, from which Bybit's handler takes the product.
    address: str = ""

    @property
    def name(self):
        return self.files[0]


CRYPTOFEED = "bmoscon+cryptofeed"
HFTBACKTEST = "binance/nkaz001+hftbacktest"

RECORDINGS = [
    Recording((f"bybit/{CRYPTOFEED}/BYBIT.v3.linear",), Bybit, "bybit", "linear",
              address="wss://stream.bybit.com/v5/public/linear"),
    Recording((f"{HFTBACKTEST}/spot/btcusdt_20240808",), Binance, "binance", "spot",
              request="/api/v3/depth?symbol=BTCUSDT&limit=1000"),
    Recording((f"{HFTBACKTEST}/usdm/btcusdt_20230404", f"{HFTBACKTEST}/usdm/btcusdt_20230405"), BinanceFutures,
              "binance", "linear", request="/fapi/v1/depth?symbol=BTCUSDT&limit=1000"),
    Recording((f"{HFTBACKTEST}/cm/btcusd_perp_20240808", f"{HFTBACKTEST}/cm/btcusd_perp_20240809"), BinanceDelivery,
              "binance", "inverse", request="/dapi/v1/depth?symbol=BTCUSD_PERP&limit=1000"),
    Recording((f"binance/{CRYPTOFEED}/BINANCE-b38f7c.0.2df3a1e7",), Binance, "binance", "spot"),
    Recording((f"binance/{CRYPTOFEED}/BINANCE_FUTURES.v3",), BinanceFutures, "binance", "linear"),
    Recording((f"binance/{CRYPTOFEED}/BINANCE_DELIVERY.v3",), BinanceDelivery, "binance", "inverse"),
    Recording((f"coinbase/{CRYPTOFEED}/COINBASE.v3",), Coinbase, "coinbase", "spot"),
    Recording((f"deribit/{CRYPTOFEED}/DERIBIT.v3",), Deribit, "deribit", "option"),
    Recording((f"deribit/{CRYPTOFEED}/DERIBIT.ws.30.0.4f5c3752",), Deribit, "deribit", "option"),
]

#: Recordings of `tapedeck-bench` that are left out, with the reasons.
LEFT_OUT = {
    f"bybit/{CRYPTOFEED}/BYBIT.ws.25.0.c753de37": "orderBookL2_25 and trade, Bybit's formats before v5: "
    "cryptofeed 2.4 reads v5 only",
    f"bybit/{CRYPTOFEED}/BYBIT.ws.26.0.01e6b083": "the same, inverse",
    f"coinbase/{CRYPTOFEED}/COINBASE.ws.28.0.974302da": "Coinbase Exchange: cryptofeed 2.4 reads Advanced Trade only",
    "coinbase/timothyyu+gdax-orderbook-ml/raw_mongo_input_a": "the same",
}

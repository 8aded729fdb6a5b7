import Runtime
import Testing

@Suite("Configuration of venues")
struct VenueConfigTests {
    private static let words = VenueVocabulary(
        venues: ["bybit", "binance"], products: ["spot", "linear"], kinds: ["trade", "book"])

    @Test("a venue has products, sources and endpoints")
    func whole() throws {
        let text = """
            venues:
              - name: bybit
                products:
                  - {product: linear, symbols: [BTCUSDT, ETHUSDT], kinds: [trade], book_depth: 50}
                  - product: spot
                    symbols: BTCUSDT
                sources:
                  - name: primary
                  - name: replica
                    endpoints:
                      linear:
                        websocket: [wss://a.example, wss://b.example]
                        rest: https://c.example
                ca_file: ca.pem
            """
        let venues = try Configuration(text: text).venues(knowing: Self.words)
        #expect(venues.count == 1)
        let venue = try #require(venues.first)
        #expect(venue.name == "bybit")
        #expect(venue.products.map(\.product) == ["linear", "spot"])
        #expect(venue.products.map(\.symbols) == [["BTCUSDT", "ETHUSDT"], ["BTCUSDT"]])
        #expect(venue.products.map(\.kinds) == [["trade"], []])
        #expect(venue.products.map(\.bookDepth) == [50, nil])
        #expect(
            venue.sources == [
                VenueSourceConfig(name: "primary", endpoints: [:]),
                VenueSourceConfig(
                    name: "replica",
                    endpoints: [
                        "linear": VenueEndpointConfig(
                            webSocket: ["wss://a.example", "wss://b.example"], rest: ["https://c.example"])
                    ]),
            ])
        #expect(venue.caFile == "ca.pem")
    }

    @Test("all stands for what the venue lists, with what is wanted of it")
    func all() throws {
        let text = """
            venues:
              - name: bybit
                products:
                  - {product: linear, symbols: all, quotes: [USDT, USDC], statuses: Trading, refresh_minutes: 5}
                  - {product: spot, symbols: [all]}
            """
        let products = try #require(try Configuration(text: text).venues(knowing: Self.words).first).products
        #expect(products.map(\.takesAll) == [true, true])
        #expect(products.map(\.quotes) == [["USDT", "USDC"], []])
        #expect(products.map(\.statuses) == [["Trading"], []])
        #expect(products.map(\.refreshMinutes) == [5, 60])
    }

    @Test("a venue without sources has one")
    func defaultSource() throws {
        let venues = try Configuration(text: "venues: [{name: bybit}]").venues()
        #expect(venues.first?.sources == [VenueSourceConfig(name: "primary", endpoints: [:])])
    }

    @Test(
        "a wrong venue is refused",
        arguments: [
            (
                "venues:\n  - name: bitbay\n",
                "t.yaml:2:11: venues[0].name: 'bitbay' is not allowed; it takes one of bybit, binance"
            ),
            (
                "venues:\n  - products: []\n", "t.yaml:2:5: venues[0].name is missing; it takes one of bybit, binance"
            ),
            (
                "venues:\n  - name: bybit\n  - name: bybit\n",
                "t.yaml:3:11: venues[1].name: 'bybit' a second time is not allowed; it takes each venue once"
            ),
            (
                "venues:\n  - name: bybit\n    products:\n      - {product: linear}\n",
                "t.yaml:4:9: venues[0].products[0].symbols: an empty list is not allowed; it takes at least one symbol"
            ),
            (
                "venues:\n  - name: bybit\n    products:\n      - {product: linear, symbols: [A, all]}\n",
                "t.yaml:4:36: venues[0].products[0].symbols: all beside others is not allowed; it takes all, or symbols"
            ),
            (
                "venues:\n  - name: bybit\n    products:\n      - {product: linear, symbols: [A], kinds: [tirade]}\n",
                "t.yaml:4:49: venues[0].products[0].kinds: 'tirade' is not allowed; "
                    + "it takes a list, each one of trade, book"
            ),
            (
                "venues:\n  - name: bybit\n    sources:\n      - name: a/b\n",
                "t.yaml:4:15: venues[0].sources[0].name: 'a/b' is not allowed; "
                    + "it takes small letters, digits, '-' and '_', as it becomes part of record keys"
            ),
            (
                "venues:\n  - name: bybit\n    sources:\n      - {name: a, endpoints: {liner: {}}}\n",
                "t.yaml:4:31: unknown key venues[0].sources[0].endpoints.liner; did you mean 'linear'? "
                    + "Known here: spot, linear"
            ),
            (
                "venues:\n  - name: bybit\n    sources:\n      - {name: a, endpoints: {spot: {rest: ftp://x}}}\n",
                "t.yaml:4:44: venues[0].sources[0].endpoints.spot.rest: 'ftp://x' is not allowed; "
                    + "it takes an address that starts with https:// or http://"
            ),
            (
                "venues: bybit\n",
                "t.yaml:1:9: venues: a single value is not allowed; it takes a list of sections"
            ),
        ])
    func wrong(text: String, message: String) {
        let error = #expect(throws: ConfigurationError.self) {
            try Configuration(text: text, path: "t.yaml").venues(knowing: Self.words)
        }
        #expect(error?.description == message)
    }
}

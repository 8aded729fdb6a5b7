import Testing
import VenueKit

@Suite("Endpoints as they are shown")
struct EndpointTextTests {
    @Test(
        "what may be a key is hidden, and nothing else",
        arguments: [
            ("wss://stream.bybit.com", "wss://stream.bybit.com"),
            ("wss://fstream.binance.com/public", "wss://fstream.binance.com/public"),
            ("ws://simulator:9480/binance/spot@primary", "ws://simulator:9480/binance/spot@primary"),
            (
                "https://mainnet.infura.io/v3/0123456789abcdef0123456789abcdef",
                "https://mainnet.infura.io/v3/***"
            ),
            (
                "wss://eth-mainnet.g.alchemy.com/v2/Abc_-0123456789abcdef/ws",
                "wss://eth-mainnet.g.alchemy.com/v2/***/ws"
            ),
            ("wss://user:password@node.example:8546/ws", "wss://***@node.example:8546/ws"),
            ("https://node.example/rpc?token=secret&chain=1&bare", "https://node.example/rpc?token=***&chain=***&***"),
            ("https://node.example?key=secret#more", "https://node.example?key=***"),
            ("", ""),
        ])
    func shown(endpoint: String, text: String) {
        #expect(EndpointText.redacted(endpoint) == text)
    }
}

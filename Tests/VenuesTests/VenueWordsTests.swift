import Testing
import VenueKit

@Suite("The words of a venue")
struct VenueWordsTests {
    @Test(
        "an error's code and message are found, whatever the venue calls them",
        arguments: [
            (#"{"code":-1121,"msg":"Invalid symbol."}"#, "-1121: Invalid symbol."),
            (#"{"retCode":10006,"retMsg":"Too many visits!","result":{}}"#, "10006: Too many visits!"),
            (
                #"{"jsonrpc":"2.0","error":{"message":"too_many_requests","code":10028},"usIn":1}"#,
                "10028: too_many_requests"
            ),
            (#"{"message":"NotFound"}"#, "NotFound"),
            (
                #"{"error":"unknown","error_details":"internal","message":"internal error"}"#,
                "unknown: internal error: internal"
            ),
            ("<html>\r\n<body>\t502  Bad\u{0} Gateway</body></html>", "<html> <body> 502 Bad Gateway</body></html>"),
            (#"{"ok":true}"#, #"{"ok":true}"#), ("", ""),
            // Nothing in a log line may turn its direction or end it.
            ("{\"msg\":\"a\\u202Eb\\nc\"}", "a b c"),
        ])
    func words(body: String, words: String) {
        #expect(Array(body.utf8).withUnsafeBytes { VenueWords.of($0) } == words)
    }

    @Test("they are cut off", arguments: ["x", "é", "語"])
    func long(letter: String) {
        let text = String(repeating: letter, count: 100_000)
        for body in [text, #"{"msg":"\#(text)"}"#] {
            let words = Array(body.utf8).withUnsafeBytes { VenueWords.of($0) }
            #expect(words.utf8.count <= VenueWords.longest + 3 && words.hasSuffix("…"))
        }
    }
}

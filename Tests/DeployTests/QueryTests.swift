import TestSupport
import Testing

@Suite("Queries are held against the metrics")
struct QueryTests {
    @Test(
        "what no service has is found",
        arguments: [
            ("tapedeck_frames", "nobody has no metric tapedeck_frames"),
            ("rate(tapedeck_gaps_total{job=\"signals\"}[1m])", "signals has no metric tapedeck_gaps_total"),
            ("tapedeck_books{symbol=\"BTCUSDT\"}", "tapedeck_books has no label symbol"),
            ("sum by (symbol) (tapedeck_books)", "nothing in it has a label symbol"),
            ("tapedeck_commit_seconds", "nobody has no metric tapedeck_commit_seconds"),
            ("1 + 1", "it names no metric"),
        ])
    func mistakes(query: String, mistake: String) throws {
        #expect(Query(query).mistakes(try MetricTable()) == ["\(mistake): \(query)"])
    }

    @Test("what there is, is no mistake; a legend's labels count too")
    func right() throws {
        let table = try MetricTable()
        let query = Query("sum by (le, instance) (rate(tapedeck_commit_seconds_bucket{job=\"dedup\"}[5m]))")
        #expect(query.mistakes(table, legend: "{{instance}}") == [])
        #expect(query.mistakes(table, legend: "{{venue}}").count == 1)
    }
}

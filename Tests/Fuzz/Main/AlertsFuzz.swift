import MarketData

@testable import AlertsCore
@testable import TapedeckCore

/// What alerts and `tapedeck tail` make of documents, one a line.
struct AlertsFuzz: ~Copyable {
    private var alerts = DocumentAlerts()
    private var book = AlertBook(
        AlertBook.Limits(
            minimumSeverity: .info, groupNanoseconds: 0, quietNanoseconds: 0, repeatNanoseconds: 0,
            messagesPerMinute: 600))
    private var now: Int64 = 1_700_000_000_000_000_000

    init() {}

    /// Takes a document.
    mutating func take(_ line: UnsafeBufferPointer<UInt8>) {
        now += 1_000_000_000
        let document = Array(line)
        _ = RecordLine(width: 80).text(
            ShownRecord(topic: "market.gap.v1", partition: 0, offset: 0, key: "", value: document))
        guard let events = try? alerts.take(UnsafeRawBufferPointer(line)) else { return }
        for event in events { book.take(event, now: now) }
        guard let message = book.next(now: now) else { return }
        let text = AlertText.title(message) + AlertText.body(message)
        if text.utf16.count > AlertText.maximumUnits + 1000 { fatalError("a message is too long: \(text)") }
        book.wasTold(message, now: now)
    }
}

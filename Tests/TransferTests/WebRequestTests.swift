import Foundation
import TestSupport
import Testing
import Transfer

@Suite("Requests by libcurl", .enabled(if: Python.isAvailable, Python.missing))
struct WebRequestTests {
    @Test("a POST brings JSON, over TLS as well", arguments: ["http", "https"])
    func post(scheme: String) throws {
        let receiver = try RunningReceiver()
        _ = try WebRequest(
            url: receiver.url("/hook", scheme: scheme), json: #"{"text":"ä"}"#, caFile: receiver.authority.caFile
        ).send()
        let request = try #require(try receiver.waitFor(1).first)
        #expect(request.path == "/hook" && request.type == "application/json" && request.body == #"{"text":"ä"}"#)
    }

    @Test("a GET answers with the body")
    func get() throws {
        let receiver = try RunningReceiver()
        try receiver.answer("/api/v1/alerts", "[]")
        #expect(try WebRequest(url: receiver.url("/api/v1/alerts")).send() == Array("[]".utf8))
    }

    @Test("a server with a certificate of somebody else is not told anything")
    func stranger() throws {
        let receiver = try RunningReceiver()
        let request = WebRequest(
            url: receiver.url("/secret", scheme: "https"), json: "{}", caFile: receiver.authority.otherCAFile)
        do throws(TransferError) {
            _ = try request.send()
            Issue.record("it was sent")
        } catch {
            guard case .connection = error else {
                Issue.record("\(error)")
                return
            }
            #expect(!"\(error)".contains("/secret"))
        }
        #expect(try receiver.received().isEmpty)
    }

    @Test("what the server may take later is told from what it never takes", arguments: [404, 408, 429, 500, 503])
    func refusals(status: Int) throws {
        let receiver = try RunningReceiver()
        let error = TransferError.http(status: status, retryAfterSeconds: status == 429 ? 1 : 0)
        #expect(throws: error) { try WebRequest(url: receiver.url("/fail/\(status)/1/x"), json: "{}").send() }
        #expect(error.isRetriable == (status != 404))
    }

    @Test("nobody listening is retriable, an address that is none is not")
    func unreachable() throws {
        for url in ["http://127.0.0.1:1/", "file:///etc/passwd", "http://", ""] {
            do throws(TransferError) {
                _ = try WebRequest(url: url).send()
                Issue.record("\(url)")
            } catch { #expect(error.isRetriable == (url == "http://127.0.0.1:1/"), "\(url)") }
        }
    }

    @Test("a server that never answers is left when the time is over, or when the caller wants no more of it")
    func silence() throws {
        let receiver = try RunningReceiver()
        #expect(throws: TransferError.cancelled) {
            try WebRequest(url: receiver.url("/hang"), json: "{}", timeoutMilliseconds: 600_000)
                .send(isCancelled: { true })
        }
        do throws(TransferError) {
            _ = try WebRequest(url: receiver.url("/hang"), json: "{}", timeoutMilliseconds: 100).send()
            Issue.record("it was answered")
        } catch {
            guard case .connection = error else {
                Issue.record("\(error)")
                return
            }
            #expect(error.isRetriable)
        }
    }
}

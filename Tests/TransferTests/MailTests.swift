import TestSupport
import Testing

@testable import Transfer

@Suite("Mails by libcurl", .enabled(if: Python.isAvailable, Python.missing))
struct MailTests {
    private static let text =
        ".\n..Übergröße\n" + String(repeating: "a very long line ", count: 200) + "\nthe last one\n"

    private static func mail(to: [String] = ["desk@example.com"]) -> Mail {
        Mail(
            from: "tapedeck@example.com", to: to,
            subject: "[CRITICAL] Lücke: " + String(repeating: "größer ", count: 20), text: text, id: "7",
            sentAt: 1_700_000_000)
    }

    private static func server(_ receiver: RunningReceiver, _ security: MailServer.Security) -> MailServer {
        let isOpen = security == .none
        let port = receiver.port(isOpen ? "plain" : security == .tls ? "smtps" : "starttls")
        return MailServer(
            host: "localhost", port: port, security: security, user: isOpen ? nil : "me",
            password: isOpen ? nil : "right", caFile: receiver.authority.caFile)
    }

    @Test("it arrives as it was written, at all receivers", arguments: MailServer.Security.allCases)
    func arrives(security: MailServer.Security) throws {
        let receiver = try RunningReceiver()
        let mail = Self.mail(to: ["desk@example.com", "night@example.com"])
        try mail.send(through: Self.server(receiver, security))
        let received = try #require(try receiver.waitFor(1).first)
        #expect(received.from == mail.from && received.to == mail.to && received.subject == mail.subject)
        #expect(received.text?.replacing("\r\n", with: "\n") == mail.text)
        #expect(received.id == "<7@example.com>" && received.date == "Tue, 14 Nov 2023 22:13:20 +0000")
        #expect(security != .startTLS || received.isProtected == true)
    }

    @Test("a server without TLS gets neither password nor mail when TLS is asked for")
    func noTLS() throws {
        let receiver = try RunningReceiver()
        var server = Self.server(receiver, .startTLS)
        server.port = receiver.port("plain")
        #expect(throws: TransferError.self) { try Self.mail().send(through: server) }
        #expect(try receiver.received().isEmpty)
    }

    @Test("a wrong password is refused for good, and is in no error")
    func wrongPassword() throws {
        let receiver = try RunningReceiver()
        var server = Self.server(receiver, .startTLS)
        server.password = "wrong-secret"
        do throws(TransferError) {
            try Self.mail().send(through: server)
            Issue.record("it was taken")
        } catch {
            #expect(error == .smtp(code: 535) && !error.isRetriable)
            #expect(!"\(error)".contains("secret"))
        }
    }

    @Test("a receiver that is refused for good is told from one to try again")
    func receivers() throws {
        let receiver = try RunningReceiver()
        let server = Self.server(receiver, .none)
        #expect(throws: TransferError.smtp(code: 550)) {
            try Self.mail(to: ["refused@example.com"]).send(through: server)
        }
        #expect(throws: TransferError.smtp(code: 451)) {
            try Self.mail(to: ["busy@example.com"]).send(through: server)
        }
        try Self.mail(to: ["busy@example.com"]).send(through: server)
        #expect(try receiver.waitFor(1).count == 1)
    }

    @Test("an address that is refused keeps the mail from no other")
    func partlyRefused() throws {
        let receiver = try RunningReceiver()
        try Self.mail(to: ["refused@example.com", "desk@example.com", "busy@example.com"])
            .send(through: Self.server(receiver, .none))
        #expect(try receiver.waitFor(1).map(\.to) == [["desk@example.com"]])
    }

    @Test("a subject cannot begin another header")
    func injection() {
        #expect(Mail.encoded("[CRITICAL] Gap: a\r\nBcc: b") == "[CRITICAL] Gap: a  Bcc: b")
    }
}

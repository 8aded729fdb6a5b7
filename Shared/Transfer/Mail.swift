internal import CCurl
internal import Glibc

/// A mail of plain text (RFC 5322).
public struct Mail: Sendable {
    /// The sender's address.
    public var from: String
    /// The recipients' addresses.
    public var to: [String]
    /// The subject; control characters become spaces.
    public var subject: String
    /// The text.
    public var text: String
    /// The Message-ID becomes `<id@host>`. It must be the same for each attempt, so that recipients can recognise copies.
    public var id: String
    /// Seconds since 1970.
    public var sentAt: Int64

    /// `sentAt` is in seconds since 1970.
    public init(from: String, to: [String], subject: String, text: String, id: String, sentAt: Int64) {
        self.from = from
        self.to = to
        self.subject = subject
        self.text = text
        self.id = id
        self.sentAt = sentAt
    }

    /// Sends the mail, and blocks this thread until the server has accepted it for all recipients that it does not refuse. If
    /// it refuses all, the code for the last one is thrown.
    ///
    /// - Parameter isCancelled: called about once a second; true ends the transfer with ``TransferError/cancelled``.
    public func send(
        through server: MailServer, isCancelled: @escaping @Sendable () -> Bool = { false }
    ) throws(TransferError) {
        let host = server.host.contains(":") ? "[\(server.host)]" : server.host
        let scheme = server.security == .tls ? "smtps" : "smtp"
        let handle = try CurlHandle(
            url: "\(scheme)://\(host):\(server.port)", caFile: server.caFile,
            timeoutMilliseconds: server.timeoutMilliseconds, isCancelled: isCancelled)
        // Without it libcurl would continue unencrypted if the server offers no TLS.
        if server.security == .startTLS { try handle.set(CURLOPT_USE_SSL, Int(CURLUSESSL_ALL.rawValue)) }
        if let user = server.user { try handle.set(CURLOPT_USERNAME, user) }
        if let password = server.password { try handle.set(CURLOPT_PASSWORD, password) }
        try handle.set(CURLOPT_MAIL_FROM, "<\(from)>")
        try handle.set(CURLOPT_MAIL_RCPT, to.map { "<\($0)>" })
        // One invalid address must not prevent delivery to all others.
        try handle.allowRefusedReceivers()
        try handle.set(CURLOPT_HTTPHEADER, headers)
        try handle.setMailText(text)
        _ = try handle.perform()
    }

    private var headers: [String] {
        let domain = from.split(separator: "@").last.map(String.init) ?? "localhost"
        return [
            "Date: \(date)", "From: <\(from)>", "To: \(to.map { "<\($0)>" }.joined(separator: ", "))",
            "Subject: \(Self.encoded(subject))", "Message-ID: <\(id)@\(domain)>", "Auto-Submitted: auto-generated",
        ]
    }

    /// RFC 5322, 3.3, in UTC: `Sat, 21 Nov 2026 16:57:00 +0000`.
    private var date: String {
        var time = time_t(sentAt)
        var parts = tm()
        gmtime_r(&time, &parts)
        // In English: no program here uses a locale other than C.
        let bytes = [CChar](unsafeUninitializedCapacity: 64) { buffer, count in
            count = strftime(buffer.baseAddress, buffer.count, "%a, %d %b %Y %H:%M:%S +0000", &parts)
        }
        return String(decoding: bytes.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// A header's text: unchanged if it is ASCII, otherwise in encoded words (RFC 2047, 4.2), each with whole characters.
    static func encoded(_ text: String) -> String {
        let clean = text.unicodeScalars.map { $0.value < 32 || $0.value == 127 ? " " : $0 }
        guard clean.contains(where: { !$0.isASCII }) else { return String(String.UnicodeScalarView(clean)) }
        var words: [String] = [""]
        for scalar in clean {
            let code = encoded(scalar)
            if words[words.count - 1].utf8.count + code.utf8.count > maximumEncodedText { words.append("") }
            words[words.count - 1] += code
        }
        return words.map { "=?UTF-8?Q?\($0)?=" }.joined(separator: "\r\n ")
    }

    /// An encoded word has at most 75 characters, of which twelve are its delimiters.
    private static let maximumEncodedText = 63

    private static func encoded(_ scalar: Unicode.Scalar) -> String {
        if scalar == " " { return "_" }
        let isPlain = scalar.isASCII && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil)
        if isPlain { return String(scalar) }
        // Control characters were removed, so each byte has two digits.
        return String(scalar).utf8.map { "=" + String($0, radix: 16, uppercase: true) }.joined()
    }
}

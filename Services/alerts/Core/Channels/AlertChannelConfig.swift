public import Runtime
import Transfer

/// One element of `alerts.channels`: the receiver, the minimum severity and the rate of messages.
public struct AlertChannelConfig: Sendable {
    /// The name in logs and metrics.
    var name: String
    var kind: AlertChannelKind
    /// The settings of its messages.
    var limits: AlertBook.Limits
    /// The address of a web service; a secret unless it is in the configuration file.
    var url: String?
    var chatID: String?
    var smtpHost: String?
    var smtpPort: Int
    var smtpSecurity: MailServer.Security
    var smtpUser: String?
    var password: String?
    var from: String?
    var to: [String]
    var caFile: String?

    /// Reads one element.
    public init(_ section: inout ConfigurationSection) throws(ConfigurationError) {
        name = try section.string("name", "The channel's name in logs and metrics.")
        let kinds = AlertChannelKind.allCases.map(\.rawValue)
        let kind = try section.string("kind", of: kinds, "What it is.")
        self.kind = AlertChannelKind(rawValue: kind) ?? .webhook
        limits = try Self.limits(&section)
        let openURL = try section.optionalString(
            "url", "webhook: where to post; an address that is a secret goes into url_file or url_variable.")
        let secretURL = try section.secret("url", "webhook, slack, telegram: the address")
        url = secretURL ?? openURL
        chatID = try section.optionalString("chat_id", "telegram: the chat.")
        smtpHost = try section.optionalString("smtp_host", "email: the mail server.")
        smtpPort = try section.integer("smtp_port", default: 587, in: 1...65535, "email: its port.")
        smtpSecurity = try section.choice(
            "smtp_security", default: .startTLS, "email: TLS on request, from the first byte, or none.")
        smtpUser = try section.optionalString("smtp_user", "email: the user name; no login if left out.")
        password = try section.secret("password", "email: the password")
        from = try section.optionalString("from", "email: the sender's address.")
        to = try section.list("to", "email: the receivers' addresses.")
        caFile = try section.optionalString(
            "ca_file", "PEM file of the authorities to trust instead of the system's.")
        guard !section.isListingKeys else { return }
        if name.isEmpty { throw section.invalid("name", found: "an empty name", allowed: "text") }
        switch self.kind {
        case .webhook, .slack, .telegram: try checkAddress(section, openURL, secretURL)
        case .email: try checkMail(section)
        }
    }

    private static func limits(_ section: inout ConfigurationSection) throws(ConfigurationError) -> AlertBook.Limits {
        let severity = try section.choice(
            "severity", default: AlertSeverity.warning, "The least severity that it is told of.")
        let group = try section.integer(
            "group_seconds", default: 30, in: 0...3600,
            "How long a message waits for what comes after its first alert.")
        let quiet = try section.integer(
            "quiet_seconds", default: 120, in: 0...3600,
            "How long an alert that was told stays over, or goes on anew, before that is told.")
        let repetition = try section.integer(
            "repeat_minutes", default: 240, in: 1...10_080,
            "After how long an alert that still holds, or comes and goes, is told again.")
        let rate = try section.integer(
            "messages_per_minute", default: 6, in: 1...600, "Messages at most; what comes meanwhile is in the next.")
        let second: Int64 = 1_000_000_000
        return AlertBook.Limits(
            minimumSeverity: severity, groupNanoseconds: Int64(group) * second, quietNanoseconds: Int64(quiet) * second,
            repeatNanoseconds: Int64(repetition) * 60 * second, messagesPerMinute: rate)
    }

    private func checkAddress(
        _ section: ConfigurationSection, _ openURL: String?, _ secretURL: String?
    ) throws(ConfigurationError) {
        if openURL != nil, kind != .webhook {
            throw section.invalid(
                "url", found: "the address of \(kind.rawValue), which is a secret,",
                allowed: "the address of a webhook; use url_file or url_variable")
        }
        if (openURL == nil) == (secretURL == nil) {
            throw section.invalid(
                "url_file", found: secretURL == nil ? "no address" : "more than one address",
                allowed: "the file that holds the address, unless url_variable or, of a webhook, url does")
        }
        // The address may be secret, so the error does not repeat it.
        if let openURL, !Self.isOpenAddress(openURL) {
            throw section.invalid(
                "url", found: "this address", allowed: "http:// or https:// and a place without a password")
        }
        if let secretURL, !Self.isWebAddress(secretURL) {
            throw section.invalid(
                "url_file", found: "another address",
                allowed: "one that begins with http:// or https://, as url_variable")
        }
        if kind == .telegram, chatID == nil {
            throw section.invalid("chat_id", found: "nothing", allowed: "the chat's number or @name")
        }
    }

    private func checkMail(_ section: ConfigurationSection) throws(ConfigurationError) {
        if smtpHost == nil { throw section.invalid("smtp_host", found: "nothing", allowed: "the mail server") }
        guard let from, Self.isAddress(from) else {
            throw section.invalid("from", found: "'\(from ?? "")'", allowed: "an address such as tapedeck@example.com")
        }
        if to.isEmpty || !to.allSatisfy(Self.isAddress) {
            throw section.invalid(
                "to", found: "[\(to.joined(separator: ", "))]", allowed: "addresses such as desk@example.com")
        }
        if (password == nil) != (smtpUser == nil) {
            throw section.invalid(
                "password_file",
                found: password == nil ? "no password beside smtp_user" : "a password without smtp_user",
                allowed: "password_file or password_variable with smtp_user, and neither without")
        }
        if smtpUser != nil, smtpSecurity == .none {
            throw section.invalid("smtp_security", found: "none with a password", allowed: "starttls or tls")
        }
    }

    private static func isWebAddress(_ url: String) -> Bool {
        (url.hasPrefix("http://") || url.hasPrefix("https://"))
            && url.unicodeScalars.allSatisfy { $0.value > 32 && $0.value != 127 }
    }

    /// Whether a web address is allowed in the configuration file: it must have no user and password.
    static func isOpenAddress(_ url: String) -> Bool {
        isWebAddress(url) && !url.drop { $0 != ":" }.dropFirst(3).prefix { $0 != "/" }.contains("@")
    }

    /// Whether a text is a plain mail address, without a display name and without characters that would end the line or the
    /// brackets.
    private static func isAddress(_ text: String) -> Bool {
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        return parts.count == 2 && parts.allSatisfy { !$0.isEmpty }
            && text.unicodeScalars.allSatisfy { $0.value > 32 && $0.value != 127 && !"<>,".unicodeScalars.contains($0) }
    }
}

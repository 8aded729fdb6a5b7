import Transfer

/// Sends messages to the server of one channel. It holds the channel's secrets, so it must never be logged.
struct AlertSender: Sendable {
    private enum Target {
        case web(url: String, payload: @Sendable (AlertMessage) -> String)
        case mail(MailServer, from: String, to: [String])
    }

    private let target: Target
    private let caFile: String?

    /// The configuration must have been checked.
    init(_ config: AlertChannelConfig) {
        caFile = config.caFile
        let url = config.url ?? ""
        switch config.kind {
        case .webhook: target = .web(url: url, payload: AlertPayload.webhook)
        case .slack: target = .web(url: url, payload: AlertPayload.slack)
        case .telegram:
            let chatID = config.chatID ?? ""
            target = .web(url: url) { AlertPayload.telegram($0, chatID: chatID) }
        case .email:
            let server = MailServer(
                host: config.smtpHost ?? "", port: config.smtpPort, security: config.smtpSecurity,
                user: config.smtpUser, password: config.password, caFile: config.caFile)
            target = .mail(server, from: config.from ?? "", to: config.to)
        }
    }

    /// Sends a message and blocks this thread until the server has accepted it.
    ///
    /// - Parameters:
    ///   - id: identical for all attempts of one message.
    ///   - time: when the message was built, in nanoseconds since 1970.
    ///   - isCancelled: called about once a second; true ends the attempt with ``TransferError/cancelled``.
    func send(
        _ message: AlertMessage, id: String, time: Int64, isCancelled: @escaping @Sendable () -> Bool = { false }
    ) throws(TransferError) {
        switch target {
        case .web(let url, let payload):
            _ = try WebRequest(url: url, json: payload(message), caFile: caFile).send(isCancelled: isCancelled)
        case .mail(let server, let from, let to):
            let mail = Mail(
                from: from, to: to, subject: AlertText.title(message), text: AlertText.body(message), id: id,
                sentAt: time / 1_000_000_000)
            try mail.send(through: server, isCancelled: isCancelled)
        }
    }
}

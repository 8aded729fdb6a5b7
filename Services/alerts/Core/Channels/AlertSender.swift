import Transfer

/// Sends messages to one channel's server. It holds the channel's secrets, so it is never logged.
struct AlertSender: Sendable {
    private enum Target {
        case web(url: String, payload: @Sendable (AlertMessage) -> String)
        case mail(MailServer, from: String, to: [String])
    }

    private let target: Target
    private let caFile: String?

    /// What the configuration says of a channel that it has checked.
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

    /// Sends a message and blocks this thread until the server has taken it.
    ///
    /// - Parameters:
    ///   - id: the same for each attempt with one message.
    ///   - time: when it was made, in nanoseconds since 1970.
    ///   - isCancelled: asked about once a second; true ends the attempt with ``TransferError/cancelled``.
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

/// The kinds of receivers.
enum AlertChannelKind: String, Sendable, CaseIterable {
    /// Our own JSON format by HTTP POST.
    case webhook
    /// An incoming webhook of Slack, or a compatible one (Mattermost, Discord's `/slack`).
    case slack
    /// A bot of Telegram.
    case telegram
    /// SMTP.
    case email
}

/// The ways to reach people.
enum AlertChannelKind: String, Sendable, CaseIterable {
    /// JSON of our own by HTTP POST.
    case webhook
    /// An incoming webhook of Slack, or what understands the same (Mattermost, Discord's `/slack`).
    case slack
    /// A bot of Telegram.
    case telegram
    /// SMTP.
    case email
}

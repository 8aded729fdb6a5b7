public import MarketData

/// One WebSocket connection to a venue: where to, what to say, what to ask for beside it. How fast, and when it counts as
/// dead, is the venue's `VenuePolicy`.
public struct ConnectionPlan: Sendable, Hashable {
    /// Names the connection in record keys and metrics; the same plan gives the same name: `linear-0`.
    public var name: String
    /// The kind of market that its frames belong to.
    public var product: Product
    /// Appended to a WebSocket endpoint: `/v5/public/linear`, `/stream?streams=…`.
    public var path: String
    /// Headers of the handshake beside those that every WebSocket has.
    public var headers: [HeaderField]
    /// What to ask for before each connect, where the venue tells a session's address then (KuCoin's token); the session's
    /// reader understands the answer, which is not recorded. Nil where the address is known.
    public var addressRequest: RESTRequest?
    /// Frames to send once the connection is open, before the subscriptions.
    public var openingFrames: [String]
    /// The requests to subscribe, in order.
    public var subscriptions: [SubscribeRequest]
    /// What those subscribe to, as far as it is watched or can be asked for by itself.
    public var channels: [PlannedChannel]
    /// REST requests that belong to the connection (instruments, open interest). They are made once the subscriptions
    /// were sent, and their answers enter the connection's stream of raw records. The channels' snapshots are not among
    /// them: each is asked for when its channel flows.
    public var requests: [RESTRequest]

    /// The number of the first request to subscribe; smaller ones are for opening frames and single channels.
    public static let firstNumber = 2

    /// Makes a plan.
    public init(
        name: String, product: Product, path: String, headers: [HeaderField] = [], addressRequest: RESTRequest? = nil,
        openingFrames: [String] = [], subscriptions: [SubscribeRequest], channels: [PlannedChannel] = [],
        requests: [RESTRequest] = []
    ) {
        self.name = name
        self.product = product
        self.path = path
        self.headers = headers
        self.addressRequest = addressRequest
        self.openingFrames = openingFrames
        self.subscriptions = subscriptions
        self.channels = channels
        self.requests = requests
    }

    /// All that is said once the connection is open, where nothing is known to be refused.
    public var subscribeFrames: [String] {
        openingFrames
            + subscriptions.enumerated().map { index, request in request.frame(number: Self.firstNumber + index) }
    }

    /// The REST requests for the channels' snapshots, in order.
    public var snapshotRequests: [RESTRequest] {
        channels.compactMap { if case .request(let request) = $0.snapshot { request } else { nil } }
    }
}

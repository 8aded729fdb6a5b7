public import Base
public import MarketData

/// One WebSocket connection to a venue: its path, the frames to send, and the REST requests that belong to it. The venue's
/// `VenuePolicy` defines the rates and when a connection counts as dead.
public struct ConnectionPlan: Sendable, Hashable {
    /// The name of the connection in record keys and metrics. The same plan always has the same name: `linear-0`.
    public var name: String
    /// The kind of market that its frames belong to.
    public var product: Product
    /// Appended to a WebSocket endpoint: `/v5/public/linear`, `/stream?streams=…`.
    public var path: String
    /// Additional headers of the handshake.
    public var headers: [HTTPHeader]
    /// The request to make before each connect, if the venue assigns the address of a session (KuCoin's token). The session's
    /// reader parses the answer, which is not recorded. Nil if the address is fixed.
    public var addressRequest: RESTRequest?
    /// Frames to send once the connection is open, before the subscriptions.
    public var openingFrames: [String]
    /// The requests to subscribe, in order.
    public var subscriptions: [SubscribeRequest]
    /// The subscribed channels that are watched or can be subscribed individually.
    public var channels: [PlannedChannel]
    /// REST requests that belong to the connection (instruments, open interest). They are made after the subscriptions were
    /// sent, and their answers enter the connection's stream of raw records. They do not include the channels' snapshots, each
    /// of which is requested when its channel has sent something.
    public var requests: [RESTRequest]

    /// The number of the first subscription request; smaller numbers are for opening frames and single channels.
    public static let firstNumber = 2

    /// `name` must be the same for the same plan, because record keys contain it.
    public init(
        name: String, product: Product, path: String, headers: [HTTPHeader] = [], addressRequest: RESTRequest? = nil,
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

    /// All frames to send when the connection is open, if no topic is known to be refused.
    public var subscribeFrames: [String] {
        openingFrames
            + subscriptions.enumerated().map { index, request in request.frame(number: Self.firstNumber + index) }
    }

    /// The REST requests for the channels' snapshots, in order.
    public var snapshotRequests: [RESTRequest] {
        channels.compactMap { if case .request(let request) = $0.snapshot { request } else { nil } }
    }
}

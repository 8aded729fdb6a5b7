internal import CCurl

/// One HTTP request through libcurl: a POST of JSON, or a GET. Redirects are not followed.
public struct WebRequest: Sendable {
    /// `http://` or `https://`; it may contain a secret and is never part of an error.
    public var url: String
    /// JSON to post; nil for a GET.
    public var json: String?
    /// PEM file of the certificate authorities that replace the system's.
    public var caFile: String?
    /// The timeout for the whole request in milliseconds.
    public var timeoutMilliseconds: Int

    /// With `json` it is a POST, otherwise a GET.
    public init(url: String, json: String? = nil, caFile: String? = nil, timeoutMilliseconds: Int = 15_000) {
        self.url = url
        self.json = json
        self.caFile = caFile
        self.timeoutMilliseconds = timeoutMilliseconds
    }

    /// Sends the request and blocks this thread until the answer.
    ///
    /// - Parameter isCancelled: called about once a second; true ends the transfer with ``TransferError/cancelled``.
    /// - Returns: the body of an answer with a status from 200 to 299.
    public func send(
        isCancelled: @escaping @Sendable () -> Bool = { false }
    ) throws(TransferError) -> [UInt8] {
        guard url.hasPrefix("http://") || url.hasPrefix("https://") else {
            throw .unusable(reason: "the address begins neither with http:// nor with https://")
        }
        let handle = try CurlHandle(
            url: url, caFile: caFile, timeoutMilliseconds: timeoutMilliseconds, isCancelled: isCancelled)
        if let json {
            try handle.set(CURLOPT_HTTPHEADER, ["Content-Type: application/json"])
            try handle.set(CURLOPT_COPYPOSTFIELDS, json)
        }
        let status = try handle.perform()
        guard (200...299).contains(status) else {
            throw .http(status: status, retryAfterSeconds: handle.retryAfterSeconds)
        }
        return handle.body
    }
}

internal import CCurl

/// One transfer of libcurl with all memory that it borrows, which is freed with this object.
final class CurlHandle {
    /// The maximum size of an answer; a larger one ends the transfer.
    static let maximumAnswerBytes = 8 << 20

    private let handle: UnsafeMutableRawPointer
    private let isMail: Bool
    private let answer = Answer()
    private let interest: Interest
    private var lists: [UnsafeMutablePointer<curl_slist>] = []
    private var mime: OpaquePointer?

    /// https://curl.se/libcurl/c/curl_global_init.html: called once, before anything else.
    private static let isReady = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK

    /// - Parameters:
    ///   - caFile: certificate authorities that replace the system's.
    ///   - isCancelled: called about once a second, on the transfer's thread.
    init(
        url: String, caFile: String?, timeoutMilliseconds: Int, isCancelled: @escaping @Sendable () -> Bool
    ) throws(TransferError) {
        guard Self.isReady, let handle = curl_easy_init() else { throw .unusable(reason: "no libcurl") }
        self.handle = handle
        isMail = url.hasPrefix("smtp")
        interest = Interest(isCancelled)
        try set(CURLOPT_URL, url)
        // Timeouts by signals could interrupt any thread.
        try set(CURLOPT_NOSIGNAL, 1)
        try set(CURLOPT_TIMEOUT_MS, timeoutMilliseconds)
        try set(CURLOPT_CONNECTTIMEOUT_MS, timeoutMilliseconds)
        try set(CURLOPT_USERAGENT, "tapedeck")
        if let caFile { try set(CURLOPT_CAINFO, caFile) }
        try check(
            tapedeck_curl_set_sink(
                handle,
                { bytes, size, count, context in
                    guard let bytes, let context else { return 0 }
                    let answer = Unmanaged<Answer>.fromOpaque(context).takeUnretainedValue()
                    // Any number other than the offered one ends the transfer.
                    return answer.take(UnsafeRawBufferPointer(start: bytes, count: size * count)) ? size * count : 0
                }, Unmanaged.passUnretained(answer).toOpaque()))
        try check(
            tapedeck_curl_set_progress(
                handle,
                { context, _, _, _, _ in
                    guard let context else { return 0 }
                    return Unmanaged<Interest>.fromOpaque(context).takeUnretainedValue().isCancelled() ? 1 : 0
                }, Unmanaged.passUnretained(interest).toOpaque()))
    }

    deinit {
        // https://curl.se/libcurl/c/curl_mime_free.html: must be called before the handle is freed.
        curl_mime_free(mime)
        curl_easy_cleanup(handle)
        for list in lists { curl_slist_free_all(list) }
    }

    func set(_ option: CURLoption, _ value: Int) throws(TransferError) {
        try check(tapedeck_curl_set_long(handle, option, value))
    }

    func set(_ option: CURLoption, _ value: String) throws(TransferError) {
        try check(tapedeck_curl_set_text(handle, option, value))
    }

    func set(_ option: CURLoption, _ texts: [String]) throws(TransferError) {
        var list: UnsafeMutablePointer<curl_slist>?
        defer { if let list { lists.append(list) } }
        for text in texts {
            guard let grown = curl_slist_append(list, text) else { throw .unusable(reason: "no memory") }
            list = grown
        }
        try check(tapedeck_curl_set_list(handle, option, list))
    }

    /// Sends a text as the body of a mail, in base64, so that no line is too long for the servers in between.
    func setMailText(_ text: String) throws(TransferError) {
        mime = curl_mime_init(handle)
        guard let mime, let part = curl_mime_addpart(mime) else { throw .unusable(reason: "no memory") }
        try check(curl_mime_data(part, text, text.utf8.count))
        try check(curl_mime_type(part, "text/plain; charset=utf-8"))
        try check(curl_mime_encoder(part, "base64"))
        try check(tapedeck_curl_set_mime(handle, mime))
    }

    /// Delivers a mail to the recipients that the server accepts, even if it refuses others.
    func allowRefusedReceivers() throws(TransferError) { try check(tapedeck_curl_allow_refused_receivers(handle)) }

    /// Performs the transfer on this thread, and returns the server's last status
    /// (https://curl.se/libcurl/c/CURLINFO_RESPONSE_CODE.html: of HTTP and of SMTP).
    func perform() throws(TransferError) -> Int {
        let code = curl_easy_perform(handle)
        let status = Int(tapedeck_curl_status(handle))
        if code == CURLE_OK { return status }
        if code == CURLE_ABORTED_BY_CALLBACK { throw .cancelled }
        // A mail server's refusal ends the transfer; its code is more specific than libcurl's.
        if isMail, (400...599).contains(status) { throw .smtp(code: status) }
        let reason = String(cString: curl_easy_strerror(code))
        switch code {
        case CURLE_UNSUPPORTED_PROTOCOL, CURLE_URL_MALFORMAT, CURLE_NOT_BUILT_IN: throw .unusable(reason: reason)
        default: throw .connection(reason: reason)
        }
    }

    /// The server's answer.
    var body: [UInt8] { answer.bytes }

    /// The seconds of the answer's Retry-After.
    var retryAfterSeconds: Int { Int(tapedeck_curl_retry_after(handle)) }

    private func check(_ code: CURLcode) throws(TransferError) {
        guard code == CURLE_OK else { throw .unusable(reason: String(cString: curl_easy_strerror(code))) }
    }

    /// Whether the caller still wants the transfer.
    private final class Interest {
        let isCancelled: @Sendable () -> Bool

        init(_ isCancelled: @escaping @Sendable () -> Bool) { self.isCancelled = isCancelled }
    }

    /// The received bytes, up to the limit.
    private final class Answer {
        var bytes: [UInt8] = []

        func take(_ piece: UnsafeRawBufferPointer) -> Bool {
            guard bytes.count + piece.count <= CurlHandle.maximumAnswerBytes else { return false }
            bytes.append(contentsOf: piece)
            return true
        }
    }
}

import CLibwebsockets

/// Reads headers of the message that the library has just parsed.
enum ResponseHeaders {
    /// The library keeps known names as numbers and the rest as text; these are the known ones that venues send.
    private static let known: [String: lws_token_indexes] = [
        "content-type": WSI_TOKEN_HTTP_CONTENT_TYPE, "content-length": WSI_TOKEN_HTTP_CONTENT_LENGTH,
        "date": WSI_TOKEN_HTTP_DATE, "etag": WSI_TOKEN_HTTP_ETAG, "location": WSI_TOKEN_HTTP_LOCATION,
        "retry-after": WSI_TOKEN_HTTP_RETRY_AFTER, "server": WSI_TOKEN_HTTP_SERVER,
    ]

    static func value(of name: String, in wsi: OpaquePointer) -> String? {
        let name = name.lowercased()
        if let token = known[name] { return value(token, of: wsi) }
        let key = name + ":"
        let length = lws_hdr_custom_length(wsi, key, Int32(key.utf8.count))
        guard length >= 0 else { return nil }
        return text(length) { lws_hdr_custom_copy(wsi, $0, $1, key, Int32(key.utf8.count)) }
    }

    static func value(_ token: lws_token_indexes, of wsi: OpaquePointer) -> String? {
        let length = lws_hdr_total_length(wsi, token)
        guard length > 0 else { return nil }
        return text(length) { lws_hdr_copy(wsi, $0, $1, token) }
    }

    /// The parts of a token that the library splits, such as a query at each `&`.
    static func fragments(_ token: lws_token_indexes, of wsi: OpaquePointer) -> [String] {
        var parts: [String] = []
        while true {
            let length = lws_hdr_fragment_length(wsi, token, Int32(parts.count))
            guard length > 0 else { return parts }
            let index = Int32(parts.count)
            guard let part = text(length, { lws_hdr_copy_fragment(wsi, $0, $1, token, index) }) else { return parts }
            parts.append(part)
        }
    }

    private static func text(_ length: Int32, _ copy: (UnsafeMutablePointer<CChar>, Int32) -> Int32) -> String? {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(length) + 1) { buffer in
            guard let start = buffer.baseAddress else { return nil }
            let count = copy(start, length + 1)
            guard count >= 0 else { return nil }
            return String(decoding: UnsafeRawBufferPointer(start: start, count: Int(count)), as: UTF8.self)
        }
    }
}

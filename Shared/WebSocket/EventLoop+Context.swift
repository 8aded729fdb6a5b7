import CLibwebsockets
import Glibc

/// What client connections share: those with the same certificates and extensions live on one virtual host.
struct ClientHostKey: Hashable {
    var caFile: String?
    var compresses: Bool
}

extension EventLoop {
    /// Bytes read from a socket at once, and the largest handshake (venues put hundreds of streams into the path).
    static let readBufferBytes = 65_536
    /// The maximum number of descriptors of one loop. Without it the library sizes its tables by the limit of the process,
    /// which containers set to a billion.
    static let descriptorLimit = 16_384
    /// Seconds after which the library itself gives up a handshake or an idle request; our timeouts are shorter.
    static let libraryTimeoutSeconds: UInt32 = 120

    /// Whether a context of this process has set OpenSSL up. A second time would change the index by which the
    /// library finds a connection from its TLS session, and handshakes under way on other loops would fail.
    private static let isTLSReady = Guarded(false)

    func makeContext() throws(WebSocketError) -> OpaquePointer {
        _ = LibraryLog.installed
        var info = lws_context_creation_info()
        info.port = -1  // CONTEXT_PORT_NO_LISTEN
        info.pt_serv_buf_size = UInt32(Self.readBufferBytes)
        info.max_http_header_data2 = UInt32(Self.readBufferBytes - 1)
        info.max_http_header_pool2 = 64
        info.fd_limit_per_thread = UInt32(Self.descriptorLimit)
        info.timeout_secs = Self.libraryTimeoutSeconds
        info.connect_timeout_secs = Self.libraryTimeoutSeconds
        // "No change of user"; signed in 4.1, unsigned later.
        info.gid = .init(truncatingIfNeeded: -1)
        info.uid = .init(truncatingIfNeeded: -1)
        return try Self.isTLSReady.withLock { (isTLSReady) throws(WebSocketError) in
            info.options = tapedeck_lws_context_options | (isTLSReady ? 0 : tapedeck_lws_tls_option)
            let (context, text) = LibraryLog.capturing { lws_create_context(&info) }
            guard let context else { throw .setupFailed(text.isEmpty ? "no context" : text) }
            isTLSReady = true
            return context
        }
    }

    /// The virtual host for clients of this kind, made when first asked for.
    func clientHost(_ key: ClientHostKey) throws(WebSocketError) -> OpaquePointer {
        if let host = clientHosts[key] { return host }
        guard let context else { throw .loopNotRunning }
        // Without a file the library would also look into "../share": the system's bundle is named instead.
        let caFile = key.caFile ?? SystemCertificates.file
        if let caFile, access(caFile, R_OK) != 0 { throw .unreadableFile(caFile) }
        var info = lws_context_creation_info()
        info.port = -1
        info.vhost_name = memory.string("client-\(clientHosts.count)")
        info.options = tapedeck_lws_tls_option | (key.caFile == nil ? 0 : tapedeck_lws_private_ca_option)
        info.client_ssl_ca_filepath = caFile.map { memory.string($0) }
        info.alpn = memory.string("http/1.1")
        fillProtocols(&info, compresses: key.compresses)
        let (host, text) = LibraryLog.capturing { lws_create_vhost(context, &info) }
        guard let host else { throw .setupFailed(text.isEmpty ? "no virtual host for clients" : text) }
        clientHosts[key] = host
        return host
    }

    /// The one protocol of each virtual host, and permessage-deflate (RFC 7692) if wanted.
    func fillProtocols(_ info: inout lws_context_creation_info, compresses: Bool) {
        var entry = lws_protocols()
        entry.name = memory.string(Self.protocolName)
        entry.callback = socketCallback
        entry.rx_buffer_size = Self.readBufferBytes
        info.protocols = memory.array([entry, lws_protocols()])
        info.retry_and_idle_policy = memory.array([tapedeck_lws_no_keepalive])
        guard compresses else { return }
        var deflate = lws_extension()
        deflate.name = memory.string("permessage-deflate")
        deflate.callback = deflateExtension
        deflate.client_offer = memory.string("permessage-deflate; client_max_window_bits")
        info.extensions = memory.array([deflate, lws_extension()])
    }

    /// The library's name for our callback; it is never sent to a peer.
    static let protocolName = "tapedeck"
}

/// Where Linux distributions keep the certificates of public authorities.
enum SystemCertificates {
    private static let places = [
        "/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/cert.pem",
    ]

    /// The first that can be read; OpenSSL's own variable comes before all.
    static let file: String? = {
        if let variable = getenv("SSL_CERT_FILE") { return String(cString: variable) }
        return places.first { access($0, R_OK) == 0 }
    }()
}

import COpenSSL
import Glibc

/// A client's side of a TLS connection without a socket: what comes from the network is fed to it, what must go there is taken
/// from it. The server's certificate and its name are always verified.
///
/// OpenSSL is not given the socket: its writes would raise SIGPIPE when the server is gone.
final class TLSSession {
    private let session: OpaquePointer
    /// OpenSSL's buffers in memory, which take all that there is; the session owns them.
    private let incoming: OpaquePointer
    private let outgoing: OpaquePointer
    /// What was decrypted last; a TLS record has no more.
    private let plain: UnsafeMutableRawBufferPointer

    /// Prepares a connection to `config.host`.
    init(_ config: RedisConfig) throws(RedisError) {
        guard let context = SSL_CTX_new(TLS_client_method()) else { throw Self.failure("TLS") }
        // The session keeps it alive.
        defer { SSL_CTX_free(context) }
        SSL_CTX_ctrl(context, SSL_CTRL_SET_MIN_PROTO_VERSION, Int(TLS1_2_VERSION), nil)
        SSL_CTX_set_verify(context, SSL_VERIFY_PEER, nil)
        try Self.trust(config.caFile, in: context)
        if let certificate = config.certificate { try Self.show(certificate, in: context) }
        guard let session = SSL_new(context), let incoming = BIO_new(BIO_s_mem()), let outgoing = BIO_new(BIO_s_mem())
        else { throw .connection(operation: "TLS", reason: "out of memory") }
        self.session = session
        self.incoming = incoming
        self.outgoing = outgoing
        plain = .allocate(byteCount: 16 << 10, alignment: 16)
        SSL_set_bio(session, incoming, outgoing)
        SSL_set_connect_state(session)
        // https://docs.openssl.org/3.0/man3/SSL_set1_host/: an IP address is taken for one.
        guard SSL_set1_host(session, config.host) == 1 else { throw Self.failure("TLS") }
        Self.name(config.host, to: session)
    }

    deinit {
        SSL_free(session)
        plain.deallocate()
    }

    /// Trusts the authorities of a PEM file; without one the system's, or those of SSL_CERT_FILE and SSL_CERT_DIR.
    private static func trust(_ caFile: String?, in context: OpaquePointer) throws(RedisError) {
        ERR_clear_error()
        let result =
            caFile.map { SSL_CTX_load_verify_locations(context, $0, nil) } ?? SSL_CTX_set_default_verify_paths(context)
        guard result == 1 else { throw failure("TLS authorities" + (caFile.map { " of \($0)" } ?? "")) }
    }

    /// Shows a certificate of our own to servers that ask for one.
    private static func show(_ certificate: RedisConfig.Certificate, in context: OpaquePointer) throws(RedisError) {
        ERR_clear_error()
        // Without this OpenSSL would prompt for the key's password on the terminal.
        SSL_CTX_set_default_passwd_cb(context) { _, _, _, _ in -1 }
        guard SSL_CTX_use_certificate_chain_file(context, certificate.file) == 1 else {
            throw failure("TLS certificate of \(certificate.file)")
        }
        guard SSL_CTX_use_PrivateKey_file(context, certificate.keyFile, SSL_FILETYPE_PEM) == 1,
            SSL_CTX_check_private_key(context) == 1
        else { throw failure("TLS key of \(certificate.keyFile)") }
    }

    /// Asks for the certificate of this name (SNI), of which RFC 6066, section 3, says that it is no IP address.
    private static func name(_ host: String, to session: OpaquePointer) {
        var address = in6_addr()
        guard inet_pton(AF_INET, host, &address) != 1, inet_pton(AF_INET6, host, &address) != 1 else { return }
        _ = host.withCString {
            SSL_ctrl(
                session, SSL_CTRL_SET_TLSEXT_HOSTNAME, Int(TLSEXT_NAMETYPE_host_name),
                UnsafeMutableRawPointer(mutating: $0))
        }
    }

    /// Whether the server has said that it sends nothing more.
    var isClosed: Bool { SSL_get_shutdown(session) & SSL_RECEIVED_SHUTDOWN != 0 }

    /// Goes on with the handshake: false until more of the network was fed.
    func handshake() throws(RedisError) -> Bool {
        ERR_clear_error()
        let result = SSL_do_handshake(session)
        if result == 1 { return true }
        guard SSL_get_error(session, result) == SSL_ERROR_WANT_READ else { throw failure("TLS handshake") }
        return false
    }

    /// Takes in what came from the network.
    func feed(_ bytes: UnsafeRawBufferPointer) {
        BIO_write(incoming, bytes.baseAddress, Int32(bytes.count))
    }

    /// What the server has sent, as far as it was fed, a piece at a time; valid until the next call. Empty when more must be
    /// fed, or the server has ended.
    func read() throws(RedisError) -> UnsafeRawBufferPointer {
        ERR_clear_error()
        let result = SSL_read(session, plain.baseAddress, Int32(plain.count))
        if result > 0 { return UnsafeRawBufferPointer(rebasing: plain[..<Int(result)]) }
        switch SSL_get_error(session, result) {
        case SSL_ERROR_WANT_READ, SSL_ERROR_ZERO_RETURN: return UnsafeRawBufferPointer(start: nil, count: 0)
        default: throw failure("TLS read")
        }
    }

    /// Encrypts bytes for the server.
    func write(_ bytes: ArraySlice<UInt8>) throws(RedisError) {
        ERR_clear_error()
        var written = 0
        let result = bytes.withUnsafeBytes { SSL_write_ex(session, $0.baseAddress, $0.count, &written) }
        guard result == 1 else { throw failure("TLS write") }
    }

    /// What must go to the network now; it is forgotten here.
    func takeOutput() -> [UInt8] {
        let count = BIO_ctrl_pending(outgoing)
        return [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
            initialized = max(0, Int(BIO_read(outgoing, buffer.baseAddress, Int32(count))))
        }
    }

    /// What is wrong: with the certificate, if that was refused, else what OpenSSL says.
    private func failure(_ operation: String) -> RedisError {
        let verdict = SSL_get_verify_result(session)
        guard verdict != Int(X509_V_OK), let reason = X509_verify_cert_error_string(verdict) else {
            return Self.failure(operation)
        }
        return .connection(operation: operation, reason: "the server's certificate: \(String(cString: reason))")
    }

    private static func failure(_ operation: String) -> RedisError {
        let code = ERR_get_error()
        guard code != 0 else { return .connection(operation: operation, reason: "no reason given") }
        // An error of the system, such as a file that is not there, has no text in OpenSSL 3.
        let reason = ERR_reason_error_string(code).map { String(cString: $0) }
        return .connection(operation: operation, reason: reason ?? String(cString: strerror(Int32(code & 0x7FFF_FFFF))))
    }
}

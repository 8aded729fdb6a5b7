import Redis
import TestSupport
import Testing

@Suite("A Redis connection with TLS")
struct RedisTLSTests {
    private let authority: TestAuthority

    init() throws { authority = try TestAuthority.shared.get() }

    private func connection(to port: Int, host: String = "localhost", caFile: String?) -> RedisConnection {
        RedisConnection(RedisConfig(host: host, port: port, usesTLS: true, caFile: caFile))
    }

    @Test("carries password, database and pipelines of many records")
    func pipeline() throws {
        let server = try RunningRedis(password: "hunter2", certificate: authority.localhost)
        let redis = RedisConnection(
            try RedisConfig(url: "rediss://:hunter2@localhost:\(server.tlsPort)/3", caFile: authority.caFile))
        try redis.connect()
        #expect(try redis.send("CLIENT", "INFO").text?.contains(" db=3 ") == true)
        // Answers and commands of many times a TLS record's 16 KiB, and all of them at once.
        let book = String(repeating: "0123456789", count: 10_000)
        for index in 0..<50 {
            redis.append("SET") {
                $0.append("book:\(index)")
                $0.append(book)
            }
        }
        #expect(try redis.readReplies().refused == 0)
        for index in 0..<50 { redis.append("GET") { $0.append("book:\(index)") } }
        for _ in 0..<50 { #expect(try redis.readReply().text == book) }
        #expect(redis.pendingReplies == 0)
    }

    @Test("knows a server by its address as well")
    func address() throws {
        let server = try RunningRedis(certificate: authority.localhost)
        let redis = connection(to: server.tlsPort, host: "127.0.0.1", caFile: authority.caFile)
        try redis.connect()
        try redis.ping()
    }

    @Test("refuses an authority that nobody named, and the system's do not know it either")
    func strangeAuthority() throws {
        let server = try RunningRedis(certificate: authority.localhost)
        for caFile in [authority.otherCAFile, nil] {
            let redis = connection(to: server.tlsPort, caFile: caFile)
            let error = #expect(throws: RedisError.self) { try redis.connect() }
            #expect(error?.description.contains("TLS handshake: the server's certificate: ") == true, "\(error as Any)")
            #expect(!redis.isConnected)
        }
    }

    @Test("refuses a certificate of another name", arguments: ["localhost", "127.0.0.1"])
    func strangeName(_ host: String) throws {
        let server = try RunningRedis(certificate: authority.stranger)
        let redis = connection(to: server.tlsPort, host: host, caFile: authority.caFile)
        let error = #expect(throws: RedisError.self) { try redis.connect() }
        #expect(error?.description.contains("mismatch") == true, "\(error as Any)")
    }

    @Test("tells that a server speaks no TLS")
    func plainServer() throws {
        let server = try OneShotServer(answer: "-ERR unknown command\r\n")
        let redis = connection(to: server.port, host: "127.0.0.1", caFile: authority.caFile)
        let error = #expect(throws: RedisError.self) { try redis.connect() }
        #expect(error?.description.contains("TLS handshake: ") == true, "\(error as Any)")
        #expect(error?.requiresReconnect == true)
        #expect(!redis.isConnected)
    }

    @Test("gives up a server that takes the connection and says nothing")
    func muteServer() throws {
        let server = try OneShotServer(answer: nil)
        let redis = RedisConnection(
            RedisConfig(port: server.port, usesTLS: true, caFile: authority.caFile, replyTimeoutMilliseconds: 200))
        #expect(throws: RedisError.timedOut(operation: "TLS handshake")) { try redis.connect() }
        #expect(!redis.isConnected)
    }

    @Test("shows a certificate to a server that asks for one")
    func certificate() throws {
        let server = try RunningRedis(
            certificate: authority.localhost,
            options: ["--tls-auth-clients", "yes", "--tls-ca-cert-file", authority.caFile])
        var config = RedisConfig(host: "localhost", port: server.tlsPort, usesTLS: true, caFile: authority.caFile)
        let nobody = RedisConnection(config)
        let error = #expect(throws: RedisError.self) { try nobody.connect() }
        #expect(error?.description.contains("certificate required") == true, "\(error as Any)")

        config.certificate = .init(file: authority.localhost.certificateFile, keyFile: authority.localhost.keyFile)
        let redis = RedisConnection(config)
        try redis.connect()
        try redis.ping()

        // A key that is another certificate's.
        config.certificate?.keyFile = authority.stranger.keyFile
        let other = RedisConnection(config)
        let mismatch = #expect(throws: RedisError.self) { try other.connect() }
        #expect(mismatch?.description.contains(authority.stranger.keyFile) == true, "\(mismatch as Any)")
    }

    @Test("reads an answer that comes together with the end")
    func end() throws {
        let server = try RunningRedis(certificate: authority.localhost)
        let redis = connection(to: server.tlsPort, caFile: authority.caFile)
        try redis.connect()
        #expect(try redis.send("QUIT").text == "OK")
        let error = #expect(throws: RedisError.self) {
            for _ in 0..<10 { try redis.ping() }
        }
        #expect(error?.requiresReconnect == true)
        #expect(!redis.isConnected)
    }

    @Test("names a file of authorities that is none")
    func noAuthorities() throws {
        let server = try RunningRedis(certificate: authority.localhost)
        let redis = connection(to: server.tlsPort, caFile: "/no/such.pem")
        let error = #expect(throws: RedisError.self) { try redis.connect() }
        #expect(error?.description.contains("/no/such.pem: No such file") == true, "\(error as Any)")
    }

    @Test("gives up an answer that does not come, and notices a server that is killed without a signal")
    func loss() throws {
        let server = try RunningRedis(certificate: authority.localhost)
        let impatient = RedisConnection(
            RedisConfig(
                host: "localhost", port: server.tlsPort, usesTLS: true, caFile: authority.caFile,
                replyTimeoutMilliseconds: 2_000))
        try impatient.connect()
        let late = #expect(throws: RedisError.self) { try impatient.send("BLPOP", "nothing", "0") }
        #expect(late == .timedOut(operation: "read"))

        let redis = connection(to: server.tlsPort, caFile: authority.caFile)
        try redis.connect()
        server.stop()
        let error = #expect(throws: RedisError.self) {
            for _ in 0..<10 { try redis.ping() }
        }
        #expect(error?.requiresReconnect == true)
        #expect(!redis.isConnected)
        try server.start()
        try redis.connect()
        try redis.ping()
    }

    @Test("gets what is published, and nothing after the timeout")
    func subscription() throws {
        let server = try RunningRedis(certificate: authority.localhost)
        let listener = connection(to: server.tlsPort, caFile: authority.caFile)
        try listener.connect()
        try listener.subscribe(patterns: ["updates:*"])
        #expect(try listener.readMessage(timeoutMilliseconds: 1) == nil)
        #expect(try server.connect().send("PUBLISH", "updates:bybit:linear:BTCUSDT", "book").integer == 1)
        #expect(try listener.readMessage(timeoutMilliseconds: 60_000)?.text == "book")
    }
}

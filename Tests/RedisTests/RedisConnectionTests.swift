import Redis
import TestSupport
import Testing

@Suite("A Redis connection")
struct RedisConnectionTests {
    @Test("answers each command of a pipeline in order, with its type")
    func pipeline() throws {
        let server = try RunningRedis()
        let redis = try server.connect()
        let value: [UInt8] = [0, 13, 10, 255, 36]
        redis.append("SET") {
            $0.append("bytes")
            $0.append(value.span.bytes)
        }
        redis.append("GET") { $0.append("bytes") }
        redis.append("GET") { $0.append("absent") }
        redis.append("INCRBY") {
            $0.append("number")
            $0.append(Int64.min)
        }
        redis.append("HSET") {
            $0.append("hash")
            for index in 0..<12 {
                $0.append("field \(index)")
                $0.append(Int64(index - 3))
            }
        }
        redis.append("HMGET") {
            $0.append("hash")
            $0.append("field 0")
            $0.append("field 11")
            $0.append("no field")
        }
        redis.append("LPUSH") {
            $0.append("hash")
            $0.append("")
        }
        #expect(redis.pendingReplies == 7)
        #expect(redis.queuedBytes > 0)
        try redis.flush()
        #expect(redis.queuedBytes == 0)
        #expect(try redis.readReply() == .status("OK"))
        #expect(try redis.readReply() == .bytes(value))
        #expect(try redis.readReply() == .null)
        #expect(try redis.readReply() == .integer(.min))
        #expect(try redis.readReply() == .integer(12))
        #expect(try redis.readReply() == .array([.bytes(Array("-3".utf8)), .bytes(Array("8".utf8)), .null]))
        guard case .error(let message) = try redis.readReply() else {
            Issue.record("a list operation on a hash was accepted")
            return
        }
        #expect(message.hasPrefix("WRONGTYPE"))
        #expect(redis.pendingReplies == 0)
        #expect(redis.isConnected)
    }

    @Test("a long pipeline is sent and counted without keeping its replies")
    func longPipeline() throws {
        let server = try RunningRedis()
        let redis = try server.connect()
        let book = String(repeating: "x", count: 5_000)
        for index in 0..<2_000 {
            redis.append("SET") {
                $0.append("book:\(index % 50)")
                $0.append(book)
            }
            if index % 1_000 == 0 { redis.append("LPOP") { $0.append("book:0") } }
        }
        let outcome = try redis.readReplies()
        #expect(outcome.refused == 2)
        #expect(outcome.first?.description.contains("WRONGTYPE") == true)
        #expect(outcome.first?.requiresReconnect == false)
        #expect(try redis.send("DBSIZE").integer == 50)
        #expect(try redis.send("GET", "book:7").text == book)
    }

    @Test("enters with password and database")
    func authentication() throws {
        let server = try RunningRedis(password: "hunter2")
        let redis = RedisConnection(try RedisConfig(url: "redis://:hunter2@127.0.0.1:\(server.port)/3"))
        try redis.connect()
        try redis.send("SET", "a", "1")
        #expect(try redis.send("CLIENT", "INFO").text?.contains(" db=3 ") == true)

        let nobody = RedisConnection(RedisConfig(port: server.port))
        let missing = #expect(throws: RedisError.self) { try nobody.connect() }
        #expect(missing?.description.contains("NOAUTH") == true, "\(missing as Any)")
        #expect(!nobody.isConnected)

        let stranger = RedisConnection(try RedisConfig(url: "redis://:wrong@127.0.0.1:\(server.port)"))
        let error = #expect(throws: RedisError.self) { try stranger.connect() }
        #expect(error?.isRetriable == false)
        #expect(error?.description.contains("AUTH: WRONGPASS") == true)
        #expect(error?.description.contains("wrong@") == false)
        #expect(!stranger.isConnected)
    }

    @Test("enters as a user of the access control list, who may do what it says")
    func accessControlList() throws {
        let server = try RunningRedis(options: ["--user", "reader", "on", ">p@ss", "~book:*", "+get", "+ping"])
        let reader = RedisConnection(try RedisConfig(url: "redis://reader:p%40ss@127.0.0.1:\(server.port)"))
        try reader.connect()
        #expect(try reader.send("GET", "book:bybit:linear:BTCUSDT") == .null)
        let error = #expect(throws: RedisError.self) { try reader.send("SET", "book:bybit:linear:BTCUSDT", "1") }
        #expect(error?.description.contains("NOPERM") == true)
        #expect(reader.isConnected)

        let stranger = RedisConnection(try RedisConfig(url: "redis://nobody:p%40ss@127.0.0.1:\(server.port)"))
        #expect(throws: RedisError.self) { try stranger.connect() }
    }

    @Test("a server that is killed is noticed, and a new connection goes on")
    func restart() throws {
        let server = try RunningRedis()
        let redis = try server.connect()
        try redis.ping()
        server.stop()
        let error = #expect(throws: RedisError.self) {
            // The first write may still be taken by the socket: the reading tells, and no signal ends the process.
            for _ in 0..<10 { try redis.ping() }
        }
        #expect(error?.requiresReconnect == true)
        #expect(error?.isRetriable == true)
        #expect(!redis.isConnected)
        #expect(throws: RedisError.notConnected) { try redis.ping() }
        #expect(throws: RedisError.self) { try redis.connect() }
        try server.start()
        try redis.connect()
        try redis.ping()
        #expect(redis.pendingReplies == 0)
    }

    @Test("an answer that does not come in time ends the connection")
    func timeout() throws {
        let server = try RunningRedis()
        let redis = RedisConnection(RedisConfig(port: server.port, replyTimeoutMilliseconds: 2_000))
        try redis.connect()
        let error = #expect(throws: RedisError.self) { try redis.send("BLPOP", "nothing", "0") }
        #expect(error == .timedOut(operation: "read"))
        #expect(!redis.isConnected)
    }

    @Test("something that does not speak Redis is refused")
    func strangeServer() throws {
        let server = try OneShotServer(answer: "HTTP/1.1 400 Bad Request\r\n\r\n")
        let redis = RedisConnection(RedisConfig(port: server.port))
        let error = #expect(throws: RedisError.self) { try redis.connect() }
        guard case .malformedReply = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(!redis.isConnected)
    }

    @Test("a subscription gets what is published, and nothing after the timeout")
    func subscription() throws {
        let server = try RunningRedis()
        let listener = try server.connect()
        try listener.subscribe(patterns: ["updates:bybit:*", "other"])
        #expect(try listener.readMessage(timeoutMilliseconds: 1) == nil)
        let redis = try server.connect()
        #expect(try redis.send("PUBLISH", "updates:bybit:linear:BTCUSDT", "book").integer == 1)
        #expect(try redis.send("PUBLISH", "updates:binance:linear:BTCUSDT", "book").integer == 0)
        let message = try listener.readMessage(timeoutMilliseconds: 30_000)
        #expect(message?.channel == "updates:bybit:linear:BTCUSDT")
        #expect(message?.text == "book")
        #expect(listener.isConnected)
    }

    @Test("a hash reads as a dictionary")
    func hash() throws {
        let server = try RunningRedis()
        let redis = try server.connect()
        try redis.send("HSET", "h", "a", "1", "b", "2")
        #expect(try redis.send("HGETALL", "h").dictionary == ["a": "1", "b": "2"])
    }
}

import Redis
import Testing

@Suite("A Redis URL is read whole or refused")
struct RedisURLTests {
    @Test(
        "every part may stand or fail to stand",
        arguments: [
            ("redis://localhost", RedisConfig(host: "localhost")),
            ("redis://localhost/", RedisConfig(host: "localhost")),
            ("redis://10.0.0.1:7000", RedisConfig(host: "10.0.0.1", port: 7000)),
            ("redis://h:1/3", RedisConfig(host: "h", port: 1, database: 3)),
            ("redis://:secret@h", RedisConfig(host: "h", password: "secret")),
            ("redis://me:p%40ss@h:1/2", RedisConfig(host: "h", port: 1, username: "me", password: "p@ss", database: 2)),
            ("redis://:a@b@h", RedisConfig(host: "h", password: "a@b")),
            ("redis://[::1]:7000/1", RedisConfig(host: "::1", port: 7000, database: 1)),
            ("rediss://:secret@h:1/2", RedisConfig(host: "h", port: 1, password: "secret", database: 2, usesTLS: true)),
        ])
    func valid(_ url: String, _ expected: RedisConfig) throws {
        #expect(try RedisConfig(url: url) == expected)
    }

    @Test(
        "what is wrong is refused and the password is not repeated",
        arguments: [
            "http://h", "redis://", "redis://:hunter2@", "redis://:hunter2@h:0", "redis://:hunter2@h:65536",
            "redis://:hunter2@h:x", "redis://:hunter2@h/x", "redis://hunter2@h", "redis://:hunter2%4@h", "redis://[::1",
            "redis:/hunter2@h", "rediss://hunter2@h",
        ])
    func invalid(_ url: String) {
        let error = #expect(throws: RedisError.self) { try RedisConfig(url: url) }
        #expect(error?.description.contains("hunter2") == false)
        #expect(error?.isRetriable == false)
    }

    @Test("a password from elsewhere goes with the URL's user, and not with another password")
    func passwordBeside() throws {
        #expect(
            try RedisConfig(url: "redis://me@h:1", password: "p@ss")
                == RedisConfig(host: "h", port: 1, username: "me", password: "p@ss"))
        #expect(try RedisConfig(url: "redis://h", password: "p@ss") == RedisConfig(host: "h", password: "p@ss"))
        let error = #expect(throws: RedisError.self) { try RedisConfig(url: "redis://:hunter2@h", password: "hunter3") }
        #expect(error?.description.contains("hunter") == false)
    }

    @Test("authorities go with TLS only")
    func authorities() throws {
        #expect(try RedisConfig(url: "rediss://h", caFile: "/ca.pem").caFile == "/ca.pem")
        #expect(throws: RedisError.self) { try RedisConfig(url: "redis://h", caFile: "/ca.pem") }
    }

    @Test("the description holds no password")
    func description() throws {
        #expect("\(try RedisConfig(url: "redis://me:hunter2@h:1/2"))" == "redis://h:1/2")
    }
}

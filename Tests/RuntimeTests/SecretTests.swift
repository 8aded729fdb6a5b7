import Runtime
import Streams
import Testing

@Suite("Secrets of the configuration")
struct SecretTests {
    private static func configuration(_ text: String, _ environment: [String: String] = [:]) throws -> Configuration {
        try Configuration(text: text, environment: environment)
    }

    /// Elements of a list, which have no variables of their own.
    private struct Listed: SectionConfig {
        static let section = "alerts"
        var passwords: [String?]

        init(_ section: inout ConfigurationSection) throws(ConfigurationError) {
            passwords = try section.list("doors") { (door) throws(ConfigurationError) in
                try door.secret("password", "The password")
            }
        }
    }

    /// What is said when the text is refused; it repeats no secret.
    private func mistake<Config: SectionConfig>(
        _ type: Config.Type, _ text: String, _ environment: [String: String] = [:]
    ) -> String {
        let error = #expect(throws: ConfigurationError.self) {
            try Self.configuration(text, environment).read(type)
        }
        #expect(error?.description.contains("hunter") == false, "\(error as Any)")
        return error?.description ?? ""
    }

    @Test("a password comes out of the environment or a file, without the line's end")
    func places() throws {
        let file = try TemporaryFile("hunter2 \r\n")
        func password(_ text: String, _ environment: [String: String] = [:]) throws -> String? {
            try Self.configuration(text, environment).read(RedisSection.self).password
        }
        #expect(try password("redis: {password_file: \(file.path)}") == "hunter2 ")
        #expect(try password("", ["TAPEDECK_REDIS_PASSWORD_FILE": file.path]) == "hunter2 ")
        #expect(try password("", ["TAPEDECK_REDIS_PASSWORD": "hunter2"]) == "hunter2")
        #expect(try password("", ["TAPEDECK_REDIS_PASSWORD": ""]) == nil)
        #expect(try password("") == nil)
    }

    @Test("in a list the variable is named")
    func lists() throws {
        let file = try TemporaryFile("hunter2")
        let text = "alerts: {doors: [{password_variable: DOOR}, {password_file: \(file.path)}, {}]}"
        let listed = try Self.configuration(text, ["DOOR": "hunter3"]).read(Listed.self)
        #expect(listed.passwords == ["hunter3", "hunter2", nil])
        #expect(mistake(Listed.self, text).contains("alerts.doors[0].password_variable: 'DOOR' (empty)"))
        let inside = mistake(Listed.self, "alerts: {doors: [{password: hunter2}]}")
        #expect(inside.contains("unknown key alerts.doors[0].password; Known here: password_variable"))
        #expect(Listed.keys.map(\.path) == ["alerts.doors[].password_variable", "alerts.doors[].password_file"])
    }

    @Test("what is not where it is said to be is named, and what stands in two places")
    func absent() throws {
        let file = try TemporaryFile("hunter2")
        let empty = try TemporaryFile("\n")
        let binary = try TemporaryFile("hunter2\u{0}")
        for (path, reason) in [
            ("/no/such/file", "No such file or directory"), (empty.path, "empty"), (binary.path, "no text"),
        ] {
            let text = mistake(RedisSection.self, "redis: {password_file: \(path)}")
            #expect(text.contains("redis.password_file: '\(path)' (\(reason))"))
            let property = mistake(KafkaSection.self, "kafka: {property_files: {sasl.password: \(path)}}")
            #expect(property.contains("kafka.property_files: '\(path)' (\(reason))"))
        }
        let both = mistake(
            RedisSection.self, "redis: {password_file: \(file.path)}", ["TAPEDECK_REDIS_PASSWORD": "hunter3"])
        #expect(both.contains("a file beside a variable"))
        let twice = mistake(
            KafkaSection.self, "kafka: {property_files: {sasl.password: \(file.path)}}",
            ["TAPEDECK_KAFKA_PROPERTIES_SASL_PASSWORD": "hunter3"])
        #expect(twice.contains("property_files: sasl.password, which stands in kafka.properties too"))
    }

    @Test("a Kafka property comes out of a file")
    func propertyFile() throws {
        let file = try TemporaryFile("hunter2\n")
        let text = "kafka: {properties: {sasl.username: me}, property_files: {sasl.password: \(file.path)}}"
        let kafka = try Self.configuration(text).read(KafkaSection.self)
        #expect(kafka.properties == ["sasl.username": "me", "sasl.password": "hunter2"])
        let variables = ["TAPEDECK_KAFKA_PROPERTY_FILES_SASL_PASSWORD": file.path]
        #expect(try Self.configuration("", variables).read(KafkaSection.self).properties["sasl.password"] == "hunter2")
    }

    @Test("the configuration's file holds no secret")
    func inFile() throws {
        let found = "a secret in the configuration's file is not allowed"
        #expect(mistake(RedisSection.self, "redis: {password: hunter2}").contains("redis.password: \(found)"))
        #expect(mistake(RedisSection.self, "redis: {url: \"redis://:hunter2@h\"}").contains("redis.url: \(found)"))
        #expect(
            mistake(KafkaSection.self, "kafka: {properties: {sasl.password: hunter2}}")
                .contains("kafka.properties.sasl.password: \(found)"))
        func url(_ text: String, _ environment: [String: String] = [:]) throws -> String {
            try Self.configuration(text, environment).read(RedisSection.self).url
        }
        #expect(try url("redis: {url: \"redis://me@h:1/2\"}") == "redis://me@h:1/2")
        #expect(try url("", ["TAPEDECK_REDIS_URL": "redis://:hunter2@h"]) == "redis://:hunter2@h")
    }

    @Test("a certificate comes with its key")
    func certificate() {
        #expect(mistake(RedisSection.self, "redis: {key_file: /k}").contains("redis.key_file: one without the other"))
        #expect(
            mistake(RedisSection.self, "redis: {certificate_file: /c}")
                .contains("redis.certificate_file: one without the other"))
    }
}

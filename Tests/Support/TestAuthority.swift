import Foundation

/// Two private authorities and two certificates from the first, made by the openssl command once a process.
public struct TestAuthority: Sendable {
    /// PEM file of the authority.
    public let caFile: String
    /// PEM file of another authority, which has signed nothing.
    public let otherCAFile: String
    /// For the names that the tests connect to.
    public let localhost: Pair
    /// From the same authority, for a name that no test server has.
    public let stranger: Pair

    /// A certificate and its key.
    public struct Pair: Sendable {
        /// PEM file.
        public var certificateFile: String
        /// PEM file.
        public var keyFile: String
    }

    /// Made once a process.
    public static let shared = Result { try TestAuthority() }

    private init() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("tapedeck-tls-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        func path(_ name: String) -> String { folder.appendingPathComponent(name).path }
        let key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
        for name in ["ca", "other"] {
            try Self.openssl(
                ["req", "-x509"] + key + [
                    "-keyout", path("\(name).key"), "-out", path("\(name).pem"), "-days", "2", "-subj", "/CN=\(name)",
                ])
        }
        for (name, alternative) in [("server", "DNS:localhost,IP:127.0.0.1"), ("stranger", "DNS:elsewhere.example")] {
            try "subjectAltName=\(alternative)\n".write(toFile: path("ext"), atomically: true, encoding: .utf8)
            try Self.openssl(
                ["req"] + key + ["-keyout", path("\(name).key"), "-out", path("\(name).csr"), "-subj", "/CN=\(name)"])
            try Self.openssl([
                "x509", "-req", "-in", path("\(name).csr"), "-CA", path("ca.pem"), "-CAkey", path("ca.key"),
                "-CAcreateserial", "-out", path("\(name).pem"), "-days", "2", "-extfile", path("ext"),
            ])
        }
        caFile = path("ca.pem")
        otherCAFile = path("other.pem")
        localhost = Pair(certificateFile: path("server.pem"), keyFile: path("server.key"))
        stranger = Pair(certificateFile: path("stranger.pem"), keyFile: path("stranger.key"))
    }

    private static func openssl(_ arguments: [String]) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["openssl"] + arguments
        process.standardError = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw CommandFailed(arguments: arguments) }
    }

    /// The openssl command did not do it.
    struct CommandFailed: Error { var arguments: [String] }
}

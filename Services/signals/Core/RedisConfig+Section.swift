public import Redis
public import Runtime

extension RedisConfig {
    /// The server in the configuration. Errors do not repeat the address, which may contain a password.
    public init(_ section: RedisSection) throws(RedisError) {
        var certificate: Certificate?
        if let file = section.certificateFile, let keyFile = section.keyFile {
            certificate = Certificate(file: file, keyFile: keyFile)
        }
        try self.init(
            url: section.url, password: section.password, caFile: section.caFile, certificate: certificate)
    }
}

import Redis
import Runtime
import SignalsCore
import ToolKit

extension ConfigOption {
    /// The Redis configuration of the tools.
    static func redis(_ configuration: Configuration) throws -> RedisConfig {
        try RedisConfig(configuration.read())
    }
}

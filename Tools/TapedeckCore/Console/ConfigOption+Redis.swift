import Redis
import Runtime
import SignalsCore
import ToolKit

extension ConfigOption {
    /// How tools reach Redis.
    static func redis(_ configuration: Configuration) throws -> RedisConfig {
        try RedisConfig(configuration.read())
    }
}

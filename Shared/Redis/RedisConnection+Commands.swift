/// Single commands, for tools, tests and everything that is not hot.
extension RedisConnection {
    /// Sends one command with its arguments and waits for the answer; a refusal is thrown. The pipeline must be empty.
    @discardableResult
    public func send(_ command: StaticString, _ arguments: String...) throws(RedisError) -> RedisReply {
        try expect(command) { list in
            for argument in arguments { list.append(argument) }
        }
    }

    /// Asks whether the server answers.
    public func ping() throws(RedisError) { try expect("PING") }

    /// Sends one command and waits for the answer; a refusal is thrown.
    @discardableResult
    func expect(_ command: StaticString, _ fill: (inout RedisArguments) -> Void = { _ in }) throws(RedisError)
        -> RedisReply
    {
        precondition(pendingReplies == 0, "\(command) would be answered by an earlier command's reply")
        append(command, fill)
        let reply = try readReply()
        if case .error(let message) = reply { throw .server(operation: "\(command)", message: message) }
        return reply
    }
}

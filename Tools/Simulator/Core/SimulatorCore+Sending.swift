import MarketData
import VenueKit

extension SimulatorCore {
    /// A reordered frame waits this long for the next one.
    static let holdNanoseconds: Int64 = 500_000_000

    /// Sends an answer or a heartbeat, which faults do not affect.
    mutating func sendControl(_ frame: [UInt8], to number: Int, _ time: Timestamp) {
        guard let connection = connections[number], !connection.isEnding else { return }
        if connection.delayed.isEmpty {
            send(frame, to: number)
        } else {
            connections[number]?.delayed.append((connection.delayed[connection.delayed.count - 1].due, frame))
        }
    }

    /// Sends a frame of market data unless a fault prevents it; returns whether it, or a copy, will be sent.
    mutating func sendMarketData(_ frame: [UInt8], to number: Int, _ time: Timestamp) -> Bool {
        guard let connection = connections[number], !connection.isEnding, time >= connection.silentUntil else {
            return false
        }
        guard !faults.isEmpty, let fault = faults.frameFault(connection.feed, label: connection.label) else {
            pass(frame, to: number)
            return true
        }
        switch fault.kind {
        case .drop: return false
        case .repeat:
            pass(frame, to: number)
            pass(frame, to: number)
        case .delay:
            let due = Timestamp(nanoseconds: time.nanoseconds + fault.milliseconds * 1_000_000)
            connections[number]?.delayed.append((max(due, connection.delayed.last?.due ?? due), frame))
        case .reorder:
            if let held = connection.held { send(held.frame, to: number) }
            connections[number]?.held = (time, frame)
        case .garbage:
            let (bytes, isBinary) = faults.garbage(fault.garbage, instead: frame)
            actions.append(.send(connection: number, bytes, isBinary: isBinary))
            pass(frame, to: number)
        case .cutoff:
            actions.append(.sendRaw(connection: number, Self.firstHalf(ofTextFrame: frame)))
            end(number, .drop(connection: number))
            return false
        case .disconnect:
            end(number, .close(connection: number, code: UInt16(clamping: fault.code == 0 ? 1001 : fault.code)))
            return false
        case .silence:
            connections[number]?.silentUntil = Timestamp(
                nanoseconds: time.nanoseconds + fault.milliseconds * 1_000_000)
            return false
        case .refuse, .limit, .ignore, .expire: pass(frame, to: number)
        }
        return true
    }

    /// Sends a frame after the late ones, followed by a frame that was held back for it.
    private mutating func pass(_ frame: [UInt8], to number: Int) {
        connections[number]?.framesSent += 1
        if let due = connections[number]?.delayed.last?.due {
            connections[number]?.delayed.append((due, frame))
            return
        }
        send(frame, to: number)
        if let held = connections[number]?.held.take() { send(held.frame, to: number) }
    }

    private mutating func send(_ frame: [UInt8], to number: Int) {
        handedOut[number, default: 0] += frame.count
        actions.append(.send(connection: number, frame, isBinary: false))
    }

    /// Sends the late frames that are due, and held frames that no frame has overtaken.
    mutating func releaseDelayed(_ time: Timestamp) {
        for number in connections.keys.sorted() {
            if let held = connections[number]?.held, time.nanoseconds - held.since.nanoseconds > Self.holdNanoseconds {
                connections[number]?.held = nil
                send(held.frame, to: number)
            }
            guard let delayed = connections[number]?.delayed, !delayed.isEmpty else { continue }
            let due = delayed.prefix { $0.due <= time }
            for (_, frame) in due { send(frame, to: number) }
            connections[number]?.delayed.removeFirst(due.count)
        }
    }

    /// Ends a connection with this action; nothing more is sent to it.
    mutating func end(_ number: Int, _ action: SimulatorAction) {
        guard connections[number]?.isEnding == false else { return }
        connections[number]?.isEnding = true
        actions.append(action)
    }

    /// A text frame's header (RFC 6455, section 5.2: a server does not mask) and the first half of its payload.
    static func firstHalf(ofTextFrame payload: [UInt8]) -> [UInt8] {
        var bytes: [UInt8] = [0x81]
        switch payload.count {
        case ..<126: bytes.append(UInt8(payload.count))
        case ..<65_536: bytes += [126, UInt8(payload.count >> 8), UInt8(payload.count & 0xFF)]
        default:
            bytes.append(127)
            for shift in stride(from: 56, through: 0, by: -8) { bytes.append(UInt8(payload.count >> shift & 0xFF)) }
        }
        return bytes + payload.prefix(payload.count / 2)
    }
}

import CLibwebsockets

/// One connection's compression, both ways: zlib's streams and the buffers that they fill.
final class DeflateState {
    /// zlib refuses raw deflate with a smaller window; a peer that asks for one gets uncompressed messages.
    private static let leastWindowBits = 9
    private static let largestWindowBits = 15

    /// The library's own state, which negotiates and knows which messages are compressed.
    var negotiation: UnsafeMutableRawPointer?
    /// The library's list of option names.
    var options: UnsafePointer<lws_ext_options>?

    private let isClient: Bool
    private var windowBits = DeflateState.largestWindowBits
    /// Whether the peer wants each of our messages to stand for itself.
    private var resetsAfterMessage = false
    /// zlib's streams hold pointers to themselves, so they must not move.
    private let inflater: UnsafeMutablePointer<z_stream>
    private let deflater: UnsafeMutablePointer<z_stream>
    private var hasDeflater = false
    private var received = GrowingBuffer()
    private var sent = GrowingBuffer()
    private var hasEnded = true
    private var marksNextFrame = false

    init(isClient: Bool) {
        self.isClient = isClient
        inflater = .allocate(capacity: 1)
        inflater.initialize(to: z_stream())
        deflater = .allocate(capacity: 1)
        deflater.initialize(to: z_stream())
        // With the largest window whatever was agreed: it reads what smaller ones wrote.
        precondition(tapedeck_inflate_init(inflater) == Z_OK, "zlib: out of memory")
    }

    deinit {
        inflateEnd(inflater)
        if hasDeflater { deflateEnd(deflater) }
        inflater.deallocate()
        deflater.deallocate()
        received.free()
        sent.free()
    }

    /// Takes what was agreed on for the direction in which this side sends.
    func set(_ option: lws_ext_option_arg) {
        guard let options else { return }
        let name = option.option_name ?? options[Int(option.option_index)].name
        guard let name else { return }
        let side = isClient ? "client" : "server"
        switch String(cString: name) {
        case "\(side)_no_context_takeover": resetsAfterMessage = true
        case "\(side)_max_window_bits":
            guard let start = option.start else { return }
            let digits = UnsafeRawBufferPointer(start: start, count: Int(option.len))
            windowBits = Int(String(decoding: digits, as: UTF8.self)) ?? windowBits
        default: break
        }
    }

    // MARK: - Receiving

    /// Inflates one part of a message whole. Past `limit` it stops: the connection refuses the message for its size.
    func receive(_ payload: inout tapedeck_lws_payload, isFinal: Bool, limit: Int) -> Int32 {
        // After a message's end the library may ask once more, with nothing.
        if payload.input.len == 0, hasEnded { return tapedeck_lws_payload_nothing }
        hasEnded = isFinal
        received.count = 0
        guard inflate(payload.input.token, Int(payload.input.len), limit) else { return -1 }
        if isFinal {
            // The sender has cut this off: RFC 7692, 7.2.2.
            var end: (UInt8, UInt8, UInt8, UInt8) = (0, 0, 0xFF, 0xFF)
            let isWhole = withUnsafeMutableBytes(of: &end) { end in
                inflate(end.baseAddress?.assumingMemoryBound(to: UInt8.self), end.count, limit)
            }
            guard isWhole else { return -1 }
        }
        payload.input.len = 0
        // The library writes a zero behind the bytes.
        received.reserve(1)
        payload.output = lws_tokens(token: received.start, len: Int32(received.count))
        return isFinal ? tapedeck_lws_payload_whole : tapedeck_lws_payload_part
    }

    private func inflate(_ bytes: UnsafeMutablePointer<UInt8>?, _ count: Int, _ limit: Int) -> Bool {
        inflater.pointee.next_in = bytes
        inflater.pointee.avail_in = UInt32(count)
        while received.count <= limit {
            received.reserve(16_384)
            let room = min(received.room, limit + 1 - received.count)
            inflater.pointee.next_out = received.end
            inflater.pointee.avail_out = UInt32(room)
            let status = CLibwebsockets.inflate(inflater, Z_SYNC_FLUSH)
            received.count += room - Int(inflater.pointee.avail_out)
            switch status {
            case Z_OK, Z_BUF_ERROR: break
            case Z_STREAM_END:
                // A sender may end its stream with a message (RFC 7692, 7.2.3.4); what follows starts anew.
                guard inflateReset(inflater) == Z_OK else { return false }
            default: return false
            }
            // Room left means that no output is due, however zlib took the input.
            if inflater.pointee.avail_in == 0, inflater.pointee.avail_out > 0 { return true }
            if status == Z_BUF_ERROR, inflater.pointee.avail_out > 0 { return false }
        }
        return true
    }

    // MARK: - Sending

    /// Deflates one part of a message whole.
    func send(_ payload: inout tapedeck_lws_payload, isFinal: Bool) -> Int32 {
        guard windowBits >= Self.leastWindowBits else { return tapedeck_lws_payload_untouched }
        if !hasDeflater {
            guard tapedeck_deflate_init(deflater, Int32(windowBits)) == Z_OK else { return -1 }
            hasDeflater = true
        }
        sent.count = 0
        sent.reserve(tapedeck_lws_pre)
        sent.count = tapedeck_lws_pre
        deflater.pointee.next_in = payload.input.token
        deflater.pointee.avail_in = UInt32(payload.input.len)
        repeat {
            sent.reserve(max(1024, Int(deflateBound(deflater, UInt(deflater.pointee.avail_in)))))
            let room = sent.room
            deflater.pointee.next_out = sent.end
            deflater.pointee.avail_out = UInt32(room)
            let status = deflate(deflater, Z_SYNC_FLUSH)
            guard status == Z_OK || status == Z_BUF_ERROR else { return -1 }
            sent.count += room - Int(deflater.pointee.avail_out)
        } while deflater.pointee.avail_out == 0
        if isFinal {
            // The receiver adds the flush's last four bytes (RFC 7692, 7.2.1). zlib flushes only what is new, and
            // writes nothing for an empty message: that is one zero byte (7.2.3.6).
            if sent.count > tapedeck_lws_pre { sent.count -= 4 } else { appendZero() }
            if resetsAfterMessage { deflateReset(deflater) }
        }
        payload.input.len = 0
        payload.output = lws_tokens(
            token: sent.start.map { $0 + tapedeck_lws_pre }, len: Int32(sent.count - tapedeck_lws_pre))
        marksNextFrame = true
        return isFinal ? tapedeck_lws_payload_whole : tapedeck_lws_payload_part
    }

    private func appendZero() {
        sent.reserve(1)
        sent.end?.pointee = 0
        sent.count += 1
    }

    /// Sets the bit "compressed" in a message's first frame.
    func mark(_ frame: lws_tokens) {
        guard marksNextFrame, let header = frame.token else { return }
        marksNextFrame = false
        let opcode = header.pointee & 0x0F
        if opcode == 1 || opcode == 2 { header.pointee |= 0x40 }
    }
}

import CLibwebsockets
import Synchronization

/// permessage-deflate (RFC 7692): libwebsockets negotiates it, and this code processes the payload.
///
/// The library's own inflation is not reliable enough for recording. Up to 4.3.2 it hands an uncompressed message on a
/// compressed connection to a client for ever
/// (https://github.com/warmcat/libwebsockets/commit/9202017c27b27b54736846ae6b322f5a4df7b10b), and a message that inflates to a
/// little more than its buffer is held back and joined with the next, because zlib may have taken all input while output is
/// still due. Here each part is inflated and deflated completely, so nothing is ever held back.
///
/// Only the library knows which parts are compressed (the first frame's bit; pongs in between are not), so its own extension is
/// called before each, without bytes.
func deflateExtension(
    _ context: OpaquePointer?, _ extension: UnsafePointer<lws_extension>?, _ wsi: OpaquePointer?,
    _ reason: lws_extension_callback_reasons, _ user: UnsafeMutableRawPointer?, _ input: UnsafeMutableRawPointer?,
    _ count: Int
) -> Int32 {
    switch reason {
    case LWS_EXT_CB_CONSTRUCT, LWS_EXT_CB_CLIENT_CONSTRUCT:
        return construct(context, `extension`, wsi, reason, user, input, count)
    default: break
    }
    guard let user, let wsi else { return 0 }
    let state = Unmanaged<DeflateState>.fromOpaque(user).takeUnretainedValue()
    let ask = { (reason: lws_extension_callback_reasons, input: UnsafeMutableRawPointer?) in
        lws_extension_callback_pm_deflate(context, `extension`, wsi, reason, state.negotiation, input, count)
    }
    switch reason {
    case LWS_EXT_CB_PAYLOAD_RX:
        guard let payload = input?.assumingMemoryBound(to: tapedeck_lws_payload.self) else { return -1 }
        var nothing = tapedeck_lws_payload()
        guard ask(reason, &nothing) != tapedeck_lws_payload_uncompressed else { return tapedeck_lws_payload_untouched }
        return state.receive(
            &payload.pointee, isFinal: lws_is_final_fragment(wsi) != 0,
            limit: connection(of: wsi)?.options.maximumFrameBytes ?? 0)
    case LWS_EXT_CB_PAYLOAD_TX:
        guard let payload = input?.assumingMemoryBound(to: tapedeck_lws_payload.self) else { return -1 }
        return state.send(&payload.pointee, isFinal: UInt32(truncatingIfNeeded: count) & LWS_WRITE_NO_FIN.rawValue == 0)
    case LWS_EXT_CB_PACKET_TX_PRESEND:
        if let frame = input?.assumingMemoryBound(to: lws_tokens.self) { state.mark(frame.pointee) }
        return 0
    case LWS_EXT_CB_DESTROY:
        _ = ask(reason, input)
        Unmanaged<DeflateState>.fromOpaque(user).release()
        return 0
    case LWS_EXT_CB_OPTION_SET:
        if let option = input?.assumingMemoryBound(to: lws_ext_option_arg.self) { state.set(option.pointee) }
        return ask(reason, input)
    default: return ask(reason, input)
    }
}

/// Makes the library's state and ours around it.
private func construct(
    _ context: OpaquePointer?, _ extension: UnsafePointer<lws_extension>?, _ wsi: OpaquePointer?,
    _ reason: lws_extension_callback_reasons, _ user: UnsafeMutableRawPointer?, _ input: UnsafeMutableRawPointer?,
    _ count: Int
) -> Int32 {
    guard let place = user?.assumingMemoryBound(to: UnsafeMutableRawPointer?.self) else { return -1 }
    let state = DeflateState(isClient: reason == LWS_EXT_CB_CLIENT_CONSTRUCT)
    let answer = lws_extension_callback_pm_deflate(context, `extension`, wsi, reason, &state.negotiation, input, count)
    guard answer == 0 else { return answer }
    state.options = input?.assumingMemoryBound(to: UnsafePointer<lws_ext_options>?.self).pointee
    place.pointee = Unmanaged.passRetained(state).toOpaque()
    if let wsi { connection(of: wsi)?.compression.store(true, ordering: .relaxed) }
    return 0
}

/// The connection that the socket belongs to; its limit holds after inflation, so that a few bytes cannot grow
/// without end.
private func connection(of wsi: OpaquePointer) -> WebSocketConnection? {
    guard let opaque = lws_get_opaque_user_data(wsi) else { return nil }
    let owner = Unmanaged<Socket>.fromOpaque(opaque).takeUnretainedValue().owner
    guard case .webSocket(let connection) = owner else { return nil }
    return connection
}

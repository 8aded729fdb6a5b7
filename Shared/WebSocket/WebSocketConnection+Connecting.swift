import Base
import CLibwebsockets

/// The client's way from a URL to an open connection: look the name up, then try its addresses in turn.
extension WebSocketConnection {
    func connect(to address: PeerAddress, headers: [HTTPHeader]) {
        guard state == .connecting else { return }
        let key = ClientHostKey(caFile: options.caFile, compresses: options.compresses)
        target = ClientTarget(address: address, headers: headers, hostKey: key)
        let socket = Socket(.webSocket(self))
        self.socket = socket
        loop.insert(socket)
        timers.append(
            loop.schedule(after: options.handshakeTimeout) { [weak self] in self?.cancelConnecting(.handshakeTimeout) })
        Resolver.resolve(address.host) { [self] result in
            loop.onLoop { [self] in
                guard state == .connecting else { return }
                switch result {
                case .success(let addresses):
                    target?.numericAddresses = addresses
                    tryNextAddress()
                case .failure(let error): finish(knownReason ?? .connectFailed(error.text))
                }
            }
        }
    }

    private func tryNextAddress() {
        guard let socket, var target, !target.numericAddresses.isEmpty else { return }
        let numeric = target.numericAddresses.removeFirst()
        self.target = target
        do throws(WebSocketError) {
            let made = try loop.connect(target, to: numeric, socket)
            // The callback may have ended the connection during the call, or tried the next address.
            if let made, state == .connecting, wsi == nil { wsi = made }
        } catch {
            finish(.connectFailed(error.description))
        }
    }

    func connectFailed(_ wsi: OpaquePointer, _ bytes: UnsafeMutableRawPointer?, _ count: Int) {
        let status = Int(lws_http_client_http_response(wsi))
        let retryAfter = ResponseHeaders.value(WSI_TOKEN_HTTP_RETRY_AFTER, of: wsi)
        let failure = LibraryLog.connectFailure(bytes, count)
        lws_set_opaque_user_data(wsi, nil)
        self.wsi = nil
        if let knownReason { return finish(knownReason) }
        if status != 0, status != 101 { return finish(.refused(status: status, retryAfter: retryAfter)) }
        if let target, !target.numericAddresses.isEmpty {
            // Not from within the library's own failure: on the loop's next turn.
            loop.post { [self] in if state == .connecting { tryNextAddress() } }
            return
        }
        finish(.connectFailed(failure))
    }

    func cancelConnecting(_ reason: WebSocketCloseReason) {
        guard state == .connecting else { return }
        kill(reason)
    }
}

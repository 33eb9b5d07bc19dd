import RPC

/// The receiving half of a WebSocket as a state machine: unmasked frames in, actions out (RFC 6455, sections 5 to 7).
struct WebSocketMessages {
    /// A frame of the client.
    struct Frame {
        var opcode: UInt8
        var isFinal: Bool
        var isMasked = true
        var hasReservedBits = false
        var payload: [UInt8]
    }

    /// What the shell has to do.
    enum Action: Equatable {
        case none
        case message(RequestQueue.Message)
        case pong([UInt8])
        /// Send a close frame and wait for the client's.
        case close(UInt16, String)
        /// The client closes: answer with this code, if it gave one, and end the connection.
        case answerClose(UInt16?)
    }

    private let byteMaximum: Int
    // Whether the message under way is text; `nil` when none is.
    private var isFragmentedText: Bool?
    // Beside the flag and not with it in an optional, so that appending never copies what came before.
    private var fragments: [UInt8] = []
    private var isClosing = false

    /// Bytes held of the message under way.
    var heldByteCount: Int { fragments.count }

    /// Whether a message has begun and not ended.
    var isInMessage: Bool { isFragmentedText != nil }

    init(byteMaximum: Int) { self.byteMaximum = byteMaximum }

    /// The server decided to close: from now on only the client's close frame counts.
    mutating func closing() {
        isClosing = true
        isFragmentedText = nil
        fragments = []
    }

    mutating func receive(_ frame: Frame) -> Action {
        if isClosing { return frame.opcode == 0x8 ? .answerClose(nil) : .none }
        guard frame.isMasked else { return fail(1002, "frames of a client must be masked") }
        guard !frame.hasReservedBits else { return fail(1002, "no extension was agreed on") }
        switch frame.opcode {
        case 0x0:
            guard let isText = isFragmentedText else { return fail(1002, "continuation of nothing") }
            return add(frame, isText: isText)
        case 0x1, 0x2:
            guard isFragmentedText == nil else { return fail(1002, "new message inside a fragmented one") }
            return add(frame, isText: frame.opcode == 0x1)
        case 0x8, 0x9, 0xA: return control(frame)
        default: return fail(1002, "unknown opcode \(frame.opcode)")
        }
    }

    private mutating func add(_ frame: Frame, isText: Bool) -> Action {
        guard fragments.count + frame.payload.count <= byteMaximum else {
            return fail(1009, "messages may have \(byteMaximum) bytes")
        }
        if fragments.isEmpty { fragments = frame.payload } else { fragments.append(contentsOf: frame.payload) }
        isFragmentedText = frame.isFinal ? nil : isText
        guard frame.isFinal else { return .none }
        defer { fragments = [] }
        return .message(RequestQueue.Message(text: fragments, isText: isText))
    }

    private mutating func control(_ frame: Frame) -> Action {
        guard frame.isFinal, frame.payload.count <= 125 else {
            return fail(1002, "control frames are whole and have 125 bytes at most")
        }
        switch frame.opcode {
        case 0x9: return .pong(frame.payload)
        case 0xA: return .none
        default:
            isClosing = true
            guard frame.payload.count != 1 else { return .answerClose(1002) }
            guard frame.payload.count >= 2 else { return .answerClose(nil) }
            let code = UInt16(frame.payload[0]) << 8 | UInt16(frame.payload[1])
            guard Self.mayBeSent(code) else { return .answerClose(1002) }
            guard String(validating: frame.payload[2...], as: UTF8.self) != nil else { return .answerClose(1007) }
            return .answerClose(code)
        }
    }

    private mutating func fail(_ code: UInt16, _ reason: String) -> Action {
        closing()
        return .close(code, reason)
    }

    private static func mayBeSent(_ code: UInt16) -> Bool {
        switch code {
        case 1000...1003, 1007...1014, 3000...4999: true
        default: false
        }
    }
}

/// Frames of the server: never masked, never fragmented.
enum WebSocketFraming {
    /// Appends the head of a frame. 10 bytes at most.
    static func head(opcode: UInt8, payloadCount count: Int) -> [UInt8] {
        let first = 0x80 | opcode
        switch count {
        case ..<126: return [first, UInt8(count)]
        case ..<65_536: return [first, 126, UInt8(count >> 8), UInt8(count & 0xFF)]
        default: return [first, 127] + (0..<8).map { UInt8(truncatingIfNeeded: count >> (56 - 8 * $0)) }
        }
    }

    /// The payload of a close frame; the reason is cut to what fits.
    static func closePayload(_ code: UInt16, _ reason: String) -> [UInt8] {
        var payload = [UInt8(code >> 8), UInt8(code & 0xFF)]
        var text = Substring(reason)
        while text.utf8.count > 123 { text.removeLast() }
        payload.append(contentsOf: text.utf8)
        return payload
    }
}

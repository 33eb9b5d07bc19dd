import NIOCore
import NIOEmbedded
import NIOWebSocket
import RPC

@testable import Node

/// Bytes of a client after the handshake, in pieces of any size: NIO's decoder of frames and the node's assembly of
/// messages behind it.
enum WebSocketTarget {
    static let target = FuzzTarget(
        name: "websocket", summary: "frames: bounded buffers, whole messages, one close", byteMaximum: 2_048,
        seeds: seeds, check: check)

    private static let byteMaximum = 1_024

    // The first byte is the size of the pieces; then come the client's bytes.
    private static func seeds() -> [[UInt8]] {
        let text = frame(0x1, Array(#"{"jsonrpc":"2.0","id":1,"method":"system_name"}"#.utf8))
        let fragments =
            frame(0x1, [91], isFinal: false) + frame(0x9, [1, 2]) + frame(0x0, [], isFinal: false)
            + frame(0x0, [93])
        let binary = frame(0x2, [UInt8](repeating: 7, count: 300))
        let close = frame(0x8, [0x03, 0xE8] + Array("bye".utf8))
        let long =
            frame(0x2, [UInt8](repeating: 7, count: byteMaximum - 10), isFinal: false)
            + frame(0x0, [UInt8](repeating: 7, count: 11))
        return [text, fragments, binary, text + close, frame(0x8, []), frame(0x8, [3]), frame(0xA, []), long]
            .map { [9] + $0 } + [[0] + text + fragments + binary + close]
    }

    private static func frame(_ opcode: UInt8, _ payload: [UInt8], isFinal: Bool = true) -> [UInt8] {
        let head = WebSocketFraming.head(opcode: opcode, payloadCount: payload.count)
        let key: [UInt8] = [0, 0, 0, 0]
        return [head[0] & 0x7F | (isFinal ? 0x80 : 0), head[1] | 0x80] + head[2...] + key + payload
    }

    @Sendable private static func check(_ input: [UInt8]) {
        var reader = InputReader(input)
        let pieceSize = max(Int(reader.byte()), 1)
        let channel = EmbeddedChannel(
            handler: ByteToMessageHandler(WebSocketFrameDecoder(maxFrameSize: byteMaximum)))
        defer { _ = try? channel.finish(acceptAlreadyClosed: true) }
        var model = Model(byteMaximum: byteMaximum)
        while !reader.isAtEnd {
            do {
                try channel.writeInbound(ByteBuffer(bytes: reader.bytes(pieceSize)))
            } catch {
                hold(error is NIOWebSocketError, "a malformed frame is said to be one: \(error)")
                return
            }
            while let frame = try? channel.readInbound(as: WebSocketFrame.self) { model.receive(frame) }
        }
    }

    /// The state machine, and beside it what must be true of it.
    private struct Model {
        private let byteMaximum: Int
        private var messages: WebSocketMessages
        private var isClosing = false
        // The fragments of the message under way, as this model counts them.
        private var expected: [UInt8] = []

        init(byteMaximum: Int) {
            self.byteMaximum = byteMaximum
            messages = WebSocketMessages(byteMaximum: byteMaximum)
        }

        mutating func receive(_ frame: WebSocketFrame) {
            let opcode = UInt8(webSocketOpcode: frame.opcode)
            let payload = Array(buffer: frame.unmaskedData)
            if opcode < 0x3 { expected += payload }
            let action = messages.receive(
                WebSocketMessages.Frame(
                    opcode: opcode, isFinal: frame.fin, isMasked: frame.maskKey != nil,
                    hasReservedBits: frame.rsv1 || frame.rsv2 || frame.rsv3, payload: payload))
            if isClosing {
                hold(action == .none || opcode == 0x8, "after a close only a close counts")
            }
            switch action {
            case .none: break
            case .message(let message):
                hold(message.text == expected, "a message is its fragments")
                hold(message.text.count <= byteMaximum, "a message is not longer than allowed")
                hold(frame.fin && frame.maskKey != nil, "a message ends with a masked, final frame")
                expected = []
            case .pong(let answer): hold(answer == payload && answer.count <= 125, "a pong repeats its ping")
            case .close(let code, let reason):
                hold([1002, 1009].contains(code), "\(code) is a code for what a client does wrong")
                hold(WebSocketFraming.closePayload(code, reason).count <= 125, "a close frame is a control frame")
                isClosing = true
            case .answerClose(let code):
                hold(opcode == 0x8 && (code ?? 1000) >= 1000, "a close answers a close")
                isClosing = true
            }
        }
    }
}

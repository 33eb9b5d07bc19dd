import RPC
import Testbed
import Testing

@testable import Node

@Suite struct WebSocketMessagesTests {
    private typealias Frame = WebSocketMessages.Frame

    private func action(_ frames: [WebSocketMessages.Frame], limit: Int = 100) -> WebSocketMessages.Action {
        var messages = WebSocketMessages(byteMaximum: limit)
        return frames.map { messages.receive($0) }.last ?? .none
    }

    private func message(_ text: [UInt8], isText: Bool = true) -> WebSocketMessages.Action {
        .message(RequestQueue.Message(text: text, isText: isText))
    }

    @Test("messages are whole or in fragments, with control frames between them")
    func fragments() {
        var messages = WebSocketMessages(byteMaximum: 100)
        #expect(messages.receive(Frame(opcode: 1, isFinal: true, payload: [1, 2])) == message([1, 2]))
        #expect(messages.receive(Frame(opcode: 2, isFinal: false, payload: [1])) == .none)
        #expect(messages.receive(Frame(opcode: 9, isFinal: true, payload: [7])) == .pong([7]))
        #expect(messages.receive(Frame(opcode: 0, isFinal: false, payload: [])) == .none)
        #expect(messages.receive(Frame(opcode: 10, isFinal: true, payload: [])) == .none)
        #expect(messages.receive(Frame(opcode: 0, isFinal: true, payload: [2])) == message([1, 2], isText: false))
        #expect(messages.receive(Frame(opcode: 1, isFinal: true, payload: [])) == message([]))
    }

    @Test("what breaks the protocol closes with its code")
    func violations() {
        func code(_ frames: [Frame], limit: Int = 100) -> UInt16? {
            if case .close(let code, let reason) = action(frames, limit: limit), !reason.isEmpty { code } else { nil }
        }
        #expect(code([Frame(opcode: 1, isFinal: true, isMasked: false, payload: [])]) == 1002)
        #expect(code([Frame(opcode: 1, isFinal: true, hasReservedBits: true, payload: [])]) == 1002)
        #expect(code([Frame(opcode: 0, isFinal: true, payload: [])]) == 1002)
        #expect(
            code([Frame(opcode: 1, isFinal: false, payload: []), Frame(opcode: 1, isFinal: true, payload: [])]) == 1002)
        for opcode in [3, 4, 7, 11, 15] as [UInt8] {
            #expect(code([Frame(opcode: opcode, isFinal: true, payload: [])]) == 1002)
        }
        #expect(code([Frame(opcode: 9, isFinal: false, payload: [])]) == 1002)
        #expect(code([Frame(opcode: 9, isFinal: true, payload: [UInt8](repeating: 0, count: 126))]) == 1002)
        #expect(code([Frame(opcode: 1, isFinal: true, payload: [1, 2, 3, 4, 5])], limit: 4) == 1009)
        #expect(
            code(
                [
                    Frame(opcode: 1, isFinal: false, payload: [1, 2, 3]),
                    Frame(opcode: 0, isFinal: false, payload: [4, 5]),
                ],
                limit: 4) == 1009)
    }

    @Test("close frames are answered with their code, or with what was wrong about them")
    func close() {
        func answer(_ payload: [UInt8]) -> WebSocketMessages.Action {
            action([Frame(opcode: 8, isFinal: true, payload: payload)])
        }
        #expect(answer([]) == .answerClose(nil))
        #expect(answer([0x03, 0xE8]) == .answerClose(1000))
        #expect(answer([0x0F, 0xA0, 0x61]) == .answerClose(4000))
        #expect(answer([0x03]) == .answerClose(1002))
        #expect(answer([0x03, 0xED]) == .answerClose(1002))
        #expect(answer([0x03, 0xE8, 0xFF]) == .answerClose(1007))
    }

    @Test("after a close only the client's close frame counts")
    func closing() {
        var messages = WebSocketMessages(byteMaximum: 100)
        messages.closing()
        #expect(messages.receive(Frame(opcode: 1, isFinal: true, payload: [1])) == .none)
        #expect(messages.receive(Frame(opcode: 9, isFinal: true, payload: [1])) == .none)
        #expect(messages.receive(Frame(opcode: 8, isFinal: true, payload: [0x03, 0xE8])) == .answerClose(nil))
    }

    @Test("no order of frames breaks the machine")
    func anyOrder() {
        let seed: UInt64 = 99
        var random = SeededRandom(seed: seed)
        for _ in 0..<500 {
            var messages = WebSocketMessages(byteMaximum: 50)
            for _ in 0..<50 {
                let frame = Frame(
                    opcode: UInt8.random(in: 0...15, using: &random), isFinal: Bool.random(using: &random),
                    payload: random.bytes(Int.random(in: 0...20, using: &random)))
                if case .message(let message) = messages.receive(frame) { #expect(message.text.count <= 50, "\(seed)") }
            }
        }
    }

    @Test("heads of frames have the three lengths, and reasons fit")
    func framing() {
        #expect(WebSocketFraming.head(opcode: 1, payloadCount: 125) == [0x81, 125])
        #expect(WebSocketFraming.head(opcode: 1, payloadCount: 126) == [0x81, 126, 0, 126])
        #expect(WebSocketFraming.head(opcode: 8, payloadCount: 65_535) == [0x88, 126, 255, 255])
        #expect(WebSocketFraming.head(opcode: 1, payloadCount: 65_536) == [0x81, 127, 0, 0, 0, 0, 0, 1, 0, 0])
        let payload = WebSocketFraming.closePayload(1008, String(repeating: "é", count: 100))
        #expect(payload.count <= 125 && payload.prefix(2) == [0x03, 0xF0])
        #expect(String(validating: payload[2...], as: UTF8.self) != nil)
    }

    @Test("a silent peer is pinged, then given up; a sound from it starts anew")
    func silence() {
        var watch = SilenceWatch()
        #expect(watch.tick(isReading: true) == .none)
        #expect(watch.tick(isReading: true) == .ping)
        watch.hear()
        #expect(watch.tick(isReading: true) == .none)
        #expect(watch.tick(isReading: true) == .ping)
        #expect(watch.tick(isReading: false) == .none)
        #expect(watch.tick(isReading: true) == .giveUp)
    }
}

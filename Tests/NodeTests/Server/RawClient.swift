import NIOCore
import NIOPosix
import RPC

/// A client that sends bytes as the test writes them and reads bytes as they come.
struct RawClient {
    private var inbound: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator
    private let outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
    private var buffer = ByteBuffer()

    /// A frame of the server.
    struct Frame: Equatable {
        var opcode: UInt8
        var payload: [UInt8]
        var text: String { String(decoding: payload, as: UTF8.self) }
        /// The code of a close frame.
        var code: Int { payload.count < 2 ? 0 : Int(payload[0]) << 8 | Int(payload[1]) }
    }

    /// Connects, runs `body`, and closes.
    static func connect<R: Sendable>(
        _ port: Int, _ body: (inout RawClient) async throws -> R
    ) async throws -> R {
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connect(host: "127.0.0.1", port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                }
            }
        // A server that closes first is what some tests wait for: closing again must not hide their result.
        var result: Result<R, any Error>?
        do {
            try await channel.executeThenClose { inbound, outbound in
                var client = RawClient(inbound: inbound.makeAsyncIterator(), outbound: outbound)
                do { result = .success(try await body(&client)) } catch { result = .failure(error) }
            }
        } catch  where result != nil {}
        guard let result else { throw ChannelError.connectTimeout(.zero) }
        return try result.get()
    }

    /// The same after a WebSocket handshake.
    static func webSocket<R: Sendable>(
        _ port: Int, _ body: (inout RawClient) async throws -> R
    ) async throws -> R {
        try await connect(port) { client in
            try await client.send(Self.handshake())
            let head = try await client.head()
            guard head.hasPrefix("HTTP/1.1 101 ") else { throw ChannelError.operationUnsupported }
            return try await body(&client)
        }
    }

    static func handshake(_ extra: String = "", host: String = "127.0.0.1:9944", path: String = "/") -> String {
        """
        GET \(path) HTTP/1.1\r\nHost: \(host)\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\
        Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\(extra)\r\n
        """
    }

    static func post(_ body: String, _ extra: String = "") -> String {
        """
        POST / HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n\
        Content-Length: \(body.utf8.count)\r\n\(extra)\r\n\(body)
        """
    }

    /// The sending half alone, for another task.
    struct Sender: Sendable {
        fileprivate let outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>

        func send(_ bytes: [UInt8]) async throws { try await outbound.write(ByteBuffer(bytes: bytes)) }
    }

    var sender: Sender { Sender(outbound: outbound) }

    func send(_ text: String) async throws { try await send(Array(text.utf8)) }
    func send(_ bytes: [UInt8]) async throws { try await sender.send(bytes) }

    /// A frame as clients send it.
    static func frame(
        _ opcode: UInt8, _ payload: [UInt8], isFinal: Bool = true, isMasked: Bool = true, reserved: UInt8 = 0
    ) -> [UInt8] {
        var frame = [(isFinal ? 0x80 : 0) | reserved | opcode]
        let mask: UInt8 = isMasked ? 0x80 : 0
        switch payload.count {
        case ..<126: frame.append(mask | UInt8(payload.count))
        case ..<65_536: frame += [mask | 126, UInt8(payload.count >> 8), UInt8(payload.count & 0xFF)]
        default: frame += [mask | 127] + (0..<8).map { UInt8(truncatingIfNeeded: payload.count >> (56 - 8 * $0)) }
        }
        let key: [UInt8] = [0x12, 0x34, 0x56, 0x78]
        if isMasked { frame += key }
        frame.reserveCapacity(frame.count + payload.count)
        for (index, byte) in payload.enumerated() { frame.append(isMasked ? byte ^ key[index & 3] : byte) }
        return frame
    }

    func sendText(_ text: String) async throws { try await send(Self.frame(0x1, Array(text.utf8))) }

    /// More input; false at its end.
    private mutating func more() async throws -> Bool {
        do {
            guard var chunk = try await inbound.next() else { return false }
            buffer.discardReadBytes()
            buffer.writeBuffer(&chunk)
            return true
        } catch is IOError {
            // The server reset the connection: an end too.
            return false
        } catch is ChannelError {
            return false
        }
    }

    /// Everything up to the end of input.
    mutating func rest() async throws -> String {
        while try await more() {}
        return buffer.readString(length: buffer.readableBytes) ?? ""
    }

    /// The head of an HTTP response, with its empty line.
    mutating func head() async throws -> String {
        while true {
            let text = String(buffer: buffer)
            if let end = text.firstRange(of: "\r\n\r\n") {
                let head = String(text[..<end.upperBound])
                buffer.moveReaderIndex(forwardBy: head.utf8.count)
                return head
            }
            guard try await more() else { return text }
        }
    }

    /// A whole HTTP response: head and body.
    mutating func response() async throws -> (head: String, body: String) {
        let head = try await head()
        let length =
            head.lowercased().split(separator: "\r\n").first { $0.hasPrefix("content-length:") }
            .flatMap { Int($0.dropFirst(15).drop { $0 == " " }) } ?? 0
        while buffer.readableBytes < length { guard try await more() else { break } }
        return (head, buffer.readString(length: min(length, buffer.readableBytes)) ?? "")
    }

    /// The next frame, or `nil` at the end of input.
    mutating func frame() async throws -> Frame? {
        while true {
            if let frame = parseFrame() { return frame }
            guard try await more() else { return nil }
        }
    }

    private mutating func parseFrame() -> Frame? {
        let start = buffer.readerIndex
        guard let first = buffer.getInteger(at: start, as: UInt8.self),
            let second = buffer.getInteger(at: start + 1, as: UInt8.self)
        else { return nil }
        var length = Int(second)
        var head = 2
        if second == 126 {
            guard let value = buffer.getInteger(at: start + 2, as: UInt16.self) else { return nil }
            (length, head) = (Int(value), 4)
        } else if second == 127 {
            guard let value = buffer.getInteger(at: start + 2, as: UInt64.self) else { return nil }
            (length, head) = (Int(value), 10)
        }
        guard let payload = buffer.getBytes(at: start + head, length: length) else { return nil }
        buffer.moveReaderIndex(forwardBy: head + length)
        return Frame(opcode: first & 0x0F, payload: payload)
    }
}

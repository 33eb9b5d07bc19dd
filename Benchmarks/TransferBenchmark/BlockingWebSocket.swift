#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif
import JSON
import Measuring

/// A WebSocket that blocks: the cheapest client there is, so that the load costs the machine as little as possible.
///
/// One thread may send while another receives. Frames are masked with zeros, which is allowed and saves the masking.
final class BlockingWebSocket: Sendable {
    private let descriptor: Int32

    /// Connects to a port of this machine or of another one and shakes hands.
    init(host: String, port: Int) throws(BenchmarkFailure) {
        var hints = addrinfo()
        hints.ai_family = AF_INET
        #if canImport(Glibc)
            hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        #else
            hints.ai_socktype = SOCK_STREAM
        #endif
        var found: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(host, "\(port)", &hints, &found) == 0, let address = found else {
            throw BenchmarkFailure("\(host) is no address of a node")
        }
        defer { freeaddrinfo(found) }
        // A connection that the node closed is an error to report, not the end of the process.
        signal(SIGPIPE, SIG_IGN)
        descriptor = socket(address.pointee.ai_family, hints.ai_socktype, 0)
        guard connect(descriptor, address.pointee.ai_addr, address.pointee.ai_addrlen) == 0 else {
            throw BenchmarkFailure("nobody listens at \(host):\(port)")
        }
        let handshake =
            "GET / HTTP/1.1\r\nHost: \(host):\(port)\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n\r\n"
        try send(Array(handshake.utf8))
        var head: [UInt8] = []
        while !head.suffix(4).elementsEqual("\r\n\r\n".utf8) { head += try receive(1) }
        guard String(decoding: head, as: UTF8.self).hasPrefix("HTTP/1.1 101") else {
            throw BenchmarkFailure("\(host):\(port) is no WebSocket server")
        }
    }

    deinit { close(descriptor) }

    /// The frame of a text of the client.
    static func frame(_ text: [UInt8]) -> [UInt8] {
        let count = text.count
        let length: [UInt8] =
            count < 126
            ? [0x80 | UInt8(count)]
            : count < 65_536
                ? [0xFE, UInt8(count >> 8), UInt8(count & 0xFF)]
                : [0xFF] + (0..<8).map { UInt8(truncatingIfNeeded: count >> (56 - 8 * $0)) }
        return [0x81] + length + [0, 0, 0, 0] + text
    }

    /// The frame of a request.
    static func request(_ method: String, _ parameters: String, id: Int) -> [UInt8] {
        frame(Array(#"{"jsonrpc":"2.0","id":\#(id),"method":"\#(method)","params":\#(parameters)}"#.utf8))
    }

    /// Sends bytes, waiting as long as the node does not read.
    func send(_ bytes: [UInt8]) throws(BenchmarkFailure) {
        var sent = 0
        while sent < bytes.count {
            let count = bytes.withUnsafeBytes {
                write(descriptor, $0.baseAddress.map { $0 + sent }, bytes.count - sent)
            }
            guard count > 0 else { throw BenchmarkFailure("the node closed the connection") }
            sent += count
        }
    }

    private func receive(_ count: Int) throws(BenchmarkFailure) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        var filled = 0
        while filled < count {
            let received = bytes.withUnsafeMutableBytes { buffer in
                recv(descriptor, buffer.baseAddress.map { $0 + filled }, count - filled, 0)
            }
            guard received > 0 else { throw BenchmarkFailure("the node closed the connection") }
            filled += received
        }
        return bytes
    }

    /// The next text of the node.
    func receiveText() throws(BenchmarkFailure) -> [UInt8] {
        while true {
            let head = try receive(2)
            var count = Int(head[1] & 0x7F)
            if count >= 126 { count = try receive(count == 126 ? 2 : 8).reduce(0) { $0 << 8 | Int($1) } }
            let payload = try receive(count)
            switch head[0] & 0xF {
            case 0x1: return payload
            case 0x8: throw BenchmarkFailure("the node closed the connection")
            default: continue
            }
        }
    }

    /// Asks and waits for the answer; nothing else may be under way on this connection.
    func call(_ method: String, _ parameters: String = "[]") throws -> JSONValue {
        try send(Self.request(method, parameters, id: 1))
        let response = try JSONReader.read(
            try receiveText(), limits: JSONReader.Limits(byteMaximum: 64 << 20, valueMaximum: 1 << 22))
        guard let result = response["result"] else {
            throw BenchmarkFailure("\(method) was refused: \(response["error"].map { "\($0)" } ?? "no reason")")
        }
        return result
    }

    /// The same where the answer is a text.
    func text(_ method: String, _ parameters: String = "[]") throws -> String {
        guard case .string(let text) = try call(method, parameters) else {
            throw BenchmarkFailure("\(method) did not answer with a text")
        }
        return text
    }
}

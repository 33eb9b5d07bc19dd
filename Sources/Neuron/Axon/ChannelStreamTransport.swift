import NIOCore
import NIOHTTP1

/// Streams over an axon's connection, as a chunked body.
struct ChannelStreamTransport: AxonStreamTransport {
    let channel: any Channel
    let isKeptAlive: Bool
    /// Seconds that the client may take to read a chunk.
    let chunkSecondsMax: Int

    func begin(_ head: AxonResponse) {
        channel.write(HTTPServerResponsePart.head(head.httpHead(isKeptAlive: isKeptAlive)), promise: nil)
    }

    func send(_ chunk: [UInt8], whenTaken: @escaping @Sendable (_ isTaken: Bool) -> Void) {
        let channel = channel
        let deadline = channel.eventLoop.scheduleTask(in: .seconds(Int64(chunkSecondsMax))) {
            channel.close(promise: nil)
        }
        let part = HTTPServerResponsePart.body(.byteBuffer(ByteBuffer(bytes: chunk)))
        channel.writeAndFlush(part).whenComplete { result in
            deadline.cancel()
            if case .success = result { whenTaken(true) } else { whenTaken(false) }
        }
    }

    func abandon() { channel.close(promise: nil) }
}

extension AxonResponse {
    /// The head of the HTTP response. Without a length the body is sent in chunks.
    func httpHead(isKeptAlive: Bool) -> HTTPResponseHead {
        var fields = HTTPHeaders(headers.map { ($0.name, $0.value) })
        fields.add(name: "content-type", value: contentType)
        if let contentLength { fields.add(name: "content-length", value: String(contentLength)) }
        if !isKeptAlive { fields.add(name: "connection", value: "close") }
        return HTTPResponseHead(
            version: .http1_1, status: HTTPResponseStatus(statusCode: status), headers: fields)
    }
}

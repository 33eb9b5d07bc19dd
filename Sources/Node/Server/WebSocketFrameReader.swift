import NIOCore

/// Reads the frames of a client from bytes as they come (RFC 6455, section 5.2).
///
/// The payload of a data frame is handed on piece by piece, as if the client had sent it in fragments. So nothing but
/// what `WebSocketMessages` has taken is held for a message that is under way, however long its frame says it is.
struct WebSocketFrameReader {
    /// Why the bytes are no frames.
    enum Failure: Error, Equatable {
        /// A frame is longer than a message may be.
        case tooLong
        /// A control frame in fragments, or one of more than 125 bytes.
        case badControlFrame
    }

    private struct Head {
        var opcode: UInt8
        var isFinal: Bool
        var reservedBits: UInt8
        var mask: [UInt8]?
        var isControl: Bool { opcode & 0x8 != 0 }
    }

    private struct Payload {
        var head: Head
        var remaining: Int
        // Bytes read so far, modulo the mask's length.
        var maskOffset = 0
    }

    private let byteMaximum: Int
    // The data frame whose payload is coming.
    private var payload: Payload?

    init(byteMaximum: Int) { self.byteMaximum = byteMaximum }

    /// The next frame or piece of one, or `nil` until more bytes come. What it leaves in `buffer`, at most 139 bytes,
    /// has to be there again the next time.
    mutating func next(_ buffer: inout ByteBuffer) throws(Failure) -> WebSocketMessages.Frame? {
        if payload == nil {
            let start = buffer.readerIndex
            guard let begun = try head(&buffer) else {
                buffer.moveReaderIndex(to: start)
                return nil
            }
            if begun.head.isControl {
                guard buffer.readableBytes >= begun.remaining else {
                    buffer.moveReaderIndex(to: start)
                    return nil
                }
            } else if begun.remaining > 0, buffer.readableBytes == 0 {
                payload = begun
                return nil
            }
            payload = begun
        }
        guard let current = payload, current.remaining == 0 || buffer.readableBytes > 0 else { return nil }
        return piece(of: current, from: &buffer)
    }

    // Whether there is a whole head, and what it says.
    private func head(_ buffer: inout ByteBuffer) throws(Failure) -> Payload? {
        guard let first: UInt8 = buffer.readInteger(), let second: UInt8 = buffer.readInteger() else { return nil }
        var head = Head(opcode: first & 0x0F, isFinal: first & 0x80 != 0, reservedBits: first & 0x70)
        var length = UInt64(second & 0x7F)
        if head.isControl, length > 125 || !head.isFinal { throw .badControlFrame }
        if length == 126 {
            guard let long: UInt16 = buffer.readInteger() else { return nil }
            length = UInt64(long)
        } else if length == 127 {
            guard let long: UInt64 = buffer.readInteger() else { return nil }
            length = long
        }
        guard length <= UInt64(byteMaximum) || head.isControl else { throw .tooLong }
        if second & 0x80 != 0 {
            guard let mask = buffer.readBytes(length: 4) else { return nil }
            head.mask = mask
        }
        return Payload(head: head, remaining: Int(length))
    }

    private mutating func piece(of current: Payload, from buffer: inout ByteBuffer) -> WebSocketMessages.Frame {
        var current = current
        let count = min(current.remaining, buffer.readableBytes)
        var bytes = buffer.readBytes(length: count) ?? []
        if let mask = current.head.mask {
            // Four lanes at once are no faster than what the compiler makes of this.
            for index in bytes.indices { bytes[index] ^= mask[(index + current.maskOffset) & 3] }
        }
        current.remaining -= count
        current.maskOffset = (current.maskOffset + count) & 3
        let isLast = current.remaining == 0
        let frame = WebSocketMessages.Frame(
            opcode: current.head.opcode, isFinal: isLast && current.head.isFinal,
            isMasked: current.head.mask != nil, hasReservedBits: current.head.reservedBits != 0, payload: bytes)
        // What follows continues the message.
        current.head.opcode = 0
        payload = isLast ? nil : current
        return frame
    }
}

import Hashing
import Primitives
import RuntimeInterface
import SCALE

/// Writes a file piece by piece: what is held in memory is bounded by the largest block or value.
public struct ChainFileWriter {
    /// Takes the next bytes of the file.
    public typealias Sink = ([UInt8]) throws(ChainFileError) -> Void

    private static let bufferLength = 1 << 16

    private let sink: Sink
    private var buffer: [UInt8] = []
    private var hasher = Blake2bHasher(length: 32)

    /// A writer whose bytes go to `sink`, in pieces of some 64 KB.
    public init(to sink: @escaping Sink) { self.sink = sink }

    /// Writes what stands at the beginning.
    mutating func begin(_ preamble: ChainFile.Preamble) throws(ChainFileError) {
        try append(preamble.kind.magic)
        try append(ChainFile.version)
        try append(preamble.genesisHash.bytes)
        try appendPart(preamble.origin.encoded())
        try append(preamble.blocks.lowerBound)
        try append(UInt32(preamble.blocks.count))
        try appendChecksum()
    }

    /// Writes a block: its encoded header and its extrinsics.
    mutating func append(header: [UInt8], body: [[UInt8]]) throws(ChainFileError) {
        try appendPart(header)
        try append(UInt32(body.count))
        for extrinsic in body { try appendPart(extrinsic) }
    }

    /// Writes bytes behind their length.
    mutating func appendPart(_ bytes: [UInt8]) throws(ChainFileError) {
        try append(UInt32(bytes.count))
        try append(bytes)
    }

    /// Writes four bytes, the lowest first.
    mutating func append(_ number: UInt32) throws(ChainFileError) { try append(number.encoded()) }

    /// Writes the checksum of everything before it and hands over what is left.
    mutating func end() throws(ChainFileError) {
        try appendChecksum()
        try flush()
    }

    private mutating func appendChecksum() throws(ChainFileError) {
        hasher.update(buffer)
        try sink(buffer)
        buffer = []
        try append(hasher.finalize())
    }

    private mutating func append(_ bytes: [UInt8]) throws(ChainFileError) {
        buffer += bytes
        if buffer.count >= Self.bufferLength { try flush() }
    }

    private mutating func flush() throws(ChainFileError) {
        hasher.update(buffer)
        try sink(buffer)
        buffer = []
    }
}

import Hashing
import Primitives
import RuntimeInterface
import SCALE

/// Reads a file piece by piece and checks what can be checked without a chain.
public struct ChainFileReader {
    /// Gives the next bytes of the file, up to so many, and none at its end.
    public typealias Source = (Int) throws(ChainFileError) -> [UInt8]

    private static let pieceLength = 1 << 16

    private let source: Source
    private var buffer: ArraySlice<UInt8> = []
    private var hasher = Blake2bHasher(length: 32)
    private var offset: UInt64 = 0

    /// A reader of the bytes that `source` gives.
    public init(from source: @escaping Source) { self.source = source }

    /// Reads and checks what stands at the beginning.
    public mutating func preamble() throws(ChainFileError) -> ChainFile.Preamble {
        let magic: [UInt8]
        do throws(ChainFileError) {
            magic = try bytes(8)
        } catch .endsEarly {
            throw .notAChainFile
        }
        guard let kind = ChainFile.Kind.allCases.first(where: { $0.magic == magic }) else { throw .notAChainFile }
        let version = try number()
        guard version == ChainFile.version else { throw .versionUnknown(version) }
        let genesisHash = Hash(try bytes(32))
        let origin = try part()
        let first = try number()
        let count = try number()
        // Nothing that was read so far is believed before this.
        try checkChecksum()
        guard let genesisHash, let origin = try? ChainOrigin(scale: origin), origin.header.hash == genesisHash,
            first > 0, count > 0, first <= .max - (count - 1)
        else { throw malformed }
        return ChainFile.Preamble(
            kind: kind, origin: origin, genesisHash: genesisHash, blocks: first...first + (count - 1))
    }

    /// Reads a block.
    mutating func block() throws(ChainFileError) -> ForeignBlock {
        guard let header = try? BlockHeader(scale: try part()) else { throw malformed }
        let count = Int(try number())
        guard count <= ChainFile.extrinsicCountMaximum else { throw malformed }
        var body: [[UInt8]] = []
        var room = ChainFile.partLengthMaximum
        for _ in 0..<count {
            let extrinsic = try part()
            room -= extrinsic.count
            guard room >= 0 else { throw malformed }
            body.append(extrinsic)
        }
        return ForeignBlock(header: header, body: body)
    }

    /// Reads bytes behind their length.
    mutating func part(limit: Int = ChainFile.partLengthMaximum) throws(ChainFileError) -> [UInt8] {
        let length = Int(try number())
        guard length <= limit else { throw malformed }
        return try bytes(length)
    }

    /// Reads four bytes, the lowest first.
    mutating func number() throws(ChainFileError) -> UInt32 {
        try bytes(4).reversed().reduce(0) { $0 << 8 | UInt32($1) }
    }

    /// Reads the checksum at the end, behind which nothing may follow.
    mutating func end() throws(ChainFileError) {
        try checkChecksum()
        if buffer.isEmpty { buffer = try source(1)[...] }
        guard buffer.isEmpty else { throw .bytesAfterTheEnd(offset: offset) }
    }

    /// The error for something that was read just now and cannot be.
    var malformed: ChainFileError { .malformed(offset: offset) }

    private mutating func checkChecksum() throws(ChainFileError) {
        let expected = hasher.finalize()
        let place = offset
        guard try bytes(32) == expected else { throw .checksumDiffers(offset: place) }
    }

    private mutating func bytes(_ count: Int) throws(ChainFileError) -> [UInt8] {
        var result: [UInt8] = []
        while result.count < count {
            if buffer.isEmpty {
                buffer = try source(Self.pieceLength)[...]
                guard !buffer.isEmpty else { throw .endsEarly(offset: offset) }
            }
            let piece = buffer.prefix(count - result.count)
            hasher.update(piece)
            result += piece
            buffer = buffer.dropFirst(piece.count)
            offset += UInt64(piece.count)
        }
        return result
    }
}

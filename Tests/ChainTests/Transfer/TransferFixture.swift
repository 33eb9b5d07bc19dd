import Foundation
import Cryptography
import Primitives
import RuntimeInterface
import SCALE
import StateStore
import Synchronization
import Testbed
import Testing

@testable import Chain

/// A file in memory.
final class MemoryFile: Sendable {
    private let content = Mutex<[UInt8]>([])

    var bytes: [UInt8] { content.withLock { $0 } }

    var writer: ChainFileWriter { ChainFileWriter { bytes in self.content.withLock { $0 += bytes } } }

    /// Reads `bytes` in pieces of a length of their own.
    static func reader(_ bytes: [UInt8], pieceLength: Int = 1 << 16) -> ChainFileReader {
        let rest = Mutex(bytes[...])
        return ChainFileReader { count in
            rest.withLock {
                let piece = $0.prefix(min(count, pieceLength))
                $0 = $0.dropFirst(piece.count)
                return Array(piece)
            }
        }
    }
}

extension DevelopmentChain {
    var store: StateStore { chain.executor.store }

    /// Makes blocks of transfers and calls of many kinds.
    func makeBlocks(_ count: Int, _ random: inout SeededRandom) throws {
        let keys = ["Alice", "Bob", "Charlie", "Dave"].map(DevelopmentChain.key)
        for _ in 0..<count {
            if try height == 2 {
                try chain.submit(
                    extrinsic(.subtensor(.registerNetwork(hotkey: Self.key("Hot").accountID)), by: Self.alice))
            }
            for _ in 0..<Int.random(in: 0..<8, using: &random) {
                let from = keys[Int.random(in: 0..<keys.count, using: &random)]
                let to = try #require(AccountID(random.bytes(32)))
                // Some cannot be paid: they fail inside the block, with a fee.
                let value: Rao = Int.random(in: 0..<4, using: &random) > 0 ? .tao(1) : .tao(3_000_000)
                try chain.submit(transfer(value, from: from, to: to))
            }
            try makeBlock()
        }
    }

    /// Everything that the store knows of a block.
    func block(_ number: BlockNumber) throws -> StoredBlock { try store.block(.number(number)) }

    func export(from first: BlockNumber? = nil, through last: BlockNumber? = nil) throws -> [UInt8] {
        let file = MemoryFile()
        var writer = file.writer
        let blocks = try ChainExport.blocks(of: store, from: first, through: last, to: &writer)
        #expect(blocks == (first ?? 1)...(try last ?? height))
        return file.bytes
    }

    func exportState(at number: BlockNumber? = nil) throws -> [UInt8] {
        let file = MemoryFile()
        var writer = file.writer
        let (block, keys) = try ChainExport.state(of: store, at: number, to: &writer)
        #expect(try block == store.record(of: number.map(BlockReference.number) ?? .latest))
        try store.read(at: .number(block.number)) { reader throws(StoreError) in
            #expect(try reader.keys(under: [], after: nil, limit: .max).count == keys)
        }
        return file.bytes
    }

    /// A file of blocks with a proper checksum, whatever they are.
    func forged(_ blocks: [ForeignBlock]) throws -> [UInt8] {
        let file = MemoryFile()
        var writer = file.writer
        let first = try #require(blocks.first).header.number
        try writer.begin(
            .init(
                kind: .blocks, origin: try ChainExport.origin(of: store), genesisHash: chain.genesisHash,
                blocks: first...first + UInt32(blocks.count) - 1))
        for block in blocks { try writer.append(header: block.header.encoded(), body: block.body) }
        try writer.end()
        return file.bytes
    }
}

/// Imports blocks.
/// - Returns: why it ended before the end, and how far it came.
func importBlocks(
    _ bytes: [UInt8], into store: StateStore, pieceLength: Int = 1 << 16
) -> (failure: TransferError?, progress: ChainImport.Progress) {
    var reader = MemoryFile.reader(bytes, pieceLength: pieceLength)
    var progress = ChainImport.Progress()
    do throws(TransferError) {
        let preamble = try ChainExport.written { () throws(ChainFileError) in try reader.preamble() }
        guard preamble.kind == .blocks else { throw .file(.notAChainFile) }
        try ChainImport.blocks(preamble, from: &reader, into: store, progress: &progress)
        return (nil, progress)
    } catch {
        return (error, progress)
    }
}

/// Imports a state.
/// - Returns: why it was refused.
func importState(_ bytes: [UInt8], into store: StateStore) -> TransferError? {
    var reader = MemoryFile.reader(bytes)
    do throws(TransferError) {
        let preamble = try ChainExport.written { () throws(ChainFileError) in try reader.preamble() }
        guard preamble.kind == .state else { throw .file(.notAChainFile) }
        _ = try ChainImport.state(preamble, from: &reader, into: store)
        return nil
    } catch {
        return error
    }
}

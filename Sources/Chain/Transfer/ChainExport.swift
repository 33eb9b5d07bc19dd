public import Primitives
import SCALE
public import StateStore

/// Writes blocks and states of a kept chain to files.
public enum ChainExport {
    /// Entries that are read at once.
    private static let pageLength = 512

    /// How the chain of a store began.
    static func origin(of store: StateStore) throws(TransferError) -> ChainOrigin {
        let bytes = try stored { () throws(StoreError) in try store.metadata(ChainOrigin.metadataName) }
        guard let bytes, let origin = try? ChainOrigin(scale: bytes) else { throw .originUnknown }
        return origin
    }

    /// Writes blocks, the genesis block excepted: it follows from the origin.
    /// - Parameters:
    ///   - first: the first block; the oldest that is held by default.
    ///   - last: the last block; the latest by default.
    /// - Returns: the blocks that were written.
    public static func blocks(
        of store: StateStore, from first: BlockNumber? = nil, through last: BlockNumber? = nil,
        to writer: inout ChainFileWriter
    ) throws(TransferError) -> ClosedRange<BlockNumber> {
        let origin = try origin(of: store)
        let (genesis, held) = try stored { () throws(StoreError) in
            (try store.record(of: .number(0)), (max(try store.oldestBlock(), 1), try store.record(of: .latest).number))
        }
        guard held.0 <= held.1 else { throw .noBlocks }
        let lower = first ?? min(held.0, last ?? held.0)
        let range = lower...max(last ?? held.1, lower)
        guard range.lowerBound >= held.0, range.upperBound <= held.1 else {
            throw .blocksNotHeld(wanted: range, held: held.0...held.1)
        }
        try written { () throws(ChainFileError) in
            try writer.begin(.init(kind: .blocks, origin: origin, genesisHash: genesis.hash, blocks: range))
        }
        for number in range {
            let block = try stored { () throws(StoreError) in try store.block(.number(number)) }
            try written { () throws(ChainFileError) in try writer.append(header: block.header, body: block.body) }
        }
        try written { () throws(ChainFileError) in try writer.end() }
        return range
    }

    /// Writes the state after a block, the latest by default, with that block.
    /// - Returns: the block, and how many keys its state has.
    public static func state(
        of store: StateStore, at number: BlockNumber? = nil, to writer: inout ChainFileWriter
    ) throws(TransferError) -> (block: BlockRecord, keys: Int) {
        let origin = try origin(of: store)
        let (genesis, oldest, latest) = try stored { () throws(StoreError) in
            (try store.record(of: .number(0)), try store.oldestState(), try store.record(of: .latest).number)
        }
        guard latest > 0 else { throw .noBlocks }
        let wanted = number ?? latest
        let kept = max(oldest, 1)...latest
        guard kept.contains(wanted) else { throw .stateNotKept(wanted, kept: kept) }
        return try store.read(at: .number(wanted), failure: { .chain(.store($0)) }) { (reader) throws(TransferError) in
            let block = try stored { () throws(StoreError) in try store.block(.number(wanted)) }
            var keys = 0
            try written { () throws(ChainFileError) in
                try writer.begin(
                    .init(kind: .state, origin: origin, genesisHash: genesis.hash, blocks: wanted...wanted))
                try writer.append(header: block.header, body: block.body)
            }
            var passed: [UInt8]?
            while true {
                let after = passed
                let entries = try stored { () throws(StoreError) in
                    try reader.entries(under: [], after: after, limit: pageLength)
                }
                try written { () throws(ChainFileError) in
                    for (key, value) in entries {
                        try writer.appendPart(key)
                        try writer.appendPart(value)
                    }
                }
                keys += entries.count
                passed = entries.last?.key
                if entries.count < pageLength { break }
            }
            try written { () throws(ChainFileError) in
                // A key is never empty: this is the end of them.
                try writer.append(0)
                try writer.end()
            }
            return (block.record, keys)
        }
    }

    static func stored<Result>(_ body: () throws(StoreError) -> Result) throws(TransferError) -> Result {
        do throws(StoreError) { return try body() } catch { throw .chain(.store(error)) }
    }

    static func written<Result>(_ body: () throws(ChainFileError) -> Result) throws(TransferError) -> Result {
        do throws(ChainFileError) { return try body() } catch { throw .file(error) }
    }
}

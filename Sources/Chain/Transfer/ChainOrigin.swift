public import Primitives
import Runtime
import RuntimeInterface
public import SCALE
import StateTrie

/// How a chain began: enough to begin the same one elsewhere. Every store keeps it, and every exported file has it.
public struct ChainOrigin: Hashable, Sendable {
    /// The name under which a store keeps it.
    static let metadataName = "chain/origin"

    /// Milliseconds from block to block that the chain was made for.
    public let slotMilliseconds: UInt64
    /// The state of the genesis block, in ascending order of the keys.
    public let entries: [StateChange]

    /// The beginning of a chain whose first state these writes make.
    init(slotMilliseconds: UInt64, changes: [StateChange]) {
        self.slotMilliseconds = slotMilliseconds
        entries = changes.filter { $0.value != nil }.sorted { $0.key.lexicographicallyPrecedes($1.key) }
    }

    /// The genesis block's header.
    var header: BlockHeader {
        let pairs = entries.compactMap { entry in entry.value.map { (key: entry.key, value: $0) } }
        return BlockHeader(
            parentHash: .zero, number: 0, stateRoot: TrieRoot.hash(of: pairs), extrinsicsRoot: TrieRoot.ordered([]),
            digest: Digest(logs: []))
    }

    /// Whether this program serves the metadata that the genesis block commits to, and its slot length with it.
    var isServed: Bool { Runtime.servesMetadata(of: entries, slotMilliseconds: slotMilliseconds) }
}

extension ChainOrigin: ScaleCodable {
    public func encode(to encoder: inout ScaleEncoder) {
        slotMilliseconds.encode(to: &encoder)
        entries.map(\.key).encode(to: &encoder)
        entries.map { $0.value ?? [] }.encode(to: &encoder)
    }

    public init(from decoder: inout ScaleDecoder) throws(ScaleError) {
        slotMilliseconds = try decoder.decode()
        let keys: [[UInt8]] = try decoder.decode()
        let values: [[UInt8]] = try decoder.decode()
        guard keys.count == values.count, slotMilliseconds > 0,
            zip(keys, keys.dropFirst()).allSatisfy({ $0.lexicographicallyPrecedes($1) })
        else { throw .invalidValue(type: "chain origin") }
        entries = zip(keys, values).map { StateChange(key: $0, value: $1) }
    }
}

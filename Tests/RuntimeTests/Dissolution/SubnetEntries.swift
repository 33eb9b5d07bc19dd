import Frame
import Hashing
import Primitives
import RuntimeInterface
import SCALE

/// Entries of a subnet in every storage map whose keys name subnets, as the served metadata tells of them: what a
/// test fills before a dissolution and looks for after it. A map that the chain serves some day is in it by itself.
struct SubnetEntries {
    /// A place in the state and what may stand there.
    struct Entry {
        var item: String
        var key: [UInt8]
        var value: [UInt8]
    }

    /// What stays with a number when its subnet goes: how often it was given.
    static let lasting: Set<String> = ["SubtensorModule.RegisteredSubnetCounter"]
    /// An account that nobody has.
    static let account = Array(repeating: UInt8(0xee), count: 32)

    private let metadata: RuntimeMetadata

    init() throws { metadata = try RuntimeMetadata(blob: ServedMetadata.v15(slotDuration: 12_000)) }

    /// One entry in every map for a subnet, for a mechanism's map one for each of two mechanisms.
    func all(of netuid: NetUID) -> [Entry] {
        metadata.pallets.flatMap { pallet -> [Entry] in
            guard let storage = pallet.storage else { return [] }
            return storage.items.flatMap { item -> [Entry] in
                guard case .map(let hashers, let key, _) = item.kind else { return [] }
                let parts = hashers.count == 1 ? [key] : members(of: key)
                let value = item.modifier == .optional ? Array(repeating: 0, count: 200) : item.fallback
                return (0..<2).compactMap { mechanism -> Entry? in
                    guard let bytes = keys(parts, hashers, of: netuid, mechanism: UInt16(mechanism)) else { return nil }
                    let prefix = Twox.hash128(storage.prefix) + Twox.hash128(item.name)
                    return Entry(item: "\(pallet.name).\(item.name)", key: prefix + bytes, value: value)
                }
            }
        }
    }

    /// The hashed keys, or `nil` where none of them is a subnet or one cannot be made up.
    private func keys(
        _ parts: [TypeID], _ hashers: [StorageItemMetadata.Hasher], of netuid: NetUID, mechanism: UInt16
    ) -> [UInt8]? {
        var bytes: [UInt8] = []
        var namesSubnet = false
        for (part, hasher) in zip(parts, hashers.compactMap { StorageHasher(rawValue: $0.rawValue) }) {
            switch metadata.types[part]?.path.last {
            case "NetUid":
                guard mechanism == 0 else { return nil }
                namesSubnet = true
                hasher.append(netuid.encoded(), to: &bytes)
            case "NetUidStorageIndex":
                namesSubnet = true
                hasher.append((netuid.number + mechanism * 4096).encoded(), to: &bytes)
            case "AccountId32": hasher.append(Self.account, to: &bytes)
            default:
                guard case .primitive(let primitive) = metadata.types[part]?.definition, let width = primitive.width
                else { return nil }
                hasher.append(Array(repeating: 9, count: width), to: &bytes)
            }
        }
        return namesSubnet ? bytes : nil
    }

    private func members(of key: TypeID) -> [TypeID] {
        guard case .tuple(let members) = metadata.types[key]?.definition else { return [key] }
        return members
    }
}

import Frame
import Primitives
import RuntimeInterface
import SCALE

/// Where a state names an account: every key and every value is searched for the 32 bytes, so that no map can be
/// forgotten.
enum AccountTrace {
    /// Storage items of the served metadata, `Pallet.Item`, whose keys or values can name an account.
    static let items: Set<String> = {
        var items: Set<String> = []
        for pallet in metadata.pallets {
            for item in pallet.storage?.items ?? [] where canNameAccount(item) {
                items.insert(pallet.name + "." + item.name)
            }
        }
        return items
    }()

    /// The items in which a state names the account.
    static func places(of account: AccountID, in state: borrowing State) -> Set<String> {
        var places: Set<String> = []
        for key in state.rawKeys(under: []) {
            guard contains(key, account.bytes) || contains(state.raw(key) ?? [], account.bytes) else { continue }
            places.insert(names[Array(key.prefix(32))] ?? "unknown item")
        }
        return places
    }

    private static let metadata = ServedMetadata.metadata(slotDuration: 12_000)

    private static let names: [[UInt8]: String] = {
        var names: [[UInt8]: String] = [:]
        for pallet in metadata.pallets {
            guard let storage = pallet.storage else { continue }
            for item in storage.items {
                names[StoragePrefix(storage.prefix, item.name).bytes] = pallet.name + "." + item.name
            }
        }
        return names
    }()

    private static func canNameAccount(_ item: StorageItemMetadata) -> Bool {
        switch item.kind {
        case .plain(let value): isReachable(from: [value])
        case .map(_, let key, let value): isReachable(from: [key, value])
        }
    }

    /// Whether one of these types holds an account somewhere.
    private static func isReachable(from start: [TypeID]) -> Bool {
        var seen: Set<TypeID> = []
        var waiting = start
        while let id = waiting.popLast() {
            guard seen.insert(id).inserted, let type = metadata.types[id] else { continue }
            if type.path.last == "AccountId32" { return true }
            waiting += type.definition.references
        }
        return false
    }

    private static func contains(_ bytes: [UInt8], _ part: [UInt8]) -> Bool {
        guard bytes.count >= part.count else { return false }
        return (0...bytes.count - part.count).contains { start in
            bytes[start] == part[0] && bytes[start..<start + part.count].elementsEqual(part)
        }
    }
}

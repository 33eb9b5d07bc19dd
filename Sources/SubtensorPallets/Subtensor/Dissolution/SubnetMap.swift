import Hashing
import RuntimeInterface
import SCALE

/// A storage map that has entries of subnets, and where in an entry's key the subnet's number stands.
struct SubnetMap: Sendable {
    /// Where the map stands.
    let item: StoragePrefix
    /// How the number is hashed.
    private let hasher: StorageHasher
    /// Bytes of a key before the number.
    private let offset: Int
    private static let accountLength = 32

    /// A map with the number as the key that follows `accounts` accounts.
    init<each Key, Value>(_ map: StorageMap<repeat each Key, Value>, after accounts: Int = 0) {
        self.init(map.item, map.hashers, after: accounts)
    }

    /// A map with the number as the key that follows `accounts` accounts.
    init<each Key, Value>(_ map: OptionalStorageMap<repeat each Key, Value>, after accounts: Int = 0) {
        self.init(map.item, map.hashers, after: accounts)
    }

    private init(_ item: StoragePrefix, _ hashers: [StorageHasher], after accounts: Int) {
        precondition(accounts < hashers.count, "the tables below name no more accounts than a map has keys")
        self.item = item
        hasher = hashers[accounts]
        let before = hashers[..<accounts].reduce(item.bytes.count) { $0 + $1.prefixLength + Self.accountLength }
        offset = before + hasher.prefixLength
    }

    /// What every key begins with that belongs to this number, in a map led by it.
    func prefix(of number: some ScaleCodable) -> [UInt8] {
        var path = item.bytes
        hasher.append(number.encoded(), to: &path)
        return path
    }

    /// Whether a key of this map belongs to the subnet of this encoded number.
    func isKey(_ key: [UInt8], of number: [UInt8]) -> Bool {
        key.count >= offset + number.count && key[offset..<offset + number.count] == number[...]
    }
}

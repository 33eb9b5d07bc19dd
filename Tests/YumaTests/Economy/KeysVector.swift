import Hashing
import Testbed
import Testing

struct KeysVector: EconomyVector {
    static let name = "keys"

    struct Key: Decodable {
        let hasher: String
        let encoded: String

        var storageHasher: StorageHasher? {
            switch hasher {
            case "Blake2_128Concat": .blake2_128Concat
            case "Twox64Concat": .twox64Concat
            case "Identity": .identity
            default: nil
            }
        }
    }

    let op: String
    let pallet: String?
    let item: String?
    let keys: [Key]?
    let key: String?
    let data: String?
    let blake2256: String?
    let blake2128: String?
    let twox64: String?
    let twox128: String?
    let twox256: String?
    let publicKey: String?
    let ss58: String?
    let palletId: String?
    let sub: UInt16?
    let account: String?

    func check(_ place: Comment) throws {
        switch op {
        case "storage_key":
            var path = Twox.hash128(try #require(pallet)) + Twox.hash128(try #require(item))
            for part in try #require(keys) {
                let hasher = try #require(part.storageHasher, place)
                let encoded = try #require([UInt8](hex: part.encoded))
                hasher.append(encoded, to: &path)
            }
            #expect(path.hex == key, place)
        case "hash":
            let text = try #require(data)
            let bytes = try #require([UInt8](hex: text))
            #expect(Blake2b.hash256(bytes).hex == blake2256, place)
            #expect(Blake2b.hash128(bytes).hex == blake2128, place)
            #expect(Twox.hash64(bytes).hex == twox64, place)
            #expect(Twox.hash128(bytes).hex == twox128, place)
            #expect(Twox.hash256(bytes).hex == twox256, place)
        case "ss58":
            #expect(try Self.account(ofAddress: ss58 ?? "") == publicKey, place)
        case "pallet_account":
            let prefix = Array(("modl" + (palletId ?? "")).utf8)
            let suffix = sub.map { [UInt8(truncatingIfNeeded: $0), UInt8($0 >> 8)] } ?? []
            let padding = [UInt8](repeating: 0, count: 32 - prefix.count - suffix.count)
            #expect((prefix + suffix + padding).hex == account, place)
            #expect(try Self.account(ofAddress: ss58 ?? "") == account, place)
        default:
            Issue.record("unknown operation \(op)")
        }
    }

    /// The account of an address with prefix 42: base 58, one byte of prefix, 32 of account, 2 of checksum.
    private static func account(ofAddress text: String) throws -> String {
        let alphabet = Array("123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz")
        var bytes = [UInt8](repeating: 0, count: 35)
        for character in text {
            var carry = try #require(alphabet.firstIndex(of: character))
            for index in bytes.indices.reversed() {
                carry += Int(bytes[index]) * 58
                bytes[index] = UInt8(carry & 255)
                carry >>= 8
            }
        }
        #expect(bytes[0] == 42)
        let digest = Blake2b.hash512(Array("SS58PRE".utf8) + bytes[..<33])
        #expect(Array(digest[..<2]) == Array(bytes[33...]))
        return Array(bytes[1..<33]).hex
    }
}

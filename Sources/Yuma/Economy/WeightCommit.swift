public import Primitives
import SCALE

/// What a commit of weights hides. Source: pallets/subtensor/src/subnets/weights.rs, `get_commit_hash`.
public struct WeightCommit: Hashable, Sendable {
    public var hotkey: AccountID
    /// Subnet and mechanism: 4,096 · mechanism + netuid.
    public var storageIndex: UInt16
    public var uids: [UInt16]
    public var values: [UInt16]
    public var salt: [UInt16]
    public var versionKey: UInt64

    public init(
        hotkey: AccountID, storageIndex: UInt16, uids: [UInt16], values: [UInt16], salt: [UInt16], versionKey: UInt64
    ) {
        self.hotkey = hotkey
        self.storageIndex = storageIndex
        self.uids = uids
        self.values = values
        self.salt = salt
        self.versionKey = versionKey
    }

    /// The SCALE form, whose BLAKE2b-256 digest is the commit.
    public var preimage: [UInt8] {
        var encoder = ScaleEncoder(capacity: 64 + 2 * (uids.count + values.count + salt.count))
        hotkey.encode(to: &encoder)
        encoder.append(littleEndian: storageIndex)
        for list in [uids, values, salt] {
            encoder.append(count: list.count)
            for number in list { encoder.append(littleEndian: number) }
        }
        encoder.append(littleEndian: versionKey)
        return encoder.bytes
    }
}

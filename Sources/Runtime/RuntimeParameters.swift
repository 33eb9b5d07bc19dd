/// Constants of this runtime that no single pallet owns.
public enum RuntimeParameters {
    /// Bytes that a block's extrinsics may take.
    public static let blockLengthMaximum = 10 * 1024 * 1024

    /// Longest era of an extrinsic that carries an encrypted one: its key does not live longer.
    public static let shieldedEraBlocksMaximum: UInt64 = 8
}

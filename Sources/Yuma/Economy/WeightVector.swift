import FixedPoint

/// Rules for the weights that a validator sets. Source: pallets/subtensor/src/subnets/weights.rs, epoch/math.rs.
public enum WeightVector {
    /// Weights as shares of their sum in parts of 65,535, rounded down; all zero stays so.
    public static func normalized(_ weights: [UInt16]) -> [UInt16] {
        let sum = weights.reduce(UInt64(0)) { $0 + UInt64($1) }
        guard sum > 0 else { return weights }
        return weights.map { UInt16(truncatingIfNeeded: UInt64($0) * 65_535 / sum) }
    }

    /// Weights scaled so that the largest becomes 65,535, rounded half up at 32 fraction bits.
    public static func upscaled(_ weights: [UInt16]) -> [UInt16] {
        guard let largest = weights.max(), largest > 0 else { return weights }
        let maximum = I32F32(largest)
        let full = I32F32(UInt16.max)
        return weights.map { weight in
            let scaled: I32F32
            if largest > 32_768 {
                scaled = I32F32(weight).multipliedSaturated(by: full.dividedSafely(by: maximum))
            } else {
                scaled = I32F32(weight).multipliedSaturated(by: full).dividedSafely(by: maximum)
            }
            return scaled.addingSaturated(.half).flooredUInt16
        }
    }

    /// Whether no weight, as a share of the sum, exceeds `limit` of 65,535.
    public static func isWithin(limit: UInt16, _ weights: [UInt16]) -> Bool {
        let sum = weights.reduce(UInt64(0)) { $0 + UInt64($1) }
        guard sum > 0 else { return true }
        let bound = (UInt64(limit) << 32) / 65_535
        return weights.allSatisfy { (UInt64($0) << 32) / sum <= bound }
    }
}

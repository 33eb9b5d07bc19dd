public import Primitives

/// How an epoch's alpha is divided among the mechanisms of a subnet.
/// Source: pallets/subtensor/src/subnets/mechanism.rs, `split_emissions`.
public enum MechanismSplit {
    /// The alpha of each of `count` mechanisms; what rounding leaves goes to the main one.
    /// - Parameter parts: shares of 65,535, missing ones being 0; `nil` for equal shares.
    public static func amounts(of alpha: Alpha, among count: UInt8, parts: [UInt16]?) -> [Alpha] {
        guard count > 0 else { return [] }
        var amounts: [Alpha] = []
        for index in 0..<Int(count) {
            if let parts {
                let part = UInt128(index < parts.count ? parts[index] : 0)
                amounts.append(Alpha(UInt64(clamping: UInt128(alpha.units) * part / 65_535)))
            } else {
                amounts.append(Alpha(alpha.units / UInt64(count)))
            }
        }
        let divided = amounts.reduce(Alpha.zero) { $0.addingClamped($1) }
        amounts[0] = amounts[0].addingClamped(alpha.subtractingClamped(divided))
        return amounts
    }
}

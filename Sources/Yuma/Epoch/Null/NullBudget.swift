/// What an epoch without consensus divides, in rao. Unlike under Yuma, whose shares are of one amount, each part goes
/// to those whom it is meant for, to the last rao.
public struct NullBudget: Hashable, Sendable {
    /// For those whom the validator's weights name.
    public var server: UInt64
    /// For those with stake; where nobody has any, for the servers.
    public var validator: UInt64
    /// For those with stake too; where nobody has any, for nobody.
    public var root: UInt64

    /// A budget of three amounts.
    public init(server: UInt64, validator: UInt64, root: UInt64) {
        self.server = server
        self.validator = validator
        self.root = root
    }

    /// What the servers get, given whether anybody has stake.
    func servers(withStake hasStake: Bool) -> UInt64 { hasStake ? server : server.addingClamped(validator) }

    /// What those with stake get.
    var stakers: UInt64 { validator.addingClamped(root) }
}

extension UInt64 {
    /// The sum, or the largest number where it would not fit.
    func addingClamped(_ other: UInt64) -> UInt64 {
        let (sum, overflow) = addingReportingOverflow(other)
        return overflow ? .max : sum
    }
}

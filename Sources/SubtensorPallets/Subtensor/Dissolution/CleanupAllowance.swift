/// What one block may still do for dissolved subnets, or for nominations that became too small. It is a number of
/// entries, not a time, so that every machine stops at the same one.
struct CleanupAllowance {
    /// What a block may do: as much as looking at 16,384 keys.
    static let block = CleanupAllowance(units: 16_384)
    /// Keys that are read at once.
    static let page = 1_024

    private static let changeUnits = 8
    private var units: Int

    init(units: Int) { self.units = units }

    /// Whether nothing more may be done.
    var isSpent: Bool { units <= 0 }

    /// Counts keys that were looked at, and those of them whose entries were changed. To find nothing is free, so that
    /// a cleanup gets on with the smallest allowance.
    mutating func count(seen: Int, changed: Int) { units -= seen + changed * Self.changeUnits }
}

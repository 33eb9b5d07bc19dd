/// What weights and bonds lead to; the part of an epoch that has two forms, over sparse rows and over dense columns.
struct BondingResult {
    /// Raw bits with 32 fraction bits, as all shares here.
    var consensus: [Int64]
    var trust: [Int64]
    var incentive: [Int64]
    var dividends: [Int64]
    /// Bonds to store.
    var bonds: SparseRows<UInt16>
}

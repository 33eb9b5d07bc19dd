/// The division of a whole by shares of any size, without rounding errors.
struct Apportionment {
    /// The shares, lowered where their sum would not fit.
    private let shares: [UInt128]
    private let total: UInt128

    /// - Parameter shares: at most 2¹⁶ of them.
    init(_ shares: [UInt128]) {
        var total: UInt128 = 0
        var overflows = false
        for share in shares {
            let (sum, overflow) = total.addingReportingOverflow(share)
            total = sum
            overflows = overflows || overflow
        }
        guard overflows else {
            (self.shares, self.total) = (shares, total)
            return
        }
        // 2¹⁶ numbers of 112 bits add up to no more than 128 bits.
        self.shares = shares.map { $0 >> 16 }
        self.total = self.shares.reduce(0, &+)
    }

    /// Whether there is anybody to divide among.
    var isEmpty: Bool { total == 0 }

    /// Parts that add up to the whole: each what its share comes to, rounded down or up. Those with the largest
    /// remainders are rounded up, of equal ones those that come first; a share of nothing gets nothing. All parts are 0
    /// where all shares are.
    func parts(of whole: UInt64) -> [UInt64] {
        guard !isEmpty else { return Array(repeating: 0, count: shares.count) }
        let quotients = shares.map { quotient(of: $0, of: whole) }
        var parts = quotients.map(\.part)
        // Each part falls short by less than 1, so fewer are left than there are shares above 0.
        let rest = Int(whole - parts.reduce(0, +))
        let first = quotients.indices.sorted {
            quotients[$0].remainder > quotients[$1].remainder
                || (quotients[$0].remainder == quotients[$1].remainder && $0 < $1)
        }
        for index in first.prefix(rest) { parts[index] += 1 }
        return parts
    }

    /// Fractions of 65535, each rounded down.
    func fractions() -> [UInt16] {
        guard !isEmpty else { return Array(repeating: 0, count: shares.count) }
        return shares.map { UInt16(truncatingIfNeeded: quotient(of: $0, of: UInt64(UInt16.max)).part) }
    }

    private func quotient(of share: UInt128, of whole: UInt64) -> (part: UInt64, remainder: UInt128) {
        // The share is at most the total, and the whole has 64 bits: so the quotient is at most the whole, and the high
        // word of the product is smaller than the total.
        let product = share.multipliedFullWidth(by: UInt128(whole))
        let (quotient, remainder) = total.dividingFullWidth(product)
        return (UInt64(truncatingIfNeeded: quotient), remainder)
    }
}

/// One server's column and the loops over its lines. All numbers are shares in 0 … 1, and of every product one factor
/// is, so nothing here overflows.
struct DenseColumn {
    /// Where the column begins in a matrix.
    let start: Int
    /// Number of lines.
    let width: Int

    /// What of the weights buys bonds: see `weightsForBonds`.
    @inline(__always)
    func choose(
        _ weights: borrowing FixedBuffer<Int64>, consensus: Int64, penalty: Int64,
        into buying: borrowing FixedBuffer<Int64>
    ) {
        if penalty == 0 {
            for line in 0..<width { buying[line] = weights[start &+ line] }
        } else if penalty == RawFixed.one {
            for line in 0..<width { buying[line] = min(weights[start &+ line], consensus) }
        } else {
            for line in 0..<width {
                let weight = weights[start &+ line]
                let excess = UInt64(bitPattern: weight &- min(weight, consensus))
                // Rounding a negative product down is rounding its amount up; the penalty is below 1 − 2⁻¹⁷ here.
                let cut = (UInt64(bitPattern: penalty) &* excess &+ 0xFFFF_FFFF) &>> 32
                buying[line] = weight &- Int64(bitPattern: cut)
            }
        }
    }

    /// Yuma 2: multiplies what buys bonds by stake.
    @inline(__always)
    func bid(_ buying: borrowing FixedBuffer<Int64>, _ stakes: borrowing FixedBuffer<Int64>) {
        for line in 0..<width { buying[line] = RawFixed.product(stakes[line], buying[line]) }
    }

    /// Yuma 2: sells this epoch's bonds for the bids, which stand in a row from `first`, and averages them with the old
    /// ones, both as shares of their sums. Returns the sum of the new bonds, which is at most 1.
    @inline(__always)
    func trade(
        _ bids: borrowing FixedBuffer<Int64>, from first: Int, _ bonds: borrowing FixedBuffer<UInt16>, rate: Int64,
        into fresh: borrowing FixedBuffer<Int64>
    ) -> Int64 {
        var sold: Int64 = 0
        var held: Int64 = 0
        for line in 0..<width { sold &+= bids[first &+ line] }
        for line in 0..<width { held &+= Int64(bonds[start &+ line]) }
        let soldDivider = FixedDivider(sold)
        let heldDivider = FixedDivider(held)
        let rest = RawFixed.one &- rate
        var sum: Int64 = 0
        for line in 0..<width {
            let new = soldDivider.quotient(ofPart: bids[first &+ line])
            let old = heldDivider.quotient(ofPart: Int64(bonds[start &+ line]))
            let bond = RawFixed.product(rate, new) &+ RawFixed.product(rest, old)
            fresh[line] = bond
            sum &+= bond
        }
        return sum
    }

    /// Yuma 3 with one rate: averages weights and old bonds as they are. Returns the sum of the new bonds.
    @inline(__always)
    func average(
        _ buying: borrowing FixedBuffer<Int64>, _ bonds: borrowing FixedBuffer<UInt16>, rate: Int64,
        into fresh: borrowing FixedBuffer<Int64>
    ) -> Int64 {
        let rest = RawFixed.one &- rate
        var sum: Int64 = 0
        for line in 0..<width {
            let old = RawFixed.share(bonds[start &+ line])
            let bond = RawFixed.product(rate, buying[line]) &+ RawFixed.product(rest, old)
            fresh[line] = bond
            sum &+= bond
        }
        return sum
    }

    /// Adds the bonds' shares of their sum, times incentive, to the lines' totals.
    @inline(__always)
    func pay(
        _ fresh: borrowing FixedBuffer<Int64>, sum: Int64, _ incentive: Int64, _ totals: borrowing FixedBuffer<Int64>
    ) {
        if incentive == 0 { return }
        let divider = FixedDivider(sum)
        for line in 0..<width {
            totals[line] = totals[line] &+ RawFixed.product(incentive, divider.quotient(ofPart: fresh[line]))
        }
    }

    /// The same, and the shares take the place of the bonds; returns the greatest. A bond above 0 has a share above 0,
    /// because the sum is at most 1.
    @inline(__always)
    func normaliseAndPay(
        _ fresh: borrowing FixedBuffer<Int64>, sum: Int64, _ incentive: Int64, _ totals: borrowing FixedBuffer<Int64>
    ) -> Int64 {
        let divider = FixedDivider(sum)
        var greatest: Int64 = 0
        for line in 0..<width {
            let share = divider.quotient(ofPart: fresh[line])
            fresh[line] = share
            greatest = max(greatest, share)
            totals[line] = totals[line] &+ RawFixed.product(incentive, share)
        }
        return greatest
    }

    /// Appends the positive bonds, divided by `scale` if there is one, to the lines' bonds to store. At the n-th server
    /// a line holds fewer than n entries, so the write that may be taken back stays within the line's `stride`.
    @inline(__always)
    func store(
        _ fresh: borrowing FixedBuffer<Int64>, scale: FixedDivider?, _ server: Int, _ stride: Int,
        _ columns: borrowing FixedBuffer<UInt16>, _ values: borrowing FixedBuffer<UInt16>,
        _ ends: borrowing FixedBuffer<Int>
    ) {
        for line in 0..<width {
            let bond = fresh[line]
            let end = ends[line]
            let position = line &* stride &+ end
            columns[position] = UInt16(truncatingIfNeeded: server)
            values[position] = RawFixed.stored(scale?.quotient(ofPart: bond) ?? bond)
            ends[line] = end &+ (bond > 0 ? 1 : 0)
        }
    }
}

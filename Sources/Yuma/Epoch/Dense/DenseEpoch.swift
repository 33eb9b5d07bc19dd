/// The steps from consensus to bonds over dense columns; holds the numbers that outlive a column.
struct DenseEpoch: ~Copyable {
    let columns: DenseColumns
    /// Active stake by line.
    let stakes: FixedBuffer<Int64>
    /// Whether clipped weights times stake, from which ranks are summed, are also what buys bonds: with Yuma 2 and full
    /// penalty. They then take the place of the weights.
    let weightsAreBids: Bool
    /// Normalised weights at `server * lines + line`.
    let weights: FixedBuffer<Int64>
    /// By server.
    let consensus: FixedBuffer<Int64>
    /// By line.
    let trust: FixedBuffer<Int64>

    /// The result of all steps; `nil` for an input that has no dense form.
    static func result(
        _ input: EpochInput, permitsBefore: [Bool], permits: [Bool], registrations: [UInt64], activeStake: [Int64]
    ) -> BondingResult? {
        guard let columns = DenseColumns.of(input, permits: permitsBefore, registrations: registrations) else {
            return nil
        }
        let epoch = DenseEpoch(
            columns, activeStake: activeStake, weightsAreBids: !input.yuma3 && input.bondsPenalty == .max)
        var incentive = epoch.reachConsensus(
            ColumnMedian(
                activeStake: activeStake, lines: epoch.columns.lines, kappa: input.kappa))
        RawFixed.normalise(&incentive)
        let consensus = epoch.consensus.array(0..<incentive.count)
        let bonds = DenseBonds(input, lines: epoch.columns.lines, consensus: consensus)
        bonds.settle(epoch, incentive: incentive)
        var dividends = bonds.dividends(activeStake: activeStake, lines: epoch.columns.lines)
        RawFixed.normalise(&dividends)
        var trust = [Int64](repeating: 0, count: incentive.count)
        for (line, uid) in epoch.columns.lines.enumerated() { trust[uid] = epoch.trust[line] }
        return BondingResult(
            consensus: consensus, trust: trust, incentive: incentive, dividends: dividends,
            bonds: bonds.rows(lines: epoch.columns.lines, permits: permits))
    }

    private init(_ columns: consuming DenseColumns, activeStake: [Int64], weightsAreBids: Bool) {
        self.weightsAreBids = weightsAreBids
        let width = columns.lines.count
        stakes = FixedBuffer(columns.lines.map { activeStake[$0] })
        weights = FixedBuffer(repeating: 0, count: width * columns.count)
        consensus = FixedBuffer(repeating: 0, count: columns.count)
        trust = FixedBuffer(repeating: 0, count: width)
        self.columns = columns
    }

    /// Normalises the weights, finds consensus and trust; returns the ranks.
    private func reachConsensus(_ median: consuming ColumnMedian) -> [Int64] {
        let width = columns.lines.count
        return (0..<columns.count).map { server in
            let start = server * width
            Self.normalise(columns.weights, columns.dividers, start, width, into: weights)
            let score = median.consensus(weights, start..<start + width)
            consensus[server] = score
            return weightsAreBids
                ? Self.clip(weights, start, width, to: score, stakes, trust, keepsBids: true)
                : Self.clip(weights, start, width, to: score, stakes, trust, keepsBids: false)
        }
    }

    @inline(__always)
    private static func normalise(
        _ stored: borrowing FixedBuffer<UInt16>, _ dividers: borrowing FixedBuffer<FixedDivider>, _ start: Int,
        _ width: Int, into weights: borrowing FixedBuffer<Int64>
    ) {
        for line in 0..<width {
            weights[start &+ line] = dividers[line].quotient(ofPart: Int64(stored[start &+ line]))
        }
    }

    /// Adds the clipped weights to trust and, times stake, to the rank that is returned; may keep the products.
    @inline(__always)
    private static func clip(
        _ weights: borrowing FixedBuffer<Int64>, _ start: Int, _ width: Int, to score: Int64,
        _ stakes: borrowing FixedBuffer<Int64>, _ trust: borrowing FixedBuffer<Int64>, keepsBids: Bool
    ) -> Int64 {
        var rank: Int64 = 0
        for line in 0..<width {
            let clipped = min(weights[start &+ line], score)
            trust[line] = trust[line] &+ clipped
            let bid = RawFixed.product(stakes[line], clipped)
            if keepsBids { weights[start &+ line] = bid }
            rank &+= bid
        }
        return rank
    }
}

/// Finds one server's consensus after another; holds the room for the votes.
struct ColumnMedian: ~Copyable {
    /// Sum of the voters' stake.
    private let total: Int64
    /// Stake that the scores below consensus may hold.
    private let minority: Int64
    private let voterCount: Int
    /// Every line's share of the voters' stake; 0 for lines that do not vote.
    private let stakes: FixedBuffer<Int64>
    private let scores: FixedBuffer<Int64>
    private let scoreStakes: FixedBuffer<Int64>
    private let upperScores: FixedBuffer<Int64>
    private let upperStakes: FixedBuffer<Int64>

    init(activeStake: [Int64], lines: [Int], kappa: UInt16) {
        voterCount = activeStake.count { $0 > 0 }
        var stakes = activeStake
        RawFixed.normalise(&stakes)
        total = RawFixed.sum(stakes)
        minority = RawFixed.subtract(total, RawFixed.share(kappa))
        self.stakes = FixedBuffer(lines.map { stakes[$0] })
        // One more than lines: a vote is written before it is known to count.
        scores = FixedBuffer(repeating: 0, count: lines.count + 1)
        scoreStakes = FixedBuffer(repeating: 0, count: lines.count + 1)
        upperScores = FixedBuffer(repeating: 0, count: lines.count + 1)
        upperStakes = FixedBuffer(repeating: 0, count: lines.count + 1)
    }

    /// The smallest score such that it and all below hold more than the minority; the greatest when there is none.
    /// Who gave no weight votes 0.
    func consensus(_ weights: borrowing FixedBuffer<Int64>, _ column: Range<Int>) -> Int64 {
        let voted = collect(weights, column, stakes, scores, scoreStakes)
        let absent = total &- voted.stake
        if voted.count == 0 || (voted.count < voterCount && absent > minority) { return 0 }
        return select(size: voted.count, below: absent)
    }

    /// Lists the votes above 0; returns how many they are and what stake they have.
    @inline(__always)
    private func collect(
        _ weights: borrowing FixedBuffer<Int64>, _ column: Range<Int>, _ stakes: borrowing FixedBuffer<Int64>,
        _ scores: borrowing FixedBuffer<Int64>, _ scoreStakes: borrowing FixedBuffer<Int64>
    ) -> (count: Int, stake: Int64) {
        var size = 0
        var voted: Int64 = 0
        for line in 0..<column.count {
            let stake = stakes[line]
            let weight = weights[column.lowerBound &+ line]
            scores[size] = weight
            scoreStakes[size] = stake
            let votes = weight != 0 && stake != 0
            size &+= votes ? 1 : 0
            voted &+= votes ? stake : 0
        }
        return (size, voted)
    }

    /// Splits the votes at a pivot and goes on with the side that holds the answer. Sums of shares are exact, so the
    /// choice of pivots does not matter.
    private func select(size: Int, below: Int64) -> Int64 {
        var size = size
        var held = below
        var first = true
        while true {
            let round =
                first
                ? split(scores, scoreStakes, upperScores, upperStakes, size)
                : split(upperScores, upperStakes, scores, scoreStakes, size)
            if round.lower > 0 && held &+ round.lowerStake > minority {
                size = round.lower
            } else if round.upper > 0 && held &+ round.upToPivotStake <= minority {
                size = round.upper
                held &+= round.upToPivotStake
                first.toggle()
            } else {
                return round.pivot
            }
        }
    }

    /// Votes on each side of a pivot.
    private struct Split {
        var pivot: Int64
        var lower = 0
        var upper = 0
        var lowerStake: Int64 = 0
        var upToPivotStake: Int64 = 0
    }

    /// Moves the votes below a pivot to the front and copies those above it to the other buffers.
    @inline(__always)
    private func split(
        _ scores: borrowing FixedBuffer<Int64>, _ stakes: borrowing FixedBuffer<Int64>,
        _ upperScores: borrowing FixedBuffer<Int64>, _ upperStakes: borrowing FixedBuffer<Int64>, _ size: Int
    ) -> Split {
        let a = scores[0]
        let b = scores[size / 2]
        let c = scores[size - 1]
        var split = Split(pivot: max(min(a, b), min(max(a, b), c)))
        let pivot = split.pivot
        // Which side a vote is on cannot be predicted, so signs of differences take the place of branches: −1 or 0.
        for index in 0..<size {
            let score = scores[index]
            let stake = stakes[index]
            scores[split.lower] = score
            stakes[split.lower] = stake
            upperScores[split.upper] = score
            upperStakes[split.upper] = stake
            let below = (score &- pivot) &>> 63
            let above = (pivot &- score) &>> 63
            split.lower &-= Int(truncatingIfNeeded: below)
            split.upper &-= Int(truncatingIfNeeded: above)
            split.lowerStake &+= stake & below
            split.upToPivotStake &+= stake & ~above
        }
        return split
    }
}

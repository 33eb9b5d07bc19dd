/// Stake-weighted medians of the weights: for every server the largest score that validators with at least `kappa` of
/// the voting stake reach or exceed. Who has active stake votes; a missing weight is a vote of 0.
func consensusScores(_ weights: SparseRows<Int64>, activeStake: [Int64], kappa: UInt16) -> [Int64] {
    let voters = activeStake.indices.filter { activeStake[$0] > 0 }
    var stakes = voters.map { activeStake[$0] }
    RawFixed.normalise(&stakes)
    let total = RawFixed.sum(stakes)
    let minority = RawFixed.subtract(total, RawFixed.share(kappa))
    let count = activeStake.count
    guard let ballots = Ballots(weights, voters: voters, stakes: stakes, count: count) else {
        return irregularScores(weights, voters, stakes, minority: minority, count: count)
    }
    return ballots.medians(voterCount: voters.count, total: total, minority: minority)
}

/// One validator's vote on one server, raw bits with 32 fraction bits.
private struct Vote {
    var score: Int64
    /// The validator's share of the voters' stake.
    var stake: Int64
}

/// All votes by server.
private struct Ballots {
    /// Where the votes on each server begin, and the end.
    private var starts: [Int]
    private var votes: [Vote]

    /// Sorts the weights by column. `nil` when stakes or scores are not shares of 1 or a row names a server twice:
    /// none of that comes from a chain.
    init?(_ weights: SparseRows<Int64>, voters: [Int], stakes: [Int64], count: Int) {
        guard stakes.allSatisfy({ 0...RawFixed.one ~= $0 }) else { return nil }
        var cursors = [Int](repeating: 0, count: count + 1)
        var lastRow = [Int](repeating: -1, count: count)
        var regular = true
        let columns = weights.columns.span
        let values = weights.values.span
        for row in voters {
            for index in weights.range(ofRow: row) {
                let column = Int(columns[index])
                regular = regular && lastRow[column] != row && values[index] >= 0
                lastRow[column] = row
                cursors[column + 1] += 1
            }
        }
        guard regular else { return nil }
        for column in 0..<count { cursors[column + 1] += cursors[column] }
        starts = cursors
        votes = [Vote](repeating: Vote(score: 0, stake: 0), count: cursors[count])
        var votesOut = votes.mutableSpan
        var next = cursors.mutableSpan
        for (voter, row) in voters.enumerated() {
            let stake = stakes[voter]
            for index in weights.range(ofRow: row) {
                let column = Int(columns[index])
                votesOut[next[column]] = Vote(score: values[index], stake: stake)
                next[column] += 1
            }
        }
    }

    /// The median of every server.
    func medians(voterCount: Int, total: Int64, minority: Int64) -> [Int64] {
        var front = [Vote](repeating: Vote(score: 0, stake: 0), count: voterCount)
        var back = front
        return (0..<starts.count - 1).map { server in
            let range = starts[server]..<starts[server + 1]
            var stake: Int64 = 0
            for index in range { stake &+= votes[index].stake }
            let absent = total &- stake
            if range.isEmpty || (range.count < voterCount && absent > minority) { return 0 }
            return median(range, below: absent, minority, &front, &back)
        }
    }

    /// The smallest score such that it and all below hold more than `minority`, `below` being held by votes of 0 that
    /// are not listed; the greatest score when there is none. Each round splits the candidates at a pivot and keeps
    /// the side with the answer. Sums of shares are exact, so the choice of pivots does not matter.
    private func median(
        _ range: Range<Int>, below: Int64, _ minority: Int64, _ front: inout [Vote], _ back: inout [Vote]
    ) -> Int64 {
        for (offset, index) in range.enumerated() { front[offset] = votes[index] }
        var size = range.count
        var held = below
        while true {
            let pivot = front[size / 2].score
            var lower = 0
            var upper = 0
            var lowerStake: Int64 = 0
            var upToPivotStake: Int64 = 0
            do {
                var low = front.mutableSpan
                var high = back.mutableSpan
                for index in 0..<size {
                    let vote = low[index]
                    low[lower] = vote
                    high[upper] = vote
                    lower &+= vote.score < pivot ? 1 : 0
                    upper &+= vote.score > pivot ? 1 : 0
                    lowerStake &+= vote.score < pivot ? vote.stake : 0
                    upToPivotStake &+= vote.score <= pivot ? vote.stake : 0
                }
            }
            if lower > 0 && held &+ lowerStake > minority {
                size = lower
            } else if upper > 0 && held &+ upToPivotStake <= minority {
                size = upper
                held &+= upToPivotStake
                swap(&front, &back)
            } else {
                return pivot
            }
        }
    }
}

/// The chain's own selection over the votes of all voters, for stakes whose sum overflowed: then the sums are no longer
/// monotonous, and the order in which the chain takes its pivots decides.
private func irregularScores(
    _ weights: SparseRows<Int64>, _ voters: [Int], _ stakes: [Int64], minority: Int64, count: Int
) -> [Int64] {
    var entries = [[(voter: Int, score: Int64)]](repeating: [], count: count)
    for (voter, row) in voters.enumerated() {
        for entry in weights.row(row) { entries[Int(entry.uid)].append((voter, entry.value)) }
    }
    return entries.map { column in
        var scores = [Int64](repeating: 0, count: voters.count)
        for entry in column { scores[entry.voter] = entry.score }
        return irregularMedian(scores, stakes, minority: minority)
    }
}

private func irregularMedian(_ scores: [Int64], _ stakes: [Int64], minority: Int64) -> Int64 {
    var candidates = Array(scores.indices)
    var low: Int64 = 0
    var high = RawFixed.sum(stakes)
    // Every round drops the pivot, so the candidates run out.
    while let first = candidates.first {
        if candidates.count == 1 { return scores[first] }
        let pivot = scores[candidates[candidates.count / 2]]
        let lower = candidates.filter { scores[$0] < pivot }
        let upper = candidates.filter { scores[$0] > pivot }
        let lowEnd = low &+ lower.reduce(0) { $0 &+ stakes[$1] }
        let highEnd = high &- upper.reduce(0) { $0 &+ stakes[$1] }
        if minority < lowEnd && !lower.isEmpty {
            candidates = lower
            high = lowEnd
        } else if highEnd <= minority && !upper.isEmpty {
            candidates = upper
            low = highEnd
        } else {
            return pivot
        }
    }
    return 0
}

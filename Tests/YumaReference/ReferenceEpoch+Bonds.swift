import Yuma

/// Steps 10 and 11: bonds and dividends.
extension ReferenceEpoch {
    /// Step 10.
    func oldBonds(_ value: (UInt16) -> FixedNumber) -> [[Entry]] {
        let lastTempo: UInt64
        if input.lastMechanismStepBlock == 0 {
            lastTempo = input.currentBlock >= UInt64(input.tempo) ? input.currentBlock - UInt64(input.tempo) : 0
        } else {
            lastTempo = input.lastMechanismStepBlock &+ (input.lastMechanismStepBlock == .max ? 0 : 1)
        }
        return (0..<n).map { i in
            input.bonds.row(i).filter { Int($0.uid) < n }
                .filter { lastTempo > number(input.blockAtRegistration, Int($0.uid)) }
                .map { (Int($0.uid), value($0.value)) }
        }
    }

    func columnNormalised(_ rows: [[Entry]]) -> [[Entry]] {
        var columns = [[FixedNumber]](repeating: [], count: n)
        for row in rows { for entry in row { columns[entry.uid].append(entry.value) } }
        let sums = columns.map(FixedNumber.sum)
        return rows.map { row in
            row.map { ($0.uid, sums[$0.uid] == .zero ? $0.value : $0.value / sums[$0.uid]) }
        }
    }

    /// Step 11, the rate of the plain average.
    var alpha: FixedNumber {
        let surviving = WideNumber(integer: input.bondsMovingAverage) / WideNumber(integer: 1_000_000)
        return .one - surviving.narrow
    }

    func average(_ new: [[Entry]], _ old: [[Entry]]) -> [[Entry]] {
        (0..<n).map { i in
            var list = [FixedNumber](repeating: .zero, count: n)
            for entry in new[i] { list[entry.uid] = list[entry.uid] + alpha * entry.value }
            for entry in old[i] { list[entry.uid] = list[entry.uid] + (.one - alpha) * entry.value }
            return sparse(list)
        }
    }

    func rowProducts(_ rows: [[Entry]], _ factors: [FixedNumber]) -> [FixedNumber] {
        rows.map { row in row.reduce(.zero) { $0 + factors[$1.uid] * $1.value } }
    }

    func yumaTwo(
        _ buying: [[Entry]], _ activeStake: [FixedNumber], _ incentive: [FixedNumber]
    ) -> (dividends: [FixedNumber], bonds: [[Entry]]) {
        let old = columnNormalised(oldBonds { FixedNumber(integer: Int($0)) })
        let delta = (0..<n).map { i in buying[i].map { (uid: $0.uid, value: $0.value * activeStake[i]) } }
        let ema = columnNormalised(average(columnNormalised(delta), old))
        let dividends = FixedNumber.normalised(rowProducts(ema, incentive))
        var greatest = [FixedNumber](repeating: .zero, count: n)
        for row in ema { for entry in row { greatest[entry.uid] = max(greatest[entry.uid], entry.value) } }
        let stored = ema.map { row in
            row.map { (uid: $0.uid, value: greatest[$0.uid] == .zero ? $0.value : $0.value / greatest[$0.uid]) }
        }
        return (dividends, stored)
    }

    func yumaThree(
        _ buying: [[Entry]], _ consensus: [FixedNumber], _ activeStake: [FixedNumber], _ incentive: [FixedNumber]
    ) -> (dividends: [FixedNumber], bonds: [[Entry]]) {
        let old = oldBonds { .fraction($0) }
        var compared = consensus
        if let given = input.liquidConsensus {
            for j in compared.indices { compared[j] = j < given.count ? .fraction(given[j]) : .zero }
        }
        let liquid = input.liquidAlpha && compared.contains { $0 != .zero }
        let ema = liquid ? liquidAverage(buying, old, compared) : average(buying, old)
        let totals = rowProducts(columnNormalised(ema), incentive)
        return (FixedNumber.normalised(zip(activeStake, totals).map { $0 * $1 }), ema)
    }

    /// The average with a rate of its own for every pair.
    func liquidAverage(_ new: [[Entry]], _ old: [[Entry]], _ consensus: [FixedNumber]) -> [[Entry]] {
        (0..<n).map { i in
            let seenWeights = walk(new[i])
            let seenBonds = walk(old[i])
            let bonds = dense(old[i])
            return new[i].compactMap { entry in
                let j = entry.uid
                let a = liquidAlpha(seenWeights[j], seenBonds[j], consensus[j])
                let rest = (.one - a) * bonds[j]
                let bought = max(.zero, a * entry.value)
                let value = min(.one, rest + bought)
                return value > .zero ? (j, value) : nil
            }
        }
    }

    /// What one forward walk over a row with rising j finds: it drops entries that lie behind it.
    func walk(_ row: [Entry]) -> [FixedNumber] {
        var rest = row[...]
        return (0..<n).map { j in
            while let first = rest.first, first.uid < j { rest = rest.dropFirst() }
            guard let first = rest.first, first.uid == j else { return .zero }
            rest = rest.dropFirst()
            return first.value
        }
    }

    func liquidAlpha(_ weight: FixedNumber, _ bond: FixedNumber, _ consensus: FixedNumber) -> FixedNumber {
        let low = FixedNumber.fraction(input.alphaLow)
        let high = FixedNumber.fraction(input.alphaHigh)
        let buy = min(max(weight - consensus, .zero), .one)
        let sell = min(max(bond - weight, .zero), .one)
        let difference = weight >= bond ? buy : sell
        let k = FixedNumber(integer: Int(input.alphaSigmoidSteepness)) / FixedNumber(integer: -100)
        let exponent = k * (difference - .one / FixedNumber(integer: 2))
        let limited = min(max(exponent, FixedNumber(integer: -20)), FixedNumber(integer: 20))
        let sigmoid = .one / (.one + limited.exponential)
        return min(max(low + sigmoid * (high - low), low), high)
    }
}

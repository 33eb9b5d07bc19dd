public import Yuma

/// The epoch once more, step by step and as plainly as can be: what `runEpoch` must equal bit for bit.
///
/// It shares no arithmetic and no step with `Yuma`; rows are lists of pairs, and nothing is fast.
public func referenceEpoch(_ input: EpochInput) -> EpochOutput { ReferenceEpoch(input).output() }

/// An entry of a row: the UID it points to and its value.
typealias Entry = (uid: Int, value: FixedNumber)

/// The input in the twin's own terms, and the steps before bonds.
struct ReferenceEpoch {
    let input: EpochInput
    let n: Int
    let owner: Int?

    init(_ input: EpochInput) {
        self.input = input
        n = Int(input.neuronCount)
        owner = input.ownerUID.map { Int($0) }
    }

    func number(_ list: [UInt64], _ uid: Int) -> UInt64 { list.indices.contains(uid) ? list[uid] : 0 }

    /// Step 1.
    func inactive(_ uid: Int) -> Bool {
        guard input.lastUpdate.indices.contains(uid) else { return true }
        let deadline = UInt128(input.lastUpdate[uid]) + UInt128(input.activityCutoff)
        return min(deadline, UInt128(UInt64.max)) < UInt128(input.currentBlock)
    }

    /// Step 2: total stake in rao and its share.
    func stakes() -> (totals: [UInt64], shares: [FixedNumber]) {
        let weight = (UInt128(input.taoWeight) << 32) / UInt128(UInt64.max)
        var totals: [WideNumber] = []
        var wholes: [UInt64] = []
        for uid in 0..<n {
            let alpha = WideNumber(integer: number(input.alphaStake, uid))
            let tao = WideNumber(integer: number(input.taoStake, uid))
            var total = alpha + tao * WideNumber(bits: Int128(weight << 32))
            wholes.append(total.whole)
            if total.whole < input.stakeThreshold && uid != owner { total = WideNumber(bits: 0) }
            totals.append(total)
        }
        var sum = WideNumber(bits: 0)
        for total in totals { sum.bits = sum.bits &+ total.bits }
        let shares = totals.map { sum.bits == 0 ? $0.narrow : ($0 / sum).narrow }
        return (wholes, shares)
    }

    /// Step 3, the permits before.
    func oldPermit(_ uid: Int) -> Bool {
        if uid == owner { return true }
        return input.validatorPermits.indices.contains(uid) ? input.validatorPermits[uid] : false
    }

    /// Step 3, the permits after.
    func newPermits(_ stake: [FixedNumber]) -> [Bool] {
        var permits = stake.map { $0 != .zero }
        let allowed = Int(input.maxAllowedValidators)
        if n >= allowed {
            let ascending = (0..<n).sorted { (stake[$0], $0) < (stake[$1], $1) }
            for position in 0..<(n - allowed) { permits[ascending[position]] = false }
        }
        if let owner, owner < n { permits[owner] = true }
        return permits
    }

    /// Step 4.
    func activeStake(_ stake: [FixedNumber]) -> [FixedNumber] {
        FixedNumber.normalised((0..<n).map { inactive($0) || !oldPermit($0) ? .zero : stake[$0] })
    }

    /// Step 5.
    func weights() -> [[Entry]] {
        (0..<n).map { i in
            if !oldPermit(i) { return [] }
            var row: [Entry] = []
            for (target, value) in input.weights.row(i) {
                let j = Int(target)
                if j >= n { continue }
                if j == i && i != owner { continue }
                let registered = number(input.blockAtRegistration, j)
                if number(input.lastUpdate, i) <= registered { continue }
                if let commits = input.commitRevealBlocks, commits.indices.contains(i), commits[i] < registered {
                    continue
                }
                row.append((j, FixedNumber(integer: Int(value))))
            }
            return rowNormalised(row)
        }
    }

    func rowNormalised(_ row: [Entry]) -> [Entry] {
        let values = FixedNumber.normalised(row.map(\.value))
        return zip(row, values).map { ($0.uid, $1) }
    }

    /// Step 6.
    func consensus(_ weights: [[Entry]], _ activeStake: [FixedNumber]) -> [FixedNumber] {
        let voters = (0..<n).filter { activeStake[$0] > .zero }
        let stakes = FixedNumber.normalised(voters.map { activeStake[$0] })
        let minority = FixedNumber.sum(stakes) - .fraction(input.kappa)
        var scores = [[FixedNumber]](
            repeating: [FixedNumber](repeating: .zero, count: voters.count), count: n)
        for (index, voter) in voters.enumerated() {
            for entry in weights[voter] { scores[entry.uid][index] = entry.value }
        }
        return scores.map { median($0, stakes, minority) }
    }

    /// The chain's weighted selection for one column.
    func median(_ score: [FixedNumber], _ stake: [FixedNumber], _ minority: FixedNumber) -> FixedNumber {
        func held(_ list: [Int]) -> FixedNumber { FixedNumber.sum(list.map { stake[$0] }) }
        func wrappingSum(_ a: FixedNumber, _ b: FixedNumber) -> FixedNumber { FixedNumber.sum([a, b]) }
        var p = Array(score.indices)
        var lo = FixedNumber.zero
        var hi = held(p)
        for _ in 0...score.count {
            if p.isEmpty { return .zero }
            if p.count == 1 { return score[p[0]] }
            let pivot = score[p[p.count / 2]]
            let lower = p.filter { score[$0] < pivot }
            let upper = p.filter { score[$0] > pivot }
            let lowEnd = wrappingSum(lo, held(lower))
            let highEnd = FixedNumber(bits: Int128(Int64(hi.bits) &- Int64(held(upper).bits)))
            if minority < lowEnd && !lower.isEmpty {
                p = lower
                hi = lowEnd
            } else if highEnd <= minority && !upper.isEmpty {
                p = upper
                lo = highEnd
            } else {
                return pivot
            }
        }
        return .zero
    }

    /// Step 7.
    func clipped(_ weights: [[Entry]], _ consensus: [FixedNumber]) -> [[Entry]] {
        weights.map { row in
            row.compactMap { entry in
                if entry.value <= consensus[entry.uid] { return entry }
                return consensus[entry.uid] == .zero ? nil : (entry.uid, consensus[entry.uid])
            }
        }
    }

    /// Step 8.
    func incentive(_ clipped: [[Entry]], _ activeStake: [FixedNumber]) -> [FixedNumber] {
        var rank = [FixedNumber](repeating: .zero, count: n)
        for i in 0..<n {
            for entry in clipped[i] { rank[entry.uid] = rank[entry.uid] + activeStake[i] * entry.value }
        }
        return FixedNumber.normalised(rank)
    }

    /// Step 9.
    func weightsForBonds(_ weights: [[Entry]], _ clipped: [[Entry]]) -> [[Entry]] {
        if input.bondsPenalty == 0 { return weights }
        if input.bondsPenalty == 65535 { return clipped }
        let penalty = FixedNumber.fraction(input.bondsPenalty)
        return (0..<n).map { i in
            let w = dense(weights[i])
            let c = dense(clipped[i])
            return sparse((0..<n).map { j in w[j] + penalty * (c[j] - w[j]) })
        }
    }

    /// A row with an element for every UID; of several entries for one UID the last counts.
    func dense(_ row: [Entry]) -> [FixedNumber] {
        var list = [FixedNumber](repeating: .zero, count: n)
        for entry in row { list[entry.uid] = entry.value }
        return list
    }

    /// The positive elements.
    func sparse(_ list: [FixedNumber]) -> [Entry] {
        list.enumerated().filter { $0.element > .zero }.map { ($0.offset, $0.element) }
    }
}

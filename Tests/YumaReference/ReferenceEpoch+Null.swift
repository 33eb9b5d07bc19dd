import Yuma

/// The epoch without consensus.
extension ReferenceEpoch {
    func nullOutput(_ budget: NullBudget) -> EpochOutput {
        let (wholes, shares) = stakes()
        let exact = exactStakes()
        // Sorting by stake and then by place backwards puts the first of the largest last.
        let validator = (0..<n).sorted { (exact[$0], $1) < (exact[$1], $0) }.last
        let counted = (0..<n).map { wholes[$0] < input.stakeThreshold && $0 != owner ? 0 : exact[$0] }
        let hasStake = counted.contains { $0 > 0 }
        var row = [UInt128](repeating: 0, count: n)
        if let validator {
            for (target, value) in input.weights.row(validator) {
                let j = Int(target)
                if j >= n || (j == validator && j != owner) { continue }
                let registered = number(input.blockAtRegistration, j)
                if number(input.lastUpdate, validator) <= registered { continue }
                if let commits = input.commitRevealBlocks, commits.indices.contains(validator),
                    commits[validator] < registered
                {
                    continue
                }
                row[j] += UInt128(value)
            }
        }
        if row.allSatisfy({ $0 == 0 }) { row = row.map { _ in 1 } }

        var output = EpochOutput()
        output.active = (0..<n).map { !inactive($0) }
        output.stakeWeight = shares.map(\.storedFraction)
        output.consensus = row.map { _ in 0 }
        output.validatorTrust = row.map { _ in 0 }
        output.incentive = quotients(row, of: 65535).map { UInt16($0.part) }
        output.dividends = quotients(counted, of: 65535).map { UInt16($0.part) }
        output.serverEmission = parts(row, of: hasStake ? budget.server : budget.server + budget.validator)
        output.validatorEmission = parts(counted, of: budget.validator + budget.root)
        output.emission = zip(output.serverEmission, output.validatorEmission).map { $0 + $1 }
        output.stake = wholes
        output.validatorPermits = (0..<n).map { $0 == validator }
        return output
    }

    /// Stake before the threshold, times 2⁶⁴.
    private func exactStakes() -> [UInt128] {
        let weight = (UInt128(input.taoWeight) << 32) / UInt128(UInt64.max)
        return (0..<n).map { uid in
            let tao = WideNumber(integer: number(input.taoStake, uid)) * WideNumber(bits: Int128(weight << 32))
            return UInt128((WideNumber(integer: number(input.alphaStake, uid)) + tao).bits)
        }
    }

    /// Long division, one bit of the whole after the other.
    private func quotients(_ shares: [UInt128], of whole: UInt64) -> [(part: UInt64, rest: UInt128)] {
        let total = shares.reduce(0, +)
        return shares.map { share in
            var part: UInt64 = 0
            var rest: UInt128 = 0
            for bit in (0..<64).reversed() where total > 0 {
                part *= 2
                rest = rest * 2 + (whole >> UInt64(bit) & 1 == 1 ? share : 0)
                while rest >= total {
                    rest -= total
                    part += 1
                }
            }
            return (part, rest)
        }
    }

    /// One by one, what is left goes to the first of those whose remainder is largest.
    private func parts(_ shares: [UInt128], of whole: UInt64) -> [UInt64] {
        let quotients = quotients(shares, of: whole)
        var parts = quotients.map(\.part)
        var rests = quotients.map(\.rest)
        var left = shares.allSatisfy { $0 == 0 } ? 0 : whole - parts.reduce(0, +)
        while left > 0 {
            guard let index = rests.firstIndex(of: rests.max() ?? 0) else { break }
            parts[index] += 1
            rests[index] = 0
            left -= 1
        }
        return parts
    }
}

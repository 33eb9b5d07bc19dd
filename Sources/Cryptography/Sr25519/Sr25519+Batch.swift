import Hashing

extension Sr25519 {
    /// How many equations are summed at once: more would outgrow the cache and gain nothing.
    private static let batchSize = 128

    /// Whether every claim is good; half the time of single verification from about 16 claims on.
    ///
    /// Every equation is multiplied by a coefficient of 128 bits and all are summed; a bad one survives the sum with a
    /// chance of about 2⁻¹²⁷. The coefficients come from a hash of all claims, so that every machine gives the same
    /// answer and nobody can choose a signature after knowing its coefficient.
    public static func verifyBatch(_ claims: [Claim]) -> Bool {
        for start in stride(from: 0, to: claims.count, by: batchSize) {
            let part = claims[start..<min(start + batchSize, claims.count)]
            var equations: [Equation] = []
            for claim in part {
                guard let equation = Equation(claim) else { return false }
                equations.append(equation)
            }
            guard allHold(equations, of: part) else { return false }
        }
        return true
    }

    /// The indices of all bad claims, ascending: empty when ``verifyBatch(_:)`` says yes.
    ///
    /// Costs a batch when all are good; a part with a bad claim among its up to 128 is verified one by one besides.
    public static func indicesOfInvalid(in claims: [Claim]) -> [Int] {
        var invalid: [Int] = []
        for start in stride(from: 0, to: claims.count, by: batchSize) {
            var wellFormed: [Int] = []
            var equations: [Equation] = []
            for index in start..<min(start + batchSize, claims.count) {
                guard let equation = Equation(claims[index]) else {
                    invalid.append(index)
                    continue
                }
                wellFormed.append(index)
                equations.append(equation)
            }
            if allHold(equations, of: wellFormed.map { claims[$0] }[...]) { continue }
            invalid += zip(wellFormed, equations).filter { !$1.holds }.map(\.0)
        }
        return invalid.sorted()
    }

    /// Σ zᵢ·(sᵢ·B − kᵢ·Aᵢ − Rᵢ) is the neutral element, with zᵢ from a hash of everything.
    private static func allHold(_ equations: [Equation], of claims: ArraySlice<Claim>) -> Bool {
        guard equations.count > 1 else { return equations.allSatisfy(\.holds) }
        var seedHasher = Blake2bHasher(length: 32)
        for (claim, equation) in zip(claims, equations) {
            seedHasher.update(claim.publicKey)
            seedHasher.update(claim.signature)
            // The challenge stands for the message.
            seedHasher.update(equation.challenge.word.bytes)
        }
        let seed = seedHasher.finalize()

        var generatorScalar = Scalar.zero
        var terms: [MultiScalar.Term] = []
        terms.reserveCapacity(equations.count * 2)
        for (index, equation) in equations.enumerated() {
            guard let commitment = EdwardsPoint(ristretto: equation.commitment) else { return false }
            let coefficient = coefficient(index, seed: seed)
            generatorScalar = generatorScalar + coefficient * equation.response
            terms.append(MultiScalar.Term(scalar: coefficient * equation.challenge, point: equation.negatedKey))
            terms.append(MultiScalar.Term(scalar: coefficient, point: commitment.negated))
        }
        return MultiScalar.sum(generatorTimes: generatorScalar, terms).isRistrettoIdentity
    }

    private static func coefficient(_ index: Int, seed: [UInt8]) -> Scalar {
        let digest = Blake2b.hash128(seed + withUnsafeBytes(of: UInt32(index).littleEndian, Array.init))
        let word = Word256(digest + [UInt8](repeating: 0, count: 16))
        // Odd, hence never zero: a zero would drop its equation from the sum.
        return Scalar(reduced: Word256(word.words[0] | 1, word.words[1], 0, 0))
    }
}

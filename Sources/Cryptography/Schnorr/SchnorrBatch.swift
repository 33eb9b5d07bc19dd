import Hashing

/// Verifies many claims of one kind at once: every equation is multiplied by a coefficient of 128 bits, and all are
/// summed. A bad one survives the sum with a chance of about 2⁻¹²⁷.
///
/// The coefficients come from a hash of all keys, signatures and challenges, so nobody can know one before everything
/// is fixed; whoever wants to slip a bad signature through has to try 2¹²⁷ times. System randomness would be no
/// better, and consensus code may not use it: this way every machine gives the same answer, in the pool and in blocks.
///
/// What a failing sum costs does not depend on which claim is bad: there is no early exit and no halving.
struct SchnorrBatch<Scheme: SchnorrScheme> {
    /// Operations done so far.
    private(set) var cost = VerificationCost()

    /// The indices of all bad claims, ascending.
    ///
    /// Claims are summed in parts of nearly equal length. A part whose sum is not neutral is verified one by one, all
    /// of it.
    mutating func indicesOfInvalid(in claims: [SchnorrClaim]) -> [Int] {
        let parts = (claims.count + SchnorrBatchLimits.partLengthMaximum - 1) / SchnorrBatchLimits.partLengthMaximum
        var invalid: [Int] = []
        for part in 0..<parts {
            let range = claims.count * part / parts..<claims.count * (part + 1) / parts
            invalid += indicesOfInvalid(in: claims, range)
        }
        return invalid
    }

    private mutating func indicesOfInvalid(in claims: [SchnorrClaim], _ range: Range<Int>) -> [Int] {
        let equations = range.map { Scheme.equation(of: claims[$0]) }
        cost.equations += equations.count
        let wellFormed = zip(range, equations).compactMap { index, equation in equation.map { (index, $0) } }
        if sumIsNeutral(wellFormed.map { (claims[$0.0], $0.1) }) {
            return zip(range, equations).filter { $1 == nil }.map(\.0)
        }
        return zip(range, equations).filter { _, equation in
            guard let equation else { return true }
            cost.singles += 1
            return !Scheme.holds(equation)
        }.map(\.0)
    }

    /// Σ zᵢ·(sᵢ·B − kᵢ·Aᵢ − Rᵢ) is neutral, with zᵢ from a hash of everything.
    private mutating func sumIsNeutral(_ members: [(claim: SchnorrClaim, equation: SchnorrEquation)]) -> Bool {
        guard members.count > 1 else {
            cost.singles += members.count
            return members.allSatisfy { Scheme.holds($0.equation) }
        }
        let seed = Self.seed(of: members)
        var generatorScalar = Scalar.zero
        var areDecoded = true
        var terms: [MultiScalar.Term] = []
        terms.reserveCapacity(members.count * 2)
        for (index, (_, equation)) in members.enumerated() {
            let coefficient = Self.coefficient(index, seed: seed)
            let commitment = Scheme.commitment(equation.commitment)
            areDecoded = areDecoded && commitment != nil
            generatorScalar = generatorScalar + coefficient * equation.response
            terms.append(MultiScalar.Term(scalar: coefficient * equation.challenge, point: equation.negatedKey))
            // The sum is still taken where an R stands for no point: what it gives is not looked at.
            terms.append(MultiScalar.Term(scalar: coefficient, point: (commitment ?? .generator).negated))
        }
        cost.summed += members.count
        let remainder = MultiScalar.sum(generatorTimes: generatorScalar, terms)
        return areDecoded && Scheme.isNeutral(remainder)
    }

    private static func seed(of members: [(claim: SchnorrClaim, equation: SchnorrEquation)]) -> [UInt8] {
        var hasher = Blake2bHasher(length: 32)
        for (claim, equation) in members {
            hasher.update(claim.publicKey)
            hasher.update(claim.signature)
            // The challenge stands for the message.
            hasher.update(equation.challenge.word.bytes)
        }
        return hasher.finalize()
    }

    private static func coefficient(_ index: Int, seed: [UInt8]) -> Scalar {
        let digest = Blake2b.hash128(seed + withUnsafeBytes(of: UInt32(index).littleEndian, Array.init))
        let word = Word256(digest + [UInt8](repeating: 0, count: 16))
        // Odd, hence never zero: a zero would drop its equation from the sum.
        return Scalar(reduced: Word256(word.words[0] | 1, word.words[1], 0, 0))
    }
}

enum SchnorrBatchLimits {
    /// How many equations are summed at once: more would outgrow the cache and gain nothing.
    static let partLengthMaximum = 128
}

/// What verifying took, in operations: equal numbers are equal work.
struct VerificationCost: Equatable {
    /// Claims whose key was decoded and whose challenge was computed.
    var equations = 0
    /// Equations that were part of a sum, their commitments decoded.
    var summed = 0
    /// Equations that were verified on their own.
    var singles = 0
}

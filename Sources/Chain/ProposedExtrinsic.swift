import Cryptography
import Dispatch
import Frame
import Primitives
import Runtime
import RuntimeInterface
import Synchronization

/// An extrinsic of a proposal before the block runs: decoded, and its signature judged.
///
/// What the pool verified is taken as it is. The signatures of all others, which another author may have proposed, are
/// verified together before anything runs. A bad one is named and left out; the good ones stay.
enum ProposedExtrinsic: Sendable {
    /// It has a good signature, or none at all.
    case sound(Extrinsic)
    /// It cannot be part of the block.
    case refused(Hash, InvalidTransaction)

    /// Claims that one core verifies together.
    private static let partLength = 128

    /// The extrinsics of a proposal for the block `number`, in its order.
    /// - Parameters:
    ///   - state: the state in the block just begun.
    ///   - recall: finds an extrinsic by its name that was decoded, and verified for the block of this number, before.
    static func all(
        of proposal: BlockProposal, for number: BlockNumber, in state: borrowing State,
        recall: (Hash, BlockNumber) -> Extrinsic?
    ) -> [ProposedExtrinsic] {
        var result: [ProposedExtrinsic] = []
        result.reserveCapacity(proposal.extrinsics.count)
        var claims: [SignatureClaim] = []
        var claimants: [Int] = []
        for bytes in proposal.extrinsics {
            let hash = Extrinsic.hash(of: bytes)
            if let known = recall(hash, number) {
                result.append(.sound(known))
                continue
            }
            guard let extrinsic = try? Extrinsic(bytes) else {
                result.append(.refused(hash, .call))
                continue
            }
            do throws(InvalidTransaction) {
                if extrinsic.signature != nil {
                    claims.append(try Runtime.signatureClaim(of: extrinsic, in: state))
                    claimants.append(result.count)
                }
                result.append(.sound(extrinsic))
            } catch {
                result.append(.refused(hash, error))
            }
        }
        for index in indicesOfInvalid(in: claims) {
            guard case .sound(let extrinsic) = result[claimants[index]] else { continue }
            result[claimants[index]] = .refused(extrinsic.hash, .badProof)
        }
        return result
    }

    /// The indices of all bad claims, found on all cores. Which core finds what makes no difference.
    private static func indicesOfInvalid(in claims: [SignatureClaim]) -> [Int] {
        let partCount = (claims.count + partLength - 1) / partLength
        guard partCount > 1 else { return SignatureClaim.indicesOfInvalid(in: claims) }
        let invalid = Mutex<[Int]>([])
        DispatchQueue.concurrentPerform(iterations: partCount) { part in
            // Parts of nearly equal length: a bad claim costs the same wherever it stands.
            let start = claims.count * part / partCount
            let end = claims.count * (part + 1) / partCount
            let found = SignatureClaim.indicesOfInvalid(in: Array(claims[start..<end])).map { start + $0 }
            invalid.withLock { $0 += found }
        }
        return invalid.withLock { $0.sorted() }
    }
}

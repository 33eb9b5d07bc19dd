import Primitives
import Testbed

@testable import Chain

/// An engine as a network of validators has it: several rounds to a block, each with a proposal that is executed, of
/// which one wins. It drives the same steps as the embedded engine and nothing else.
struct ScriptedEngine {
    let chain: Chain
    private var random: SeededRandom
    /// Proposals that were executed and did not win.
    private(set) var lostRounds = 0

    init(_ chain: Chain, seed: UInt64) {
        self.chain = chain
        random = SeededRandom(seed: seed)
    }

    /// Agrees on `winner` after some rounds with other proposals, and executes it.
    mutating func agree(on winner: BlockProposal) throws -> ExecutedBlock {
        for _ in 0..<Int.random(in: 0...3, using: &random) {
            var other = winner
            other.milliseconds += UInt64.random(in: 0...5, using: &random)
            if other.extrinsics.count > 2 {
                other.extrinsics = other.extrinsics.prefix(1) + other.extrinsics.dropFirst().shuffled(using: &random)
                other.extrinsics.removeLast(Int.random(in: 0..<other.extrinsics.count, using: &random))
            }
            _ = try chain.execute(other)
            lostRounds += 1
        }
        // Executed when it was proposed, and again when it was settled on.
        let processed = try chain.execute(winner)
        let finalized = try chain.execute(winner)
        guard processed.hash == finalized.hash else { throw Disagreement.sameProposalTwice }
        return finalized
    }

    enum Disagreement: Error {
        case sameProposalTwice
    }
}

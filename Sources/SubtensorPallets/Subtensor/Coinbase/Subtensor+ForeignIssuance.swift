import Frame
import Hashing
import Primitives
import RuntimeInterface
import SCALE

/// The two counters of issued TAO. This pallet moves both by the same amount whenever it mints, recycles or loses dust,
/// so their difference changes only by what happens to balances without it. That much is counted here, beside the
/// consensus state's served items, so that a defect of either pallet shows as a wrong difference.
extension Subtensor {
    /// Under which the expected difference stands. Not part of the served interface.
    private static let differenceKey = Twox.hash128("Myelin") + Twox.hash128("IssuanceDifference")

    /// `SubtensorModule.TotalIssuance` less `Balances.TotalIssuance`.
    static func issuanceDifference(in state: borrowing State) -> Int128 {
        Int128(state.get(totalIssuance).units) - Int128(state.get(Balances.totalIssuance).units)
    }

    /// What the difference must be; `nil` before the first block.
    static func expectedIssuanceDifference(in state: borrowing State) -> Int128? {
        state.raw(differenceKey).flatMap { try? Int128(scale: $0) }
    }

    /// Takes the difference of genesis for granted: in the first block, before anything was minted.
    static func anchorIssuance(in state: inout State) {
        guard state.raw(differenceKey) == nil else { return }
        state.setRaw(differenceKey, to: issuanceDifference(in: state).encoded())
    }

    /// Takes an amount out of the issuance. The counter of a new chain begins at 0 although accounts hold TAO, so more
    /// can go than it knows of; it stays at 0 then, and the difference is that much larger.
    static func lowerIssuance(by amount: Rao, in state: inout State) {
        let counted = state.get(totalIssuance)
        state.set(totalIssuance, to: counted.subtractingClamped(amount))
        shiftExpectedDifference(by: Int128(amount.subtractingClamped(counted).units), in: &state)
    }

    /// Tells the count that this pallet lost `dust` too, when one of its transfers emptied an account.
    static func discountDust(_ dust: Rao, in state: inout State) {
        shiftExpectedDifference(by: -Int128(dust.units), in: &state)
    }

    /// Counts what happened to balances in this block: dust, fees that nobody received, and balances set by decree,
    /// after which the difference is taken for granted again.
    static func countForeignIssuance(in state: inout State) {
        var lost: Int128 = 0
        var received = Rao.zero
        var wasDecreed = false
        var isPaidInAlpha = false
        for record in state.events {
            switch record.event {
            case .balances(.dustLost(_, let amount)):
                lost += Int128(amount.units)
                received = .zero
            case .balances(.deposit(_, let amount)):
                received = amount
            case .balances(.balanceSet):
                wasDecreed = true
            case .transactionPayment(.transactionFeePaid(_, let fee, _)):
                // A fee that was received stands right before this event.
                if received != fee, !isPaidInAlpha { lost += Int128(fee.units) }
                received = .zero
                isPaidInAlpha = false
            case .subtensor(.transactionFeePaidWithAlpha):
                isPaidInAlpha = true
            default:
                received = .zero
            }
        }
        if wasDecreed {
            state.setRaw(differenceKey, to: issuanceDifference(in: state).encoded())
        } else if lost != 0 {
            shiftExpectedDifference(by: lost, in: &state)
        }
    }

    private static func shiftExpectedDifference(by change: Int128, in state: inout State) {
        guard change != 0, let expected = expectedIssuanceDifference(in: state) else { return }
        state.setRaw(differenceKey, to: (expected + change).encoded())
    }
}

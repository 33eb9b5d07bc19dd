import Frame
import Primitives
import RuntimeInterface

@testable import SubtensorPallets

/// The alpha behind a hotkey belongs to the coldkeys that have shares of it, up to what rounding takes: each share's
/// worth is rounded down, which is less than one unit, and a share itself is a number of 21 digits, so that another
/// unit for each 10¹⁸ of the whole may be nobody's.
enum StakeRounding {
    private struct Pool: Hashable {
        var hotkey: AccountID
        var netuid: NetUID
    }

    /// - Throws: a ``Violation`` naming the first pool of which more than that belongs to nobody.
    static func check(in state: borrowing State) throws(Violation) {
        var worth: [Pool: (sum: UInt128, shares: UInt128)] = [:]
        for (key, _) in state.allEntries(of: Subtensor.alphaV2) {
            let value = Subtensor.stake(of: key.1, at: key.0, on: key.2, in: state)
            let pool = Pool(hotkey: key.0, netuid: key.2)
            let before = worth[pool] ?? (0, 0)
            worth[pool] = (before.sum + UInt128(value.units), before.shares + 1)
        }
        for (key, total) in state.allEntries(of: Subtensor.totalHotkeyAlpha) {
            // Without a share nobody owns the pool yet; the first who stakes owns all of it.
            guard let pool = worth[Pool(hotkey: key.0, netuid: key.1)] else { continue }
            let rounding = pool.shares + UInt128(total.units) / 1_000_000_000_000_000_000
            guard pool.sum + rounding >= UInt128(total.units) else {
                throw Violation(
                    .lostStake,
                    "\(pool.shares) shares of \(Action.Actor(key.0)) on subnet \(key.1) are worth \(pool.sum) "
                        + "of \(total)")
            }
        }
    }
}

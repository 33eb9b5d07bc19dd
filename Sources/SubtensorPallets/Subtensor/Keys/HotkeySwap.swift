import Primitives

/// A hotkey that gives its place to another one of its coldkey.
struct HotkeySwap: Hashable, Sendable {
    let keys: KeySwap
    /// The owner of both.
    let coldkey: AccountID
    /// Whether the stake stays behind the old hotkey, with its dividends and voting power.
    let keepsStake: Bool
}

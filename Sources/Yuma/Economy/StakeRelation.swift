public import Primitives

/// A bond between two hotkeys: the other one and the share of stake that goes from parent to child.
public struct StakeRelation: Hashable, Sendable {
    /// The other hotkey: the parent in a list of parents, the child in a list of children.
    public var hotkey: AccountID
    /// The share that the child gets, in parts of 2⁶⁴-1.
    public var proportion: UInt64

    public init(hotkey: AccountID, proportion: UInt64) {
        self.hotkey = hotkey
        self.proportion = proportion
    }
}

public import Primitives

/// A hotkey as the distribution of an epoch sees it.
public struct HotkeyPosition: Hashable, Sendable {
    /// The coldkey that owns the hotkey.
    public var owner: AccountID
    /// The alpha staked behind the hotkey on the subnet.
    public var alpha: Alpha
    /// The TAO staked behind the hotkey on the root network.
    public var root: Rao
    /// What the hotkey keeps of its stakers' dividends, in parts of 65,535.
    public var delegateTake: UInt16
    /// What the hotkey keeps of its parents' dividends, in parts of 65,535; not below the subnet's minimum.
    public var childkeyTake: UInt16
    /// Hotkeys that pass stake to this one.
    public var parents: [StakeRelation]
    /// Hotkeys that this one passes stake to.
    public var children: [StakeRelation]
    /// The hotkey behind which the owner wants incentives staked; `nil` for the miner's own.
    public var autoStakeDestination: AccountID?

    /// A hotkey; without further arguments one that nobody owns or stakes behind.
    public init(
        owner: AccountID = .zero, alpha: Alpha = .zero, root: Rao = .zero, delegateTake: UInt16 = 0,
        childkeyTake: UInt16 = 0, parents: [StakeRelation] = [], children: [StakeRelation] = [],
        autoStakeDestination: AccountID? = nil
    ) {
        self.owner = owner
        self.alpha = alpha
        self.root = root
        self.delegateTake = delegateTake
        self.childkeyTake = childkeyTake
        self.parents = parents
        self.children = children
        self.autoStakeDestination = autoStakeDestination
    }
}

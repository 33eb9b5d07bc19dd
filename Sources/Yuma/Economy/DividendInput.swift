public import FixedPoint
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

/// All that the distribution of one epoch depends on.
public struct DividendInput: Sendable {
    /// What the epoch gave one neuron.
    public struct Neuron: Hashable, Sendable {
        public var hotkey: AccountID
        public var incentive: Alpha
        public var dividend: Alpha

        public init(hotkey: AccountID, incentive: Alpha, dividend: Alpha) {
            self.hotkey = hotkey
            self.incentive = incentive
            self.dividend = dividend
        }
    }

    /// Alpha that waited for the epoch.
    public var pending: AlphaPending
    /// The epoch's result, by UID.
    public var neurons: [Neuron]
    /// Every hotkey among the neurons and their parents.
    public var hotkeys: [AccountID: HotkeyPosition]
    /// The weight of root TAO relative to alpha.
    public var taoWeight: U96F32
    /// What is destroyed of other owners' dividends, in parts of 2⁶⁴-1.
    public var childkeyBurn: UInt64
    /// The subnet owner's hotkey and coldkey; `nil` where none is set.
    public var owner: (hotkey: AccountID, coldkey: AccountID)?
    /// The registered hotkeys of the subnet's owner: their incentives are withheld.
    public var ownerHotkeys: Set<AccountID>

    public init(
        pending: AlphaPending, neurons: [Neuron], hotkeys: [AccountID: HotkeyPosition], taoWeight: U96F32,
        childkeyBurn: UInt64, owner: (hotkey: AccountID, coldkey: AccountID)?, ownerHotkeys: Set<AccountID>
    ) {
        self.pending = pending
        self.neurons = neurons
        self.hotkeys = hotkeys
        self.taoWeight = taoWeight
        self.childkeyBurn = childkeyBurn
        self.owner = owner
        self.ownerHotkeys = ownerHotkeys
    }

    func position(of hotkey: AccountID) -> HotkeyPosition { hotkeys[hotkey] ?? HotkeyPosition() }
}

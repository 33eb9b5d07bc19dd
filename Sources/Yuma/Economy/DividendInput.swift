public import FixedPoint
public import Primitives

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
    /// Whether neurons without a dividend are left out of it, so that nothing is recorded for them: on subnets without
    /// consensus, most of whose neurons have no stake.
    public var skipsEmptyDividends: Bool

    public init(
        pending: AlphaPending, neurons: [Neuron], hotkeys: [AccountID: HotkeyPosition], taoWeight: U96F32,
        childkeyBurn: UInt64, owner: (hotkey: AccountID, coldkey: AccountID)?, ownerHotkeys: Set<AccountID>,
        skipsEmptyDividends: Bool = false
    ) {
        self.pending = pending
        self.neurons = neurons
        self.hotkeys = hotkeys
        self.taoWeight = taoWeight
        self.childkeyBurn = childkeyBurn
        self.owner = owner
        self.ownerHotkeys = ownerHotkeys
        self.skipsEmptyDividends = skipsEmptyDividends
    }

    func position(of hotkey: AccountID) -> HotkeyPosition { hotkeys[hotkey] ?? HotkeyPosition() }
}

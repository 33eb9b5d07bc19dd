import Primitives

/// Stake on its way from one position to another. Both hotkeys, both coldkeys or both subnets may be the same, but not
/// all of them.
struct StakeTransition {
    /// Where stake lies: a coldkey's, at a hotkey, on a subnet.
    struct Position: Equatable {
        var coldkey: AccountID
        var hotkey: AccountID
        var netuid: NetUID
    }

    let origin: Position
    let destination: Position
    /// Alpha of the origin's subnet; more than the position holds means all of it.
    var alpha: Alpha
    /// The lowest price of the origin's alpha in billionths of the destination's, and whether as much as this lets
    /// through may move instead of everything. Without it any price will do.
    var limit: (price: Rao, allowsPart: Bool)?
    /// Whether both subnets must allow transfers between coldkeys.
    var needsTransferToggle = false

    /// Whether the stake changes its subnet and is therefore sold and bought.
    var changesSubnet: Bool { origin.netuid != destination.netuid }
}

public import Frame
public import Primitives
public import RuntimeInterface

/// What a call finds to work through in lists that users grow, beyond the cost that it always has.
///
/// The reference charges such calls as if the lists were short. Here whoever sends one pays for their length, and a
/// block has room for no more than it can work through.
public struct CallLoad: Hashable, Sendable {
    private let lists: [GrownList]

    /// The lists that a call works through when `signer` sends it; those of calls that it carries count as well.
    public init(of call: RuntimeCall, by signer: AccountID) {
        lists = GrownList.all(of: call, by: signer)
    }

    /// Whether the call works through no lists.
    public var isEmpty: Bool { lists.isEmpty }

    /// Whether no more is done than to copy short entries, which is counted at a glance.
    public var isBrief: Bool { lists.allSatisfy(\.isBrief) }

    /// What the lists mean now. Counting ends where it is more than a block has room for.
    public func time(in state: borrowing State) -> ListTime {
        var time = ListTime()
        GrownList.add(lists, to: &time, in: state)
        return time
    }
}

import Frame
import Primitives
import RuntimeInterface
import SCALE

/// Children that were asked for and wait for their time. Source: pallets/subtensor/src/staking/set_children.rs,
/// `do_set_pending_children`.
extension Subtensor {
    /// Children that a hotkey may have on a subnet.
    private static let childrenMaximum = 5

    /// Gives the hotkeys of a subnet the children whose cool-down is over; requests that have become invalid are
    /// dropped. Runs in the block of an epoch, after it. Emits `SetChildren` for each.
    static func applyPendingChildren(_ netuid: NetUID, in state: inout State) {
        let now = currentBlock(in: state)
        for (parent, request) in state.entries(of: pendingChildKeys, under: netuid) where request.second < now {
            state.remove(pendingChildKeys, netuid, parent)
            guard mayHaveChildren(request.first, parent, on: netuid, in: state) else { continue }
            setChildren(request.first, of: parent, on: netuid, in: &state)
        }
    }

    /// Replaces a hotkey's children on a subnet, as both sides record them. Emits `SetChildren`.
    static func setChildren(
        _ children: [Pair<UInt64, AccountID>], of parent: AccountID, on netuid: NetUID, in state: inout State
    ) {
        for old in state.get(childKeys, parent, netuid) {
            let parents = state.get(parentKeys, old.second, netuid).filter { $0.second != parent }
            if parents.isEmpty {
                state.remove(parentKeys, old.second, netuid)
            } else {
                state.set(parentKeys, old.second, netuid, to: parents)
            }
        }
        if children.isEmpty {
            state.remove(childKeys, parent, netuid)
        } else {
            state.set(childKeys, parent, netuid, to: children)
        }
        for child in children {
            state.update(parentKeys, child.second, netuid) { $0.append(Pair(child.first, parent)) }
        }
        state.deposit(.subtensor(.setChildren(parent, netuid, children)))
    }

    /// Whether nobody is its own child, named twice or a parent too, and no more than everything is handed on.
    private static func mayHaveChildren(
        _ children: [Pair<UInt64, AccountID>], _ parent: AccountID, on netuid: NetUID, in state: borrowing State
    ) -> Bool {
        let hotkeys = Set(children.map(\.second))
        let sum = children.reduce(UInt128(0)) { $0 + UInt128($1.first) }
        let parents = state.get(parentKeys, parent, netuid)
        return children.count <= childrenMaximum && hotkeys.count == children.count && !hotkeys.contains(parent)
            && sum <= UInt128(UInt64.max) && !parents.contains { hotkeys.contains($0.second) }
    }
}

import Frame
import Primitives
import RuntimeInterface
import SCALE

/// The family of a hotkey that is swapped. Source: pallets/subtensor/src/staking/set_children.rs,
/// `parent_child_swap_hotkey`.
extension Subtensor {
    /// Puts a hotkey in the place of another one among parents and children, those to come included. What the new
    /// hotkey had of either is dropped.
    /// - Throws: `invalidChild` where one is the other's parent or child, and what
    ///   ``requireConsistent(_:of:on:in:)`` throws for children that wait.
    static func moveRelations(_ swap: KeySwap, on netuid: NetUID, in state: inout State) throws(DispatchError) {
        let children = state.get(childKeys, swap.old, netuid)
        let parents = state.get(parentKeys, swap.old, netuid)
        guard !(children + parents).contains(where: { $0.second == swap.new }) else {
            throw .subtensor(.invalidChild)
        }
        link([], to: swap.old, on: netuid, in: &state)
        storeParents([], of: swap.old, on: netuid, in: &state)
        for parent in state.get(parentKeys, swap.new, netuid) + parents {
            let others = state.get(childKeys, parent.second, netuid).filter { $0.second != swap.old }
            let isKept = parents.contains { $0.second == parent.second }
            storeChildren(others.filter { isKept || $0.second != swap.new }, of: parent.second, on: netuid, in: &state)
        }
        link(children, to: swap.new, on: netuid, in: &state)
        storeParents(parents.sorted { $0.second < $1.second }, of: swap.new, on: netuid, in: &state)
        for parent in parents {
            state.update(childKeys, parent.second, netuid) { children in
                if let place = children.firstIndex(where: { $0.second == swap.new }) {
                    children[place].first = parent.first
                } else {
                    children.append(Pair(parent.first, swap.new))
                }
            }
        }
        try movePendingChildren(swap, on: netuid, in: &state)
    }

    /// Children that wait for their cool-down: the hotkey's own, and itself among those of others.
    private static func movePendingChildren(
        _ swap: KeySwap, on netuid: NetUID, in state: inout State
    ) throws(DispatchError) {
        if state.contains(pendingChildKeys, netuid, swap.old) {
            let request = state.get(pendingChildKeys, netuid, swap.old)
            try requireConsistent(request.first, of: swap.new, on: netuid, in: state)
            state.move(pendingChildKeys.path(netuid, swap.old), to: pendingChildKeys.path(netuid, swap.new))
        }
        for (parent, request) in state.entries(of: pendingChildKeys, under: netuid) {
            guard let child = request.first.first(where: { $0.second == swap.old }) else { continue }
            // A child is named once, so the old one's share counts where the new one was named as well.
            let others = request.first.filter { $0.second != swap.old && $0.second != swap.new }
            state.set(
                pendingChildKeys, netuid, parent, to: Pair(others + [Pair(child.first, swap.new)], request.second))
        }
    }

    /// No hotkey has an empty entry.
    private static func storeChildren(
        _ children: [Pair<UInt64, AccountID>], of parent: AccountID, on netuid: NetUID, in state: inout State
    ) {
        if children.isEmpty {
            state.remove(childKeys, parent, netuid)
        } else {
            state.set(childKeys, parent, netuid, to: children)
        }
    }
}

import Frame
import Primitives
import RuntimeInterface
import SCALE

/// Who hands stake on to whom on a subnet: an edge stands with its parent in `ChildKeys` and with its child in
/// `ParentKeys`. Source: pallets/subtensor/src/staking/set_children.rs.
extension Subtensor {
    /// Children that a hotkey may have on a subnet.
    private static let childrenMaximum = 5

    /// Gives the hotkeys of a subnet the children whose cool-down is over; requests that have become invalid are
    /// dropped. Runs in the block of an epoch, after it. Emits `SetChildren` for each.
    static func applyPendingChildren(_ netuid: NetUID, in state: inout State) {
        let now = currentBlock(in: state)
        for (parent, request) in state.entries(of: pendingChildKeys, under: netuid) where request.second < now {
            state.remove(pendingChildKeys, netuid, parent)
            applyChildren(request.first, of: parent, on: netuid, in: &state)
        }
    }

    /// Replaces a hotkey's children on a subnet, unless the request has become invalid. Emits `SetChildren`.
    static func applyChildren(
        _ children: [Pair<UInt64, AccountID>], of parent: AccountID, on netuid: NetUID, in state: inout State
    ) {
        do throws(DispatchError) {
            try requireConsistent(children, of: parent, on: netuid, in: state)
        } catch {
            return
        }
        link(children, to: parent, on: netuid, in: &state)
        state.deposit(.subtensor(.setChildren(parent, netuid, children)))
    }

    /// Whether nobody is its own child or a child of its child, and no more than everything is handed on. Children are
    /// named once each.
    /// - Throws: `invalidChild`, `tooManyChildren`, `proportionOverflow` or `childParentInconsistency`, in this order.
    static func requireConsistent(
        _ children: [Pair<UInt64, AccountID>], of parent: AccountID, on netuid: NetUID, in state: borrowing State
    ) throws(DispatchError) {
        let hotkeys = Set(children.map(\.second))
        guard !hotkeys.contains(parent) else { throw .subtensor(.invalidChild) }
        guard children.count <= childrenMaximum else { throw .subtensor(.tooManyChildren) }
        let sum = children.reduce(UInt128(0)) { $0 + UInt128($1.first) }
        guard sum <= UInt128(UInt64.max) else { throw .subtensor(.proportionOverflow) }
        guard !state.get(parentKeys, parent, netuid).contains(where: { hotkeys.contains($0.second) }) else {
            throw .subtensor(.childParentInconsistency)
        }
    }

    /// Replaces a hotkey's children, as both sides record them: ascending with the parent, and with each child at the
    /// place where the edge stood before.
    static func link(
        _ children: [Pair<UInt64, AccountID>], to parent: AccountID, on netuid: NetUID, in state: inout State
    ) {
        let children = children.sorted { $0.second < $1.second }
        for old in state.get(childKeys, parent, netuid) where !children.contains(where: { $0.second == old.second }) {
            let parents = state.get(parentKeys, old.second, netuid).filter { $0.second != parent }
            storeParents(parents, of: old.second, on: netuid, in: &state)
        }
        if children.isEmpty {
            state.remove(childKeys, parent, netuid)
        } else {
            state.set(childKeys, parent, netuid, to: children)
        }
        for child in children {
            state.update(parentKeys, child.second, netuid) { parents in
                if let place = parents.firstIndex(where: { $0.second == parent }) {
                    parents[place].first = child.first
                } else {
                    parents.append(Pair(child.first, parent))
                }
            }
        }
    }

    /// No hotkey has an empty entry.
    static func storeParents(
        _ parents: [Pair<UInt64, AccountID>], of child: AccountID, on netuid: NetUID, in state: inout State
    ) {
        if parents.isEmpty {
            state.remove(parentKeys, child, netuid)
        } else {
            state.set(parentKeys, child, netuid, to: parents)
        }
    }
}

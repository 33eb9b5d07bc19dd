import FoundationEssentials
import Synchronization

/// The names under which a dendrite sends: axons want the nonces of one name to rise.
///
/// Requests that are under way at the same time travel over several connections and may overtake each other, so each
/// takes a name of its own and gives it back with its answer. Beyond ``countMax`` at a time names are shared.
final class DendriteSessions: Sendable {
    /// How many names there are at most; axons remember a bounded number for one hotkey.
    static let countMax = 48

    private struct State {
        var names: [String] = []
        /// The one given back last comes first, so that no more names are used than needed.
        var free: [Int] = []
        var nextShared = 0
    }

    private let state = Mutex(State())

    /// A name for one request.
    func take() -> (index: Int?, name: String) {
        state.withLock { state in
            if let index = state.free.popLast() { return (index, state.names[index]) }
            if state.names.count < Self.countMax {
                state.names.append(UUID().uuidString.lowercased())
                return (state.names.count - 1, state.names[state.names.count - 1])
            }
            state.nextShared = (state.nextShared + 1) % Self.countMax
            return (nil, state.names[state.nextShared])
        }
    }

    /// Gives a name back; a shared one belongs to someone else.
    func giveBack(_ index: Int?) {
        guard let index else { return }
        state.withLock { $0.free.append(index) }
    }
}

import NIOCore
import Synchronization

/// The open connections of an axon: bounded in number, and closed when it stops.
final class AxonConnections: Sendable {
    private struct State {
        var channels: [ObjectIdentifier: any Channel] = [:]
        var isStopped = false
    }

    private let countMax: Int
    private let state = Mutex(State())

    init(countMax: Int) { self.countMax = countMax }

    /// Takes a connection in; false when there is no room, or the axon has stopped.
    func enter(_ channel: any Channel) -> Bool {
        state.withLock { state in
            guard !state.isStopped, state.channels.count < countMax else { return false }
            state.channels[ObjectIdentifier(channel)] = channel
            return true
        }
    }

    func leave(_ channel: any Channel) {
        state.withLock { _ = $0.channels.removeValue(forKey: ObjectIdentifier(channel)) }
    }

    /// Closes every connection and lets no more in.
    func stop() {
        let open = state.withLock { state in
            state.isStopped = true
            return Array(state.channels.values)
        }
        for channel in open { channel.close(promise: nil) }
    }
}

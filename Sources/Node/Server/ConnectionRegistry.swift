import NIOCore
import Synchronization

/// The open connections: how many there may be, and a way to end them all.
final class ConnectionRegistry: Sendable {
    private struct State {
        var channels: [ObjectIdentifier: any Channel] = [:]
        var last: UInt64 = 0
        var isStopping = false
        var emptied: [CheckedContinuation<Void, Never>] = []
    }

    private let state = Mutex(State())
    private let limit: Int

    init(limit: Int) { self.limit = limit }

    /// Connections that are open.
    var count: Int { state.withLock { $0.channels.count } }

    /// Takes a connection in and gives it its number, or `nil` where there is no room.
    func admit(_ channel: any Channel) -> UInt64? {
        let number = state.withLock { state -> UInt64? in
            guard !state.isStopping, state.channels.count < limit else { return nil }
            state.channels[ObjectIdentifier(channel)] = channel
            state.last += 1
            return state.last
        }
        if number != nil { channel.closeFuture.whenComplete { _ in self.remove(channel) } }
        return number
    }

    private func remove(_ channel: any Channel) {
        let waiting = state.withLock { state -> [CheckedContinuation<Void, Never>] in
            state.channels[ObjectIdentifier(channel)] = nil
            guard state.channels.isEmpty else { return [] }
            defer { state.emptied = [] }
            return state.emptied
        }
        for continuation in waiting { continuation.resume() }
    }

    /// Admits nobody from now on, asks every connection to end, and closes what is left after `time`. Returns when none
    /// is open.
    func stop(within time: TimeAmount, on eventLoop: any EventLoop) async {
        let channels = state.withLock { state in
            state.isStopping = true
            return Array(state.channels.values)
        }
        for channel in channels { channel.pipeline.fireUserInboundEventTriggered(ChannelShouldQuiesceEvent()) }
        let end = eventLoop.scheduleTask(in: time) { for channel in channels { channel.close(promise: nil) } }
        await withCheckedContinuation { continuation in
            let isEmpty = state.withLock { state in
                if !state.channels.isEmpty { state.emptied.append(continuation) }
                return state.channels.isEmpty
            }
            if isEmpty { continuation.resume() }
        }
        end.cancel()
    }
}

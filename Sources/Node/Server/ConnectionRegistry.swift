import NIOCore
import RPC
import Synchronization

/// The open connections: how many there may be, and a way to end them all.
final class ConnectionRegistry: Sendable {
    private struct State {
        var channels: [ObjectIdentifier: any Channel] = [:]
        // Connections of each address of which there is any.
        var counts: [String: Int] = [:]
        var last: UInt64 = 0
        var isStopping = false
        var emptied: [CheckedContinuation<Void, Never>] = []
    }

    private let state = Mutex(State())
    private let limit: Int
    private let limitPerAddress: Int?
    private let statistics: ServerStatistics

    /// - Parameter limitPerAddress: holds for addresses other than this machine's; `nil` for none.
    init(limit: Int, limitPerAddress: Int?, statistics: ServerStatistics) {
        self.limit = limit
        self.limitPerAddress = limitPerAddress
        self.statistics = statistics
    }

    /// Connections that are open.
    var count: Int { state.withLock { $0.channels.count } }

    /// What becomes of a connection.
    enum Admission: Equatable {
        /// Taken in, under this number.
        case admitted(UInt64)
        case refused(ServerStatistics.Refusal)
    }

    /// Takes a connection in, where there is room.
    func admit(_ channel: any Channel, from address: String?) -> Admission {
        let admission = state.withLock { state -> Admission in
            guard !state.isStopping, state.channels.count < limit else { return .refused(.connectionLimit) }
            if let address, let limitPerAddress, !Self.isThisMachine(address),
                state.counts[address, default: 0] >= limitPerAddress
            {
                return .refused(.addressLimit)
            }
            state.channels[ObjectIdentifier(channel)] = channel
            if let address { state.counts[address, default: 0] += 1 }
            state.last += 1
            return .admitted(state.last)
        }
        switch admission {
        case .admitted:
            statistics.connectionOpened()
            channel.closeFuture.whenComplete { _ in self.remove(channel, address) }
        case .refused(let reason): statistics.count(reason)
        }
        return admission
    }

    // Behind one address of this machine there may be everybody, by way of a proxy.
    private static func isThisMachine(_ address: String) -> Bool { address == "::1" || address.hasPrefix("127.") }

    private func remove(_ channel: any Channel, _ address: String?) {
        statistics.connectionClosed()
        let waiting = state.withLock { state -> [CheckedContinuation<Void, Never>] in
            state.channels[ObjectIdentifier(channel)] = nil
            if let address, let count = state.counts[address] { state.counts[address] = count > 1 ? count - 1 : nil }
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

import Client
import Primitives
import Synchronization

/// The final blocks that were seen: what was final stays so, whatever happens to the node.
final class FinalityLedger: Sendable {
    private struct Content {
        var hashes: [BlockNumber: Hash] = [:]
        var first: BlockNumber?
        var last: BlockNumber = 0
    }

    private let content = Mutex(Content())
    /// Blocks that are asked for again after a restart.
    private static let askedAgain: BlockNumber = 50

    /// A block was told to be final.
    /// - Returns: whether it agrees with what was told before.
    func note(_ number: BlockNumber, _ hash: Hash) -> Bool {
        content.withLock {
            $0.first = min($0.first ?? number, number)
            $0.last = max($0.last, number)
            if let known = $0.hashes[number] { return known == hash }
            $0.hashes[number] = hash
            return true
        }
    }

    /// The newest final block that was seen.
    var last: BlockNumber { content.withLock { $0.last } }

    /// A final block that was seen, if there is one with this number.
    func hash(of number: BlockNumber) -> Hash? { content.withLock { $0.hashes[number] } }

    /// Numbers of the oldest and the newest final block that were seen.
    var range: ClosedRange<BlockNumber> { content.withLock { min($0.first ?? 0, $0.last)...$0.last } }

    /// What the node that came back no longer has, or has otherwise.
    func losses(_ client: ChainClient) async throws(ClientError) -> [String] {
        let last = last
        var losses: [String] = []
        let newest = try await client.blockNumber()
        if newest < last { losses.append("block \(last) was final, and the node came back at block \(newest)") }
        for number in (last > Self.askedAgain ? last - Self.askedAgain : 0)...last {
            guard let known = hash(of: number) else { continue }
            let found = try await client.hash(of: number)
            if found != known { losses.append("block \(number) was final and is another one after a restart") }
        }
        return losses
    }
}

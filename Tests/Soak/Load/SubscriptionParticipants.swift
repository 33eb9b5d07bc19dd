import Client
import Cryptography
import JSON
import Primitives
import RuntimeInterface
import SCALE
import Testbed

/// Follows the final heads and sees that they form a chain.
struct HeadFollower: Participant {
    let name = "heads"
    let pauseMilliseconds = 100...300
    let ledger: FinalityLedger
    let isFinal: Bool

    mutating func act(_ scene: Scene, _ random: inout SeededRandom) async throws(ClientError) {
        var heads =
            try await isFinal
            ? scene.client.finalizedHeads().makeAsyncIterator() : scene.client.newHeads().makeAsyncIterator()
        var previous: ChainHeader?
        while let head = try await heads.next() {
            scene.tally.count("heads")
            if let previous, head.number != previous.number + 1 {
                scene.tally.violate("after head \(previous.number) came head \(head.number)")
            }
            // Blocks are final when they are made: the parent of any head is.
            if head.number > 0, !ledger.note(head.number - 1, head.parentHash) {
                scene.tally.violate("head \(head.number) has another parent than the final block \(head.number - 1)")
            }
            previous = head
        }
    }
}

/// Follows values in the state: the time changes with every block.
struct StorageFollower: Participant {
    let name = "storage subscriptions"
    let pauseMilliseconds = 100...300

    mutating func act(_ scene: Scene, _ random: inout SeededRandom) async throws(ClientError) {
        let accounts = scene.world.senders.prefix(8).map { System.account.path($0.accountID) }
        let keys = ([Timestamp.now.path] + accounts).map { JSONValue.string(Hexadecimal.encode($0)) }
        let changes = try await scene.client.connection.subscribe(
            "state_subscribeStorage", [.array(keys)], unsubscribe: "state_unsubscribeStorage")
        var last: UInt64 = 0
        for count in 0..<400 {
            var iterator = changes.makeAsyncIterator()
            guard let change = try await iterator.next() else { return }
            guard case .array(let pairs)? = change["changes"] else {
                throw .malformedAnswer(request: "state_subscribeStorage", detail: "no changes in it")
            }
            scene.tally.count("storage changes", pairs.count)
            guard let time = Self.time(pairs) else { continue }
            if time <= last { scene.tally.violate("change \(count): the time went from \(last) to \(time)") }
            last = time
        }
    }

    private static func time(_ pairs: [JSONValue]) -> UInt64? {
        for case .array(let pair) in pairs where pair.count == 2 {
            guard case .string(let key) = pair[0], case .string(let value) = pair[1],
                key == Hexadecimal.encode(Timestamp.now.path), let bytes = Hexadecimal.decode(value)
            else { continue }
            return try? UInt64(scale: bytes)
        }
        return nil
    }
}

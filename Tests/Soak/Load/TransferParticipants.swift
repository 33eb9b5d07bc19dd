import Client
import Cryptography
import JSON
import Primitives
import RuntimeInterface
import Testbed

/// Sends TAO to others, old and new accounts, and waits each time until the block is final.
struct Sender: Participant {
    let name = "transfers"
    let pauseMilliseconds = 0...400
    let index: Int

    mutating func act(_ scene: Scene, _ random: inout SeededRandom) async throws(ClientError) {
        let own = scene.world.senders[index]
        let isNew = Int.random(in: 0..<8, using: &random) == 0
        let others = scene.world.senders.filter { $0.accountID != own.accountID }
        let target =
            isNew
            ? AccountID(random.bytes(32)) ?? .zero
            : others.randomElement(using: &random)?.accountID ?? .zero
        let amount = Rao(UInt64.random(in: 1_000_000...500_000_000, using: &random))
        let options = SubmissionOptions(eraBlocks: 64, goal: .finalization, timeout: .seconds(60))
        try await scene.client.transfer(amount, to: target, from: own, options: options)
        scene.tally.count("transfers finalised")
    }
}

/// Signs many transfers in advance and sends them as fast as the node takes them.
struct HastySender: Participant {
    let name = "bursts"
    let pauseMilliseconds = 2_000...6_000

    mutating func act(_ scene: Scene, _ random: inout SeededRandom) async throws(ClientError) {
        let (client, own) = (scene.client, scene.world.hasty)
        let first = try await client.nextNonce(of: own.accountID)
        let count = UInt32.random(in: 20...200, using: &random)
        var requests: [RPCRequest] = []
        for nonce in first..<first + count {
            let to = scene.world.senders[Int(nonce) % scene.world.senders.count].accountID
            let call = try await client.compose(.balances(.transferKeepAlive(dest: .id(to), value: 1_000_000)))
            let signed = try await call.signed(by: own, options: SubmissionOptions(nonce: nonce, eraBlocks: nil))
            requests.append(RPCRequest("author_submitExtrinsic", [.string(Hexadecimal.encode(signed.bytes))]))
        }
        for result in try await client.connection.call(batch: requests) { _ = try result.get() }
        let limit = ContinuousClock.now + .seconds(60)
        while try await client.storage(System.account, own.accountID).nonce < first + count {
            guard .now < limit else { throw .timedOut(request: "a burst of transfers", after: .seconds(60)) }
            try await client.waitForBlock(try await client.blockNumber() + 1)
        }
        scene.tally.count("transfers finalised", Int(count))
        scene.tally.count("bursts")
    }
}

/// Sends several calls as one, some of which fail on purpose.
struct Batcher: Participant {
    let name = "batches"
    let pauseMilliseconds = 500...2_000

    mutating func act(_ scene: Scene, _ random: inout SeededRandom) async throws(ClientError) {
        var calls: [RuntimeCall] = (0..<Int.random(in: 1...12, using: &random)).map { number in
            let to = scene.world.senders[number].accountID
            return .balances(.transferKeepAlive(dest: .id(to), value: 2_000_000))
        }
        let isDoomed = Int.random(in: 0..<3, using: &random) == 0
        if isDoomed {
            let call = RuntimeCall.balances(.transferKeepAlive(dest: .id(.zero), value: .max))
            calls.insert(call, at: Int.random(in: 0...calls.count, using: &random))
        }
        let batch: Utility.Call =
            switch Int.random(in: 0..<3, using: &random) {
            case 0: .batch(calls: calls)
            case 1: .batchAll(calls: calls)
            default: .forceBatch(calls: calls)
            }
        try await scene.client.submit(.utility(batch), by: scene.world.batcher)
        scene.tally.count("batches")
    }
}

/// Sends transfers that nobody can read before they are in a block.
struct ShieldedSender: Participant {
    let name = "shielded transfers"
    let pauseMilliseconds = 1_000...4_000

    mutating func act(_ scene: Scene, _ random: inout SeededRandom) async throws(ClientError) {
        let to = scene.world.senders.randomElement(using: &random)?.accountID ?? .zero
        let call = try await scene.client.compose(.balances(.transferKeepAlive(dest: .id(to), value: 3_000_000)))
        _ = try await call.submitShielded(by: scene.world.shielded).successful()
        scene.tally.count("shielded transfers")
    }
}

import Cryptography
import JSON
import Measuring
import Primitives
import RuntimeInterface
import SCALE

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Transfers of many accounts, signed before the clock starts.
struct TransferLoad {
    /// What each transfer moves.
    static let value = Rao(1_000_000)
    private static let callsPerBatch = 200

    private let genesisHash: Hash
    private let specVersion: UInt32
    private let transactionVersion: UInt32
    /// Who pays.
    let senders: [Keypair]
    /// Who is paid: by sender, an account that nobody else pays.
    let recipients: [AccountID]

    /// Learns from the node what signatures cover, and makes the accounts.
    init(senders count: Int, at socket: BlockingWebSocket) throws {
        guard let bytes = Hexadecimal.decode(try socket.text("chain_getBlockHash", "[0]")), let hash = Hash(bytes),
            case .integer(let specVersion)? = try socket.call("state_getRuntimeVersion")["specVersion"],
            case .integer(let transactionVersion)? = try socket.call("state_getRuntimeVersion")["transactionVersion"]
        else { throw BenchmarkFailure("the node does not answer as a chain does") }
        genesisHash = hash
        self.specVersion = UInt32(clamping: specVersion)
        self.transactionVersion = UInt32(clamping: transactionVersion)
        senders = try Self.keys("sender", count)
        recipients = try Self.keys("recipient", count).map(\.accountID)
    }

    private static func keys(_ name: String, _ count: Int) throws -> [Keypair] {
        try (0..<count).map { index in
            let text = Array("benchmark \(name) \(index)".utf8)
            return try Keypair(seed: text + [UInt8](repeating: 0, count: 32 - text.count))
        }
    }

    private func extrinsic(_ call: RuntimeCall, by keypair: Keypair, nonce: UInt32) -> [UInt8] {
        let extra = ExtrinsicExtra(era: .immortal, nonce: nonce)
        let callBytes = call.encoded()
        let payload = extra.signingPayload(
            callBytes: callBytes, specVersion: specVersion, transactionVersion: transactionVersion,
            genesisHash: genesisHash, birthHash: genesisHash)
        return Extrinsic.signed(
            callBytes: callBytes, signer: keypair.accountID, signature: keypair.multiSignature(payload), extra: extra)
    }

    /// Gives every sender what `transfers` transfers take, and every recipient the deposit of its account, out of
    /// Alice's pocket.
    func fund(transfers: Int, at socket: BlockingWebSocket) throws {
        let alice = try Keypair(uri: "//Alice")
        guard case .integer(let next) = try socket.call("account_nextIndex", "[\"\(alice.ss58)\"]") else {
            throw BenchmarkFailure("the node does not know Alice's nonce")
        }
        // A transfer costs less than 0.001 TAO beside what it moves.
        let amount = Rao((Self.value.units + 1_000_000) * UInt64(transfers / senders.count + 1))
        let calls =
            senders.map { RuntimeCall.balances(.transferKeepAlive(dest: .id($0.accountID), value: amount)) }
            + recipients.map { RuntimeCall.balances(.transferKeepAlive(dest: .id($0), value: Self.value)) }
        var nonce = UInt32(clamping: next)
        for start in stride(from: 0, to: calls.count, by: Self.callsPerBatch) {
            let batch = RuntimeCall.utility(
                .batchAll(calls: Array(calls[start..<min(start + Self.callsPerBatch, calls.count)])))
            _ = try socket.text(
                "author_submitExtrinsic", "[\"\(Hexadecimal.encode(extrinsic(batch, by: alice, nonce: nonce)))\"]")
            nonce += 1
        }
        while try free(recipients[recipients.count - 1], at: socket) < Self.value { usleep(20_000) }
    }

    /// The requests that submit `count` transfers, sender by turns, cut into one list for each connection: all
    /// transfers of a sender go over the same one, in the order of their nonces.
    func requests(_ count: Int, connections: Int) async -> [[[UInt8]]] {
        await withTaskGroup(of: (Int, [[UInt8]]).self) { group in
            for connection in 0..<connections {
                group.addTask { (connection, requests(count, of: connection, connections)) }
            }
            var result = [[[UInt8]]](repeating: [], count: connections)
            for await (connection, requests) in group { result[connection] = requests }
            return result
        }
    }

    private func requests(_ count: Int, of connection: Int, _ connections: Int) -> [[UInt8]] {
        var requests: [[UInt8]] = []
        for index in 0..<count where index % senders.count % connections == connection {
            let sender = index % senders.count
            let call = RuntimeCall.balances(.transferKeepAlive(dest: .id(recipients[sender]), value: Self.value))
            let bytes = extrinsic(call, by: senders[sender], nonce: UInt32(index / senders.count))
            requests.append(
                BlockingWebSocket.request(
                    "author_submitExtrinsic", "[\"\(Hexadecimal.encode(bytes))\"]", id: index))
        }
        return requests
    }

    /// What all recipients together have beyond the deposit of their accounts, in transfers.
    func arrivedTransfers(at socket: BlockingWebSocket) throws -> Int {
        var sum: UInt64 = 0
        for recipient in recipients { sum += try free(recipient, at: socket).units - Self.value.units }
        return Int(sum / Self.value.units)
    }

    private func free(_ account: AccountID, at socket: BlockingWebSocket) throws -> Rao {
        let key = Hexadecimal.encode(System.account.path(account))
        guard case .string(let text) = try socket.call("state_getStorage", "[\"\(key)\"]"),
            let bytes = Hexadecimal.decode(text)
        else { return .zero }
        return try AccountInfo(scale: bytes).data.free
    }
}

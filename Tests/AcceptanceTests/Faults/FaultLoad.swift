import Cryptography
import Foundation
import Primitives
import RuntimeInterface
import SCALE
import Synchronization
import Testbed
import Testing

/// What was true of the finalised chain at a moment before the node came to grief.
struct Finalized: Sendable {
    var number: UInt32 = 0
    /// Hash of each finalised block that was seen.
    var hashes: [UInt32: String] = [:]
    /// Free balance of each recipient at the last finalised block that was asked.
    var balances: [AccountID: UInt64] = [:]
    /// Hotkeys that had a UID.
    var hotkeys: Set<AccountID> = []

    /// Transfers of 1 TAO that arrived.
    var transferCount: UInt64 { balances.values.reduce(0, +) / 1_000_000_000 }
}

/// Sends transfers and registrations to a node and notes what became final, for the check after a restart.
final class FaultLoad: Sendable {
    static let netuid = NetUID(2)
    private static let alice = try? Keypair(uri: "//Alice")
    private static let bob = try? Keypair(uri: "//Bob")

    private let content = Mutex(Finalized())

    var finalized: Finalized { content.withLock { $0 } }

    /// The account that a transfer of a round goes to.
    static func account(_ kind: UInt8, _ number: Int) -> AccountID {
        AccountID([UInt8](repeating: kind, count: 28) + UInt32(number).encoded()) ?? .zero
    }

    /// A signed extrinsic in hexadecimal.
    private static func signed(
        _ call: RuntimeCall, by keypair: Keypair, nonce: UInt32, genesis: Hash, version: UInt32
    ) -> String {
        let extra = ExtrinsicExtra(era: .immortal, nonce: nonce)
        let payload = extra.signingPayload(
            callBytes: call.encoded(), specVersion: version, transactionVersion: 1, genesisHash: genesis,
            birthHash: genesis)
        return "0x"
            + Extrinsic.signed(
                callBytes: call.encoded(), signer: keypair.accountID, signature: keypair.multiSignature(payload),
                extra: extra
            ).hex
    }

    /// Signs calls for a chain, the nonces of both senders counted on from what the node says.
    struct Signer {
        private let genesis: Hash
        private let version: UInt32
        private let alice: Keypair
        private let bob: Keypair
        private var nonces: (alice: UInt32, bob: UInt32)

        init(_ client: NodeClient) async throws {
            alice = try #require(FaultLoad.alice)
            bob = try #require(FaultLoad.bob)
            genesis = try #require(Hash([UInt8](hex: try await client.text("chain_getBlockHash", [0])) ?? []))
            let runtime = try await client.call("state_getRuntimeVersion") as? [String: Any]
            version = UInt32((runtime?["specVersion"] as? Int) ?? 0)
            nonces = (0, 0)
            nonces.alice = UInt32(try #require(try await client.call("account_nextIndex", [alice.ss58]) as? Int))
            nonces.bob = UInt32(try #require(try await client.call("account_nextIndex", [bob.ss58]) as? Int))
        }

        /// A transfer of 1 TAO from Alice.
        mutating func transfer(to account: AccountID) -> String {
            defer { nonces.alice += 1 }
            return FaultLoad.signed(
                .balances(.transferKeepAlive(dest: .id(account), value: .tao(1))), by: alice, nonce: nonces.alice,
                genesis: genesis, version: version)
        }

        /// A call that Bob signs.
        mutating func byBob(_ call: RuntimeCall) -> String {
            defer { nonces.bob += 1 }
            return FaultLoad.signed(call, by: bob, nonce: nonces.bob, genesis: genesis, version: version)
        }

        /// A registration on the subnet, paid by Bob.
        mutating func registration(of hotkey: AccountID) -> String {
            byBob(.subtensor(.burnedRegister(netuid: FaultLoad.netuid, hotkey: hotkey)))
        }
    }

    /// The free balance of an account.
    static func balance(_ account: AccountID, at hash: String, _ client: NodeClient) async throws -> UInt64 {
        guard let bytes = try await storage(System.account.path(account), at: hash, client), bytes.count >= 24
        else { return 0 }
        // Behind nonce and reference counts, 4 bytes each, stands the free balance.
        return try UInt64(scale: Array(bytes[16..<24]))
    }

    /// Whether a hotkey has a UID on the subnet.
    static func isRegistered(_ hotkey: AccountID, at hash: String, _ client: NodeClient) async throws -> Bool {
        try await storage(Subtensor.uids.path(netuid, hotkey), at: hash, client) != nil
    }

    private static func storage(
        _ key: [UInt8], at hash: String, _ client: NodeClient
    ) async throws -> [UInt8]? {
        let value = try await client.call("state_getStorage", ["0x" + key.hex, hash])
        return (value as? String).flatMap { [UInt8](hex: $0) }
    }

    /// Makes the subnet that hotkeys are registered on.
    static func makeSubnet(_ client: NodeClient) async throws {
        var signer = try await Signer(client)
        let call = RuntimeCall.subtensor(.registerNetwork(hotkey: account(0xB0, 0)))
        try await client.call("author_submitExtrinsic", [signer.byBob(call)])
    }

    /// Waits until the subnet is there.
    static func awaitSubnet(_ client: NodeClient) async throws {
        while true {
            let head = try await client.head()
            if try await storage(Subtensor.networksAdded.path(netuid), at: head.hash, client) != nil { return }
            try await Task.sleep(for: .milliseconds(10))
        }
    }

    /// Sends until the node is gone, noting what was final.
    func run(_ client: NodeClient, round: Int) async throws {
        var signer = try await Signer(client)
        var hotkeys: [AccountID] = []
        var sent = 0
        while true {
            try await client.call(
                "author_submitExtrinsic", [signer.transfer(to: Self.account(0xEE, round * 8 + sent % 8))])
            sent += 1
            if sent % 3 == 0 {
                hotkeys.append(Self.account(0xC0, round * 100 + sent))
                try await client.call("author_submitExtrinsic", [signer.registration(of: hotkeys[hotkeys.count - 1])])
            }
            guard sent.isMultiple(of: 4) else { continue }
            try await note(round, hotkeys.suffix(3), client)
        }
    }

    private func note(_ round: Int, _ hotkeys: some Sequence<AccountID>, _ client: NodeClient) async throws {
        let head = try await client.head()
        var balances: [AccountID: UInt64] = [:]
        for number in round * 8..<round * 8 + 4 {
            balances[Self.account(0xEE, number)] = try await Self.balance(
                Self.account(0xEE, number), at: head.hash, client)
        }
        var registered: Set<AccountID> = []
        for hotkey in hotkeys where try await Self.isRegistered(hotkey, at: head.hash, client) {
            registered.insert(hotkey)
        }
        content.withLock {
            $0.number = head.number
            $0.hashes[head.number] = head.hash
            $0.balances.merge(balances) { _, new in new }
            $0.hotkeys.formUnion(registered)
        }
    }

    /// Checks that what was noted is there. Each block names the one before it, so that the last ones speak for all;
    /// of the rest as many are asked for as `depth` says.
    func expectKept(_ client: NodeClient, depth: Int, _ moment: String) async throws {
        let noted = finalized
        let head = try await client.head()
        #expect(head.number >= noted.number, "\(moment): the last finalised block is there")
        for (number, hash) in noted.hashes.sorted(by: { $0.key > $1.key }).prefix(depth) {
            #expect(try await client.text("chain_getBlockHash", [Int(number)]) == hash, "\(moment), block \(number)")
        }
        if let hash = noted.hashes[noted.number] {
            #expect(try await client.call("chain_getBlock", [hash]) as? [String: Any] != nil, "\(moment)")
        }
        for (account, amount) in noted.balances.sorted(by: { $0.key > $1.key }).prefix(depth) {
            let kept = try await Self.balance(account, at: head.hash, client)
            #expect(kept >= amount, "\(moment): what \(account) got is there")
        }
        // A full subnet prunes neurons, but whom a hotkey belongs to since its registration stays.
        for hotkey in noted.hotkeys.sorted().suffix(depth) {
            let owner = try await Self.storage(Subtensor.owner.path(hotkey), at: head.hash, client)
            #expect(owner != nil, "\(moment): \(hotkey) has its owner")
        }
    }
}

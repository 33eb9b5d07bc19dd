import Client
import Cryptography
import HostileInput
import JSON
import Primitives
import RuntimeInterface
import SCALE
import Testbed
import Testing

/// What became of extrinsics that were submitted.
struct SubmissionOutcomes: Sendable {
    /// Those that the node took, in hexadecimal.
    var accepted: Set<String> = []
    /// How many it refused, by the code of the error.
    var refusals: [Int: Int] = [:]
    /// All of them.
    var count = 0

    static func + (one: SubmissionOutcomes, other: SubmissionOutcomes) -> SubmissionOutcomes {
        SubmissionOutcomes(
            accepted: one.accepted.union(other.accepted),
            refusals: one.refusals.merging(other.refusals, uniquingKeysWith: +), count: one.count + other.count)
    }
}

/// A subnet at work on a node, and hostile clients of the node.
struct MutatedNetwork: Sendable {
    static let owner = key("Bob")
    static let coldkey = key("Charlie")
    static let validator = key("Validator")
    static let sudo = key("Alice")
    /// Who signs mutated calls; each has a nonce of its own, so each is a client of its own.
    static let signers = [sudo, owner, coldkey, validator] + ["Dave", "Eve", "Ferdie", "Two"].map(key)

    let client: ChainClient
    let netuid: NetUID
    private let genesis: Hash

    static func key(_ name: String) -> Keypair {
        guard let keypair = try? Keypair(uri: "//" + name) else { preconditionFailure("//\(name) is a key URI") }
        return keypair
    }

    init(_ client: ChainClient) async throws {
        self.client = client
        genesis = client.facts.genesisHash
        netuid = try await client.createSubnet(hotkey: Self.key("OwnerHotkey").accountID, by: Self.owner).netuid
        try await client.startCall(netuid, by: Self.owner)
        for hotkey in [Self.validator] + ["Miner1", "Miner2"].map(Self.key) {
            _ = try await client.register(hotkey: hotkey.accountID, on: netuid, by: Self.coldkey)
        }
        let stake = Subtensor.Call.addStake(
            hotkey: Self.validator.accountID, netuid: netuid, amountStaked: .tao(50))
        _ = try await client.submit(.subtensor(stake), by: Self.coldkey)
        let funds = RuntimeCall.balances(.transferKeepAlive(dest: .id(Self.validator.accountID), value: .tao(100)))
        _ = try await client.submit(funds, by: Self.coldkey)
    }

    private var sampleCalls: [RuntimeCall] {
        SampleCalls.all(
            netuid: netuid, hotkey: Self.validator.accountID, beneficiary: Self.owner.accountID,
            newcomer: Self.key("New").accountID)
    }

    // MARK: Hostile clients

    /// Submits valid extrinsics with altered bytes, 50 at a time over one connection.
    func submitByteMutations(_ count: Int, seed: UInt64) async throws -> SubmissionOutcomes {
        var random = SeededRandom(seed: seed)
        let originals = sampleCalls.enumerated().map { index, call in
            sign(call.encoded(), by: Self.signers[index % 4], nonce: 0)
        }
        let known = Set(originals)
        var outcomes = SubmissionOutcomes()
        while outcomes.count < count {
            var round: [[UInt8]] = []
            while round.count < min(50, count - outcomes.count) {
                let original = originals[Int.random(in: originals.indices, using: &random)]
                let other = originals[Int.random(in: originals.indices, using: &random)]
                var bytes = ByteMutation.mutate(original, with: other, &random)
                if Bool.random(using: &random) { bytes = ByteMutation.relengthened(bytes) }
                if !known.contains(bytes) { round.append(bytes) }
            }
            for outcome in try await submit(together: round) { outcomes = outcomes + outcome }
        }
        return outcomes
    }

    /// Submits calls with altered or random arguments, properly signed: each signer one after the other, all at once.
    func submitCallMutations(_ count: Int, seed: UInt64) async throws -> SubmissionOutcomes {
        try await withThrowingTaskGroup(of: SubmissionOutcomes.self) { group in
            for (index, signer) in Self.signers.enumerated() {
                let share = count / Self.signers.count
                group.addTask { try await submitCalls(share, by: signer, seed: seed + UInt64(index) << 8) }
            }
            return try await group.reduce(SubmissionOutcomes(), +)
        }
    }

    private func submitCalls(_ count: Int, by signer: Keypair, seed: UInt64) async throws -> SubmissionOutcomes {
        var random = SeededRandom(seed: seed)
        let originals = sampleCalls.map { $0.encoded() }
        let metadata = ServedMetadata.metadata(slotDuration: 50)
        var values = RandomValue(metadata.types, seed: seed ^ 1)
        let variants = metadata.pallets.flatMap { pallet in
            metadata.variants(of: pallet.calls).map { (pallet.index, $0) }
        }
        var outcomes = SubmissionOutcomes()
        var nonce: UInt32 = 0
        while outcomes.count < count {
            if outcomes.count.isMultiple(of: 16) { nonce = try await nextNonce(of: signer) }
            var call: [UInt8]
            if Bool.random(using: &random), let (pallet, variant) = variants.randomElement(using: &random) {
                call = [pallet, variant.index] + variant.fields.flatMap { values.bytes($0.type) }
            } else {
                let original = originals[Int.random(in: originals.indices, using: &random)]
                let other = originals[Int.random(in: originals.indices, using: &random)]
                call = ByteMutation.mutate(original, with: other, &random)
            }
            // With the chain's own authority, which sets what hooks and epochs run on.
            if signer.accountID == Self.sudo.accountID { call = [12, 0] + call }
            guard (try? RuntimeCall(scale: call)) != nil else { continue }
            let outcome = try await submit(sign(call, by: signer, nonce: nonce))
            if !outcome.accepted.isEmpty { nonce += 1 }
            outcomes = outcomes + outcome
        }
        return outcomes
    }

    /// Submits good calls with a wrong nonce, era, tip, chain or signer.
    /// - Returns: what became of them, and the defects that the node did not see.
    func submitBent(
        _ count: Int, seed: UInt64
    ) async throws -> (outcomes: SubmissionOutcomes, wronglyAccepted: [Defect]) {
        var random = SeededRandom(seed: seed)
        var outcomes = SubmissionOutcomes()
        var wrong: [Defect] = []
        let call = RuntimeCall.balances(.transferKeepAlive(dest: .id(Self.owner.accountID), value: 1_000)).encoded()
        while outcomes.count < count {
            let signer = Self.signers[Int.random(in: 4..<Self.signers.count, using: &random)]
            let defect = Defect.allCases[Int.random(in: Defect.allCases.indices, using: &random)]
            let nonce = try await nextNonce(of: signer)
            let outcome = try await submit(bend(call, defect, by: signer, nonce: nonce, &random))
            if !outcome.accepted.isEmpty, !defect.mayBeAccepted { wrong.append(defect) }
            outcomes = outcomes + outcome
        }
        return (outcomes, wrong)
    }

    /// What is wrong with an extrinsic.
    enum Defect: CaseIterable {
        case usedNonce, farNonce, otherChain, otherBirth, unpayableTip, largeTip, otherSigner, metadataHash

        /// Whether the node may keep it, because it is odd and still valid.
        var mayBeAccepted: Bool { self == .farNonce || self == .largeTip }
    }

    private func bend(
        _ call: [UInt8], _ defect: Defect, by signer: Keypair, nonce: UInt32, _ random: inout SeededRandom
    ) -> [UInt8] {
        switch defect {
        case .usedNonce: sign(call, by: signer, nonce: nonce &- UInt32.random(in: 1...max(nonce, 1), using: &random))
        case .farNonce: sign(call, by: signer, nonce: nonce &+ UInt32.random(in: 2...1 << 30, using: &random))
        case .otherChain: sign(call, by: signer, nonce: nonce, genesis: .zero)
        case .otherBirth:
            sign(
                call, by: signer, nonce: nonce,
                era: Era(period: 1 << UInt64.random(in: 2...16, using: &random), current: random.next() >> 32))
        case .unpayableTip:
            sign(call, by: signer, nonce: nonce, tip: Rao(.max - UInt64.random(in: 0...9, using: &random)))
        case .largeTip: sign(call, by: signer, nonce: nonce, tip: .tao(1))
        case .otherSigner: sign(call, by: signer, nonce: nonce, named: Self.owner.accountID)
        case .metadataHash: sign(call, by: signer, nonce: nonce, coversMetadataHash: true)
        }
    }

    // MARK: Requests

    private func sign(
        _ call: [UInt8], by signer: Keypair, nonce: UInt32, era: Era = .immortal, tip: Rao = .zero,
        genesis: Hash? = nil, named: AccountID? = nil, coversMetadataHash: Bool = false
    ) -> [UInt8] {
        let extra = ExtrinsicExtra(era: era, nonce: nonce, tip: tip, coversMetadataHash: coversMetadataHash)
        let payload = extra.signingPayload(
            callBytes: call, specVersion: RuntimeVersion.current.specVersion,
            transactionVersion: RuntimeVersion.current.transactionVersion, genesisHash: genesis ?? self.genesis,
            birthHash: genesis ?? self.genesis)
        return Extrinsic.signed(
            callBytes: call, signer: named ?? signer.accountID, signature: signer.multiSignature(payload), extra: extra)
    }

    private func nextNonce(of signer: Keypair) async throws -> UInt32 {
        let answer = try await client.connection.call("account_nextIndex", [.string(signer.ss58)])
        guard case .integer(let nonce) = answer else {
            Issue.record("no nonce: \(answer)")
            return 0
        }
        return UInt32(clamping: nonce)
    }

    private func submit(together round: [[UInt8]]) async throws -> [SubmissionOutcomes] {
        try await withThrowingTaskGroup(of: SubmissionOutcomes.self) { group in
            for bytes in round { group.addTask { try await submit(bytes) } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
    }

    /// Submits one extrinsic. Anything but an answer to it is an error: a lost connection is a node that died.
    private func submit(_ bytes: [UInt8]) async throws -> SubmissionOutcomes {
        let text = Hexadecimal.encode(bytes)
        do throws(ClientError) {
            let answer = try await client.connection.call("author_submitExtrinsic", [.string(text)])
            #expect(answer == .string(Hexadecimal.encode(Extrinsic.hash(of: bytes).bytes)))
            return SubmissionOutcomes(accepted: [text], count: 1)
        } catch {
            guard case .rpc(let code, let message, _) = error, !message.isEmpty else { throw error }
            return SubmissionOutcomes(refusals: [code: 1], count: 1)
        }
    }
}

import Cryptography
import Frame
import Primitives
import Runtime
import RuntimeInterface
import SCALE
import StateStore
import SubtensorPallets
import SystemPallets
import Testing

@testable import Chain

/// A developer's chain in this process. Every block that it makes is followed by a check of every invariant.
struct DevelopmentChain {
    static let slotMilliseconds: UInt64 = 250
    /// Time of block 1.
    static let start: UInt64 = 1_700_000_000_000
    static let alice = key("Alice")
    static let bob = key("Bob")
    static let charlie = key("Charlie")

    let chain: Chain

    init(_ store: StateStore = .inMemory(), limits: TransactionPool.Limits = .init()) throws {
        chain = try Chain(
            store: store, genesis: .development(slotMilliseconds: Self.slotMilliseconds), poolLimits: limits)
    }

    /// The key of a development account or of any other name.
    static func key(_ name: String) -> Keypair {
        guard let keypair = try? Keypair(uri: "//" + name) else { preconditionFailure("//\(name) is a key URI") }
        return keypair
    }

    // MARK: Blocks

    var height: BlockNumber { get throws { try chain.executor.store.latest()?.number ?? 0 } }

    /// Makes a block a slot after the one before it.
    @discardableResult
    func makeBlock(sourceLocation: SourceLocation = #_sourceLocation) throws -> ExecutedBlock {
        let block = try chain.makeBlock(at: Self.start + UInt64(try height) * Self.slotMilliseconds)
        try checkInvariants(sourceLocation: sourceLocation)
        return block
    }

    /// What must hold between blocks holds after the latest one.
    func checkInvariants(sourceLocation: SourceLocation = #_sourceLocation) throws {
        let violation = try chain.executor.withLatestState { (state, block) throws(ChainError) -> String? in
            do throws(InvariantViolation) {
                try Runtime.checkInvariants(in: state)
                return nil
            } catch {
                return "block \(block.number): \(error)"
            }
        }
        if let violation { Issue.record(Comment(rawValue: violation), sourceLocation: sourceLocation) }
    }

    // MARK: Extrinsics

    /// The bytes of a signed extrinsic.
    func extrinsic(
        _ call: RuntimeCall, by keypair: Keypair, nonce: UInt32? = nil, era: Era = .immortal, tip: Rao = .zero
    ) throws -> [UInt8] {
        let extra = ExtrinsicExtra(era: era, nonce: try nonce ?? chain.nextNonce(of: keypair.accountID), tip: tip)
        var birthHash = chain.genesisHash
        if case .mortal = era {
            let birth = BlockNumber(era.birth(UInt64(try height + 1)))
            birthHash = try chain.executor.store.record(of: .number(birth)).hash
        }
        let payload = extra.signingPayload(
            callBytes: call.encoded(), specVersion: RuntimeVersion.current.specVersion,
            transactionVersion: RuntimeVersion.current.transactionVersion, genesisHash: chain.genesisHash,
            birthHash: birthHash)
        return Extrinsic.signed(
            callBytes: call.encoded(), signer: keypair.accountID, signature: keypair.multiSignature(payload),
            extra: extra)
    }

    /// The bytes of a signed transfer.
    func transfer(
        _ value: Rao = .tao(1), from keypair: Keypair = alice, to account: AccountID = bob.accountID,
        nonce: UInt32? = nil, era: Era = .immortal, tip: Rao = .zero
    ) throws -> [UInt8] {
        try extrinsic(
            .balances(.transferKeepAlive(dest: .id(account), value: value)), by: keypair, nonce: nonce, era: era,
            tip: tip)
    }

    func free(_ account: AccountID) throws -> Rao {
        try chain.executor.withLatestState { (state, _) throws(ChainError) in Balances.free(account, in: state) }
    }

    /// Why `body` was refused.
    func refusal(_ body: () throws(SubmissionError) -> Void) -> PoolError? {
        do throws(SubmissionError) {
            try body()
            return nil
        } catch {
            if case .pool(let error) = error { return error }
            return nil
        }
    }
}

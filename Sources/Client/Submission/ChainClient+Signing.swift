import Cryptography
import JSON
public import Primitives
public import RuntimeInterface

/// The era of an extrinsic and the hash that its signature covers.
struct Mortality: Sendable {
    var era: Era
    var birthHash: Hash
}

extension ChainClient {
    /// Compares the call with the chain's metadata and puts the chain's indices in.
    /// - Throws: ``ClientError/shapeMismatch(item:expected:found:)``.
    public func compose(_ call: RuntimeCall) async throws(ClientError) -> SubmittableCall {
        let shapes = try await current().shapes
        try shapes.extrinsicFormat()
        return SubmittableCall(call: call, bytes: try shapes.encoded(call), client: self)
    }

    /// The nonce of the account's next extrinsic as the chain counts it, its pool included.
    public func nextNonce(of account: AccountID) async throws(ClientError) -> UInt32 {
        let prefix = facts.ss58Prefix
        guard let address = try? SS58.encode(account, prefix: prefix) else {
            throw .invalidArgument("the chain's address prefix \(prefix) is out of range")
        }
        return try await connection.call("account_nextIndex", [.string(address)])
            .integer(UInt32.self, of: "account_nextIndex")
    }

    /// An era of about `blocks` blocks from the newest finalized one, or for ever.
    func mortality(blocks: UInt64?) async throws(ClientError) -> Mortality {
        let knowledge = try await current()
        guard let blocks else { return Mortality(era: .immortal, birthHash: knowledge.facts.genesisHash) }
        let finalized = try await finalizedHash()
        guard let header = try await header(of: finalized) else {
            throw .malformedAnswer(request: "chain_getHeader", detail: "the finalized block has no header")
        }
        let number = UInt64(header.number)
        let era = Era(period: blocks, current: number)
        let birth = era.birth(number)
        if birth == number { return Mortality(era: era, birthHash: finalized) }
        guard let birthHash = try await hash(of: BlockNumber(truncatingIfNeeded: birth)) else {
            throw .malformedAnswer(request: "chain_getBlockHash", detail: "block \(birth) is unknown")
        }
        return Mortality(era: era, birthHash: birthHash)
    }

    func sign(
        _ callBytes: [UInt8], nonce: UInt32, tip: Rao, _ mortality: Mortality, _ keypair: Keypair
    ) async throws(ClientError) -> SignedExtrinsic {
        SignedExtrinsic(
            callBytes: callBytes, extra: ExtrinsicExtra(era: mortality.era, nonce: nonce, tip: tip),
            facts: try await current().facts, birthHash: mortality.birthHash, keypair: keypair)
    }

    /// Runs `body` with the first of `count` nonces that nothing else of this client takes meanwhile.
    func withNonce<Value>(
        of account: AccountID, count: UInt32, _ body: (UInt32) async throws(ClientError) -> Value
    ) async throws(ClientError) -> Value {
        nonces.enter(account)
        do throws(ClientError) {
            let chainNext = try await nextNonce(of: account)
            let value = try await body(nonces.take(account, chainNext: chainNext, count: count))
            nonces.leave(account, hasArrived: true)
            return value
        } catch {
            nonces.leave(account, hasArrived: false)
            throw error
        }
    }
}

import Cryptography
import Frame
import Primitives
import Runtime
import RuntimeInterface
import SCALE
import Testing

@testable import SubtensorPallets

/// Data that neurons publish.
@Suite struct CommitmentTests {
    private static let hotkey = TestChain.key("Hotkey")

    private static func chain() throws -> (TestChain, NetUID) {
        let chain = TestChain()
        let netuid = try chain.addSubnet()
        try chain.register([hotkey], on: netuid)
        return (chain, netuid)
    }

    private static func call(_ netuid: NetUID, _ fields: [CommitmentData]) -> RuntimeCall {
        .commitments(.setCommitment(netuid: netuid, info: CommitmentInfo(fields: fields)))
    }

    @Test("a registered hotkey publishes for nothing, and the last commitment counts")
    func publishes() throws {
        let (chain, netuid) = try Self.chain()
        for text in [[UInt8(1), 2], [3]] {
            #expect(try chain.send(Self.call(netuid, [.raw(text)]), by: Self.hotkey) == nil)
            let stored = chain.state.get(Commitments.commitmentOf, netuid, Self.hotkey.accountID)
            #expect(stored?.info.fields == [.raw(text)] && stored?.block == chain.number)
        }
        #expect(chain.state.get(Commitments.lastCommitment, netuid, Self.hotkey.accountID) == chain.number)
        #expect(chain.has(.commitments(.commitment(netuid: netuid, who: Self.hotkey.accountID))))
        #expect(chain.free(Self.hotkey) == .zero)
        let usage = chain.state.get(Commitments.usedSpaceOf, netuid, Self.hotkey.accountID)
        #expect(usage?.usedSpace == 200)
        chain.advance()
    }

    @Test("strangers, too many fields and sealed fields are refused")
    func refusals() throws {
        let (chain, netuid) = try Self.chain()
        let call = Self.call(netuid, [.none])
        let elsewhere = Self.call(99, [.none])
        for (call, keypair) in [(call, TestChain.dave), (elsewhere, Self.hotkey)] {
            #expect(
                chain.dispatch(call, from: .signed(keypair.accountID)) == .commitments(.accountNotAllowedCommit))
            // It is free of fees, so that it does not come into a block.
            let code = TransactionErrorCode.uidNotFound.rawValue
            #expect(try chain.refusal(of: chain.bytes(call, by: keypair)) == .custom(code))
        }
        let four = Self.call(netuid, Array(repeating: .none, count: 4))
        #expect(try chain.send(four, by: Self.hotkey) == .commitments(.tooManyFieldsInCommitmentInfo))
        let sealed = Self.call(netuid, [.timelockEncrypted(encrypted: [1], revealRound: 1)])
        #expect(try chain.send(sealed, by: Self.hotkey) == .unavailable)
        for length in [513, 2_000] {
            let long = Self.call(netuid, [.bigRaw(Array(repeating: 0, count: length))])
            // Longer fields than the chain keeps are no call at all, or are refused by it.
            let failure = try? chain.send(long, by: Self.hotkey)
            #expect(failure == nil || failure == .commitments(.spaceLimitExceeded))
            #expect(chain.state.get(Commitments.commitmentOf, netuid, Self.hotkey.accountID) == nil)
        }
        for origin in [Origin.root, .none] { #expect(chain.dispatch(call, from: origin) == .badOrigin) }
    }

    @Test("space is limited in every epoch, a short commitment counts a hundred bytes")
    func space() throws {
        let (chain, netuid) = try Self.chain()
        chain.root(.commitments(.setMaxSpace(newLimit: 712)))
        let long = Self.call(netuid, [.bigRaw(Array(repeating: 7, count: 512))])
        #expect(try chain.send(long, by: Self.hotkey) == nil)
        for _ in 0..<2 { #expect(try chain.send(Self.call(netuid, []), by: Self.hotkey) == nil) }
        #expect(try chain.send(Self.call(netuid, []), by: Self.hotkey) == .commitments(.spaceLimitExceeded))
        chain.root(.adminUtils(.sudoSetTempo(netuid: netuid, tempo: 5)))
        chain.advancePastEpoch(of: netuid)
        #expect(try chain.send(long, by: Self.hotkey) == nil)
    }

    @Test("only root sets the space")
    func maxSpace() throws {
        let (chain, _) = try Self.chain()
        let call = RuntimeCall.commitments(.setMaxSpace(newLimit: 1))
        #expect(try chain.send(call, by: TestChain.alice) == .badOrigin)
        chain.root(call)
        #expect(chain.state.get(Commitments.maxSpace) == 1)
    }

    @Test("a reset clears what validators hold in the neuron, where the subnet allows it")
    func resetsBonds() throws {
        let (chain, netuid) = try Self.chain()
        let index = Subtensor.storageIndex(netuid)
        chain.state.set(Subtensor.bonds, index, 0, to: [Pair(0, 5), Pair(1, 6)])
        let call = Self.call(netuid, [.resetBondsFlag])
        #expect(try chain.send(call, by: Self.hotkey) == nil)
        #expect(chain.state.get(Subtensor.bonds, index, 0).count == 2)
        chain.state.set(Subtensor.bondsResetOn, netuid, to: true)
        #expect(try chain.send(call, by: Self.hotkey) == nil)
        #expect(chain.state.get(Subtensor.bonds, index, 0) == [Pair(0, 5)])
        #expect(chain.state.get(Commitments.lastBondsReset, netuid, Self.hotkey.accountID) == chain.number)
    }
}

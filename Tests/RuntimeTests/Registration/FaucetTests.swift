import Cryptography
import Frame
import Primitives
import Runtime
import RuntimeInterface
import SCALE
import SystemPallets
import Testbed
import Testing

@testable import SubtensorPallets

/// TAO for work on a developers' chain.
@Suite struct FaucetTests {
    private static let coldkey = AccountID(Array(repeating: 0x0b, count: 32)) ?? .zero
    private static let blockHash = Hash(Array(repeating: 0x07, count: 32)) ?? .zero
    /// Found by a program of its own, with the hashes of another library: the seal of this nonce for that block and
    /// coldkey is `fac1c5cf060803f1b5d1b8f61354a7fae748e3c4a5f494ab1f7bacf0b3100000`.
    private static let nonce: UInt64 = 977_371

    /// A chain in block 3 whose block 1 has the hash that the work was done on.
    private static func chain(_ profile: NetworkProfile = .dev) -> TestChain {
        let chain = TestChain(profile)
        chain.advance(2)
        chain.state.set(System.blockHash, 1, to: blockHash)
        return chain
    }

    private static func call(
        block: UInt64 = 1, nonce: UInt64 = nonce, work: [UInt8]? = nil, coldkey: AccountID = coldkey
    ) -> RuntimeCall {
        let seal = Subtensor.faucetSeal(nonce: nonce, blockHash: blockHash, coldkey: coldkey)
        return .subtensor(.faucet(blockNumber: block, nonce: nonce, work: work ?? seal.bytes))
    }

    @Test("the seal is the one that the reference's clients compute")
    func seal() {
        let seal = Subtensor.faucetSeal(nonce: Self.nonce, blockHash: Self.blockHash, coldkey: Self.coldkey)
        #expect(seal.bytes.hex == "fac1c5cf060803f1b5d1b8f61354a7fae748e3c4a5f494ab1f7bacf0b3100000")
    }

    @Test("a proof pays 1000 TAO, once, and the books stay in order")
    func pays() {
        let chain = Self.chain()
        let issuance = chain.state.get(Subtensor.totalIssuance)
        #expect(chain.dispatch(Self.call(), from: .signed(Self.coldkey)) == nil)
        #expect(Balances.free(Self.coldkey, in: chain.state) == .tao(1_000))
        #expect(chain.state.get(Subtensor.totalIssuance) == issuance + .tao(1_000))
        #expect(chain.has(.subtensor(.faucet(Self.coldkey, 1_000_000_000_000))))
        #expect(chain.dispatch(Self.call(), from: .signed(Self.coldkey)) == .subtensor(.invalidWorkBlock))
        chain.advance(2)
        #expect(Balances.free(Self.coldkey, in: chain.state) == .tao(1_000))
    }

    @Test("it pays up to the cap of 21 million and no further")
    func cap() {
        let chain = Self.chain()
        let room = Rao.tao(3)
        let rest = Balances.issuanceMaximum - chain.state.get(Balances.totalIssuance) - room
        Balances.deposit(rest, to: TestChain.dave.accountID, in: &chain.state)
        #expect(chain.dispatch(Self.call(), from: .signed(Self.coldkey)) == nil)
        #expect(Balances.free(Self.coldkey, in: chain.state) == room)
        #expect(chain.state.get(Balances.totalIssuance) == Balances.issuanceMaximum)
    }

    @Test("work for another coldkey or block, too little of it and stale work are refused")
    func refusals() {
        let chain = Self.chain()
        let stranger = TestChain.dave.accountID
        func refusal(_ call: RuntimeCall, by coldkey: AccountID = Self.coldkey) -> DispatchError? {
            chain.dispatch(call, from: .signed(coldkey))
        }
        #expect(refusal(Self.call(), by: stranger) == .subtensor(.invalidSeal))
        #expect(refusal(Self.call(nonce: Self.nonce + 1)) == .subtensor(.invalidDifficulty))
        #expect(refusal(Self.call(block: 2)) == .subtensor(.invalidSeal))
        #expect(refusal(Self.call(block: 3)) == .subtensor(.invalidWorkBlock), "this block has no hash yet")
        #expect(refusal(Self.call(block: 4)) == .subtensor(.invalidWorkBlock))
        #expect(refusal(Self.call(block: .max)) == .subtensor(.invalidWorkBlock))
        // Bytes that are no hash count as the hash of zeros, which meets every difficulty and fits no nonce.
        for work in [[], [1], Array(repeating: 0, count: 33)] as [[UInt8]] {
            #expect(refusal(Self.call(work: work)) == .subtensor(.invalidSeal))
        }
        #expect(chain.dispatch(Self.call(), from: .root) == .badOrigin)
        chain.advance()
        chain.state.set(System.blockHash, 1, to: Self.blockHash)
        #expect(refusal(Self.call()) == .subtensor(.invalidWorkBlock), "three blocks later")
    }

    @Test("a chain that is not a developers' has no faucet")
    func disabled() {
        let chain = Self.chain(.mainnet)
        #expect(chain.dispatch(Self.call(), from: .signed(Self.coldkey)) == .subtensor(.faucetDisabled))
    }
}

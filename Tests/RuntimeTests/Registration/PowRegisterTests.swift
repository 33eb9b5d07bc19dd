import Cryptography
import FixedPoint
import Frame
import Primitives
import Runtime
import RuntimeInterface
import SCALE
import SystemPallets
import Testing
import Yuma

@testable import SubtensorPallets

/// Registration by proof of work.
@Suite struct PowRegisterTests {
    private static let coldkey = TestChain.key("Penniless")
    private static let hotkey = TestChain.key("Worker")

    /// A chain with a subnet that registers by proof of work.
    private static func chain(difficulty: UInt64 = 16) throws -> (TestChain, NetUID) {
        let chain = TestChain()
        let netuid = try chain.addSubnet()
        chain.root(.adminUtils(.sudoSetNetworkPowRegistrationAllowed(netuid: netuid, registrationAllowed: true)))
        chain.root(.adminUtils(.sudoSetMinDifficulty(netuid: netuid, minDifficulty: 1)))
        chain.root(.adminUtils(.sudoSetDifficulty(netuid: netuid, difficulty: difficulty)))
        // No decay, so that a test says what the difficulty is.
        chain.state.set(Subtensor.burnHalfLife, netuid, to: 0)
        chain.advance()
        return (chain, netuid)
    }

    /// A call with a proof done on the block before the one in progress.
    private static func call(
        _ chain: TestChain, _ netuid: NetUID, hotkey: Keypair = hotkey, coldkey: Keypair = coldkey,
        age: BlockNumber = 1, difficulty: UInt64? = nil
    ) -> Subtensor.Call {
        let block = chain.number - age
        let challenge = RegistrationChallenge(
            netuid: netuid, blockHash: TestChain.hash(of: block), hotkey: hotkey.accountID,
            coldkey: coldkey.accountID)
        var search = RegistrationSearch(
            challenge, difficulty: difficulty ?? chain.state.get(Subtensor.difficulty, netuid))
        guard let solution = search.firstSolution(from: 0, count: 10_000_000) else { preconditionFailure("unlucky") }
        return .powRegister(
            netuid: netuid, workBlock: UInt64(block), nonce: solution.nonce,
            work: FixedBytes(solution.seal.bytes) ?? FixedBytes(), hotkey: hotkey.accountID)
    }

    private static func failure(
        _ chain: TestChain, _ call: Subtensor.Call, by signer: Keypair = coldkey
    ) -> DispatchError? {
        chain.dispatch(.subtensor(call), from: .signed(signer.accountID))
    }

    @Test("a coldkey without a rao registers for work, and only the difficulty rises")
    func registers() throws {
        let (chain, netuid) = try Self.chain()
        let burn = chain.state.get(Subtensor.burn, netuid)
        let call = RuntimeCall.subtensor(Self.call(chain, netuid))
        let block = chain.number
        #expect(try chain.refusal(of: call, by: Self.coldkey) == nil)
        #expect(try chain.send(call, by: Self.coldkey) == nil)
        #expect(chain.has(.subtensor(.neuronRegistered(netuid, 1, Self.hotkey.accountID))))
        #expect(chain.free(Self.coldkey) == .zero)
        #expect(chain.state.get(Subtensor.owner, Self.hotkey.accountID) == Self.coldkey.accountID)
        #expect(chain.state.get(Subtensor.lastPowRegistrationBlock, Self.hotkey.accountID) == UInt64(block - 1))
        #expect(chain.state.get(Subtensor.burn, netuid) == burn)
        #expect(chain.state.get(Subtensor.registrationsThisBlock, netuid) == 1)
        #expect(chain.state.get(Subtensor.difficulty, netuid) == 20)
        // This block has all the registrations that it may have; the pool judges for the next one.
        let next = RuntimeCall.subtensor(Self.call(chain, netuid, hotkey: TestChain.key("Next")))
        #expect(try chain.refusal(of: next, by: Self.coldkey) != nil)
        chain.state.phase = .initialization
        #expect(try chain.refusal(of: next, by: Self.coldkey) == nil)
        chain.advance(2)
    }

    @Test("a proof holds for five blocks, and for the hotkey, coldkey and subnet that it was made for")
    func bindings() throws {
        let (chain, netuid) = try Self.chain()
        chain.advance(8)
        let other = TestChain.key("Other")
        #expect(Self.failure(chain, Self.call(chain, netuid), by: other) == .subtensor(.invalidSeal))
        #expect(Self.failure(chain, Self.call(chain, netuid, age: 6)) == .subtensor(.invalidWorkBlock))
        #expect(Self.failure(chain, Self.call(chain, netuid, age: 0)) == .subtensor(.invalidWorkBlock))
        guard case .powRegister(_, let block, let nonce, let work, _) = Self.call(chain, netuid) else { return }
        func changed(netuid: NetUID, block: UInt64, nonce: UInt64, hotkey: Keypair = Self.hotkey) -> DispatchError? {
            let call = Subtensor.Call.powRegister(
                netuid: netuid, workBlock: block, nonce: nonce, work: work, hotkey: hotkey.accountID)
            return Self.failure(chain, call)
        }
        #expect(changed(netuid: netuid, block: block - 1, nonce: nonce) == .subtensor(.invalidSeal))
        #expect(changed(netuid: netuid, block: block, nonce: nonce + 1) == .subtensor(.invalidSeal))
        #expect(changed(netuid: netuid, block: block, nonce: nonce, hotkey: other) == .subtensor(.invalidSeal))
        #expect(changed(netuid: netuid, block: .max, nonce: nonce) == .subtensor(.invalidWorkBlock))
        #expect(changed(netuid: netuid, block: UInt64(UInt32.max) + 1, nonce: nonce) == .subtensor(.invalidWorkBlock))
        #expect(changed(netuid: 99, block: block, nonce: nonce) == .subtensor(.subnetNotExists))
        #expect(changed(netuid: .root, block: block, nonce: nonce) == .subtensor(.registrationNotPermittedOnRootSubnet))
        #expect(Self.failure(chain, Self.call(chain, netuid, age: 5)) == nil)
        chain.advance()
    }

    @Test("one proof serves once, also when its hotkey was pruned since")
    func replay() throws {
        let (chain, netuid) = try Self.chain()
        let call = Self.call(chain, netuid)
        #expect(Self.failure(chain, call) == nil)
        #expect(Self.failure(chain, call) == .subtensor(.hotKeyAlreadyRegisteredInSubNet))
        Subtensor.replaceNeuron(1, on: netuid, with: TestChain.key("Other").accountID, in: &chain.state)
        chain.advance()
        #expect(Self.failure(chain, call) == .subtensor(.invalidWorkBlock))
        #expect(Self.failure(chain, Self.call(chain, netuid, age: 2)) == .subtensor(.invalidWorkBlock))
        #expect(Self.failure(chain, Self.call(chain, netuid)) == nil)
        chain.advance()
    }

    @Test("a swap of its hotkey makes no proof good again, neither for the old nor for the new one")
    func replayAfterSwap() throws {
        let (chain, netuid) = try Self.chain()
        chain.root(.adminUtils(.sudoSetMaxRegistrationsPerBlock(netuid: netuid, maxRegistrationsPerBlock: 9)))
        chain.root(.balances(.forceSetBalance(who: .id(Self.coldkey.accountID), newFree: .tao(10))))
        for swapped in [NetUID?.none, netuid] {
            let hotkey = TestChain.key("Worker of \(swapped?.number ?? 0)")
            let call = Self.call(chain, netuid, hotkey: hotkey)
            #expect(Self.failure(chain, call) == nil)
            let block = UInt64(chain.number - 1)
            let next = TestChain.key("Heir of \(swapped?.number ?? 0)")
            chain.state.set(Subtensor.txRateLimit, to: 0)
            chain.state.removeAll(of: Subtensor.lastHotkeySwapOnNetuid, under: netuid)
            let swap = Subtensor.Call.swapHotkey(
                hotkey: hotkey.accountID, newHotkey: next.accountID, netuid: swapped)
            #expect(Self.failure(chain, swap) == nil)
            #expect(chain.state.get(Subtensor.uids, netuid, hotkey.accountID) == nil)
            #expect(Self.failure(chain, call) == .subtensor(.invalidWorkBlock))
            #expect(try chain.refusal(of: .subtensor(call), by: Self.coldkey) != nil)
            #expect(chain.state.get(Subtensor.lastPowRegistrationBlock, hotkey.accountID) == block)
            // The new hotkey never did any work: its first proof may be of any block that is recent.
            #expect(chain.state.get(Subtensor.lastPowRegistrationBlock, next.accountID) == nil)
            chain.advance()
        }
    }

    @Test("too little work, a closed subnet, a busy block and foreign hotkeys are refused, in the pool already")
    func refusals() throws {
        let (chain, netuid) = try Self.chain(difficulty: 1 << 20)
        let easy = Self.call(chain, netuid, difficulty: 1)
        #expect(Self.failure(chain, easy) == .subtensor(.invalidDifficulty))
        #expect(try chain.refusal(of: .subtensor(easy), by: Self.coldkey) != nil)
        chain.root(.adminUtils(.sudoSetDifficulty(netuid: netuid, difficulty: 1)))
        let foreign = Self.call(chain, netuid, hotkey: TestChain.key("OwnerHotkey"))
        #expect(Self.failure(chain, foreign) == .subtensor(.hotKeyAlreadyRegisteredInSubNet))
        let owned = TestChain.key("Owned")
        let claim = RuntimeCall.subtensor(.tryAssociateHotkey(hotkey: owned.accountID))
        #expect(try chain.send(claim, by: TestChain.alice) == nil)
        #expect(Self.failure(chain, Self.call(chain, netuid, hotkey: owned)) == .subtensor(.nonAssociatedColdKey))
        #expect(Self.failure(chain, Self.call(chain, netuid)) == nil)
        let second = Self.call(chain, netuid, hotkey: TestChain.key("Second"))
        #expect(Self.failure(chain, second) == .subtensor(.tooManyRegistrationsThisBlock))
        chain.advance()
        chain.root(.adminUtils(.sudoSetNetworkPowRegistrationAllowed(netuid: netuid, registrationAllowed: false)))
        #expect(Self.failure(chain, second) == .subtensor(.subNetRegistrationDisabled))
        // The new subnet of a chain is closed for proofs until its owner says otherwise.
        #expect(chain.state.get(Subtensor.networkPowRegistrationAllowed, 77) == false)
    }

    @Test("the owner opens and closes either way of registering, never both; root may")
    func ways() throws {
        let (chain, netuid) = try Self.chain()
        let owner = Origin.signed(TestChain.bob.accountID)
        chain.root(.adminUtils(.sudoSetOwnerHparamRateLimit(epochs: 0)))
        func set(work: Bool? = nil, burn: Bool? = nil, _ origin: Origin) -> DispatchError? {
            if let work {
                return chain.dispatch(
                    .adminUtils(.sudoSetNetworkPowRegistrationAllowed(netuid: netuid, registrationAllowed: work)),
                    from: origin)
            }
            return chain.dispatch(
                .adminUtils(.sudoSetNetworkRegistrationAllowed(netuid: netuid, registrationAllowed: burn ?? true)),
                from: origin)
        }
        #expect(set(burn: false, owner) == nil)
        #expect(set(work: false, owner) == .adminUtils(.invalidValue))
        let price = RuntimeCall.subtensor(.burnedRegister(netuid: netuid, hotkey: Self.hotkey.accountID))
        let dave = Origin.signed(TestChain.dave.accountID)
        #expect(chain.dispatch(price, from: dave) == .subtensor(.subNetRegistrationDisabled))
        #expect(Self.failure(chain, Self.call(chain, netuid)) == nil, "work is independent of the price")
        #expect(set(burn: true, owner) == nil)
        #expect(set(work: false, owner) == nil)
        #expect(set(burn: false, owner) == .adminUtils(.invalidValue))
        #expect(set(burn: false, .root) == nil)
        let root = RuntimeCall.adminUtils(
            .sudoSetNetworkPowRegistrationAllowed(netuid: .root, registrationAllowed: true))
        #expect(chain.dispatch(root, from: .root) == .adminUtils(.notPermittedOnRootSubnet))
    }

    @Test("the old call registers for the price, whatever work it brings")
    func legacy() throws {
        let (chain, netuid) = try Self.chain()
        let before = chain.free(TestChain.dave)
        let call = Subtensor.Call.register(
            netuid: netuid, blockNumber: 0, nonce: 0, work: [1, 2, 3], hotkey: Self.hotkey.accountID,
            coldkey: TestChain.alice.accountID)
        #expect(try chain.send(.subtensor(call), by: TestChain.dave) == nil)
        #expect(chain.state.get(Subtensor.owner, Self.hotkey.accountID) == TestChain.dave.accountID)
        #expect(chain.free(TestChain.dave) < before - Rao(900_000_000))
        chain.advance()
    }

    @Test("the difficulty halves in a half-life, jumps with the factor, and keeps within its bounds")
    func difficulty() throws {
        var rule = RegistrationDifficulty(minimum: 100, maximum: 1 << 40, halfLife: 360, increase: U64F64(2))
        var value: UInt64 = 1 << 40
        for _ in 0..<360 { value = rule.decayed(value, in: 2) }
        #expect((1 << 38...1 << 39).contains(value), "\(value)")
        #expect(rule.decayed(101, in: 1) == 101, "no decay before block 2")
        #expect(rule.decayed(50, in: 1) == 100)
        #expect(rule.increased(150) == 300)
        #expect(rule.increased(1 << 40) == 1 << 40)
        rule.halfLife = 0
        #expect(rule.decayed(500, in: 9) == 500)
        rule.minimum = .max
        #expect(rule.effective(1) == .max && rule.increased(.max) == .max, "the floor wins over the ceiling")
        rule.minimum = 0
        #expect(rule.effective(0) == 1)
        rule.increase = .zero
        #expect(rule.increased(7) == 7, "no registration lowers it")
        let (chain, netuid) = try Self.chain(difficulty: 1 << 30)
        chain.state.set(Subtensor.burnHalfLife, netuid, to: 10)
        chain.advance(10)
        let left = chain.state.get(Subtensor.difficulty, netuid)
        #expect((1 << 29 - 1 << 24...1 << 29).contains(left), "\(left)")
    }
}

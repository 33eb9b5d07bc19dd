import Cryptography
import Frame
import Primitives
import Runtime
import RuntimeInterface
import Testing

@testable import SubtensorPallets

/// The owner's calls that say when epochs come.
@Suite struct TempoTests {
    private static let owner = TestChain.bob
    private static let origin = Origin.signed(owner.accountID)

    private static func chain(window: UInt16 = 0) throws -> (TestChain, NetUID) {
        let chain = TestChain()
        let netuid = try chain.addSubnet(owner: owner)
        chain.root(.adminUtils(.sudoSetAdminFreezeWindow(window: window)))
        return (chain, netuid)
    }

    private static func tempo(_ netuid: NetUID, _ blocks: UInt16) -> RuntimeCall {
        .subtensor(.setTempo(netuid: netuid, tempo: blocks))
    }

    @Test("a tempo is from 360 to 50,400 blocks and begins a new cycle")
    func setsTempo() throws {
        let (chain, netuid) = try Self.chain()
        chain.advance(3)
        for blocks in [UInt16(0), 359, 50_401, .max] {
            #expect(try chain.send(Self.tempo(netuid, blocks), by: Self.owner) == .subtensor(.tempoOutOfBounds))
        }
        #expect(try chain.send(Self.tempo(netuid, 360), by: Self.owner) == nil)
        #expect(chain.state.get(Subtensor.tempo, netuid) == 360)
        #expect(chain.state.get(Subtensor.lastEpochBlock, netuid) == UInt64(chain.number))
        #expect(chain.has(.subtensor(.tempoSet(netuid, 360))))
        for stranger in [Origin.signed(TestChain.dave.accountID), .root, .none] {
            #expect(chain.dispatch(Self.tempo(netuid, 400), from: stranger) == .badOrigin)
        }
    }

    @Test("a tempo may change every 360 blocks")
    func tempoRate() throws {
        let (chain, netuid) = try Self.chain()
        #expect(chain.dispatch(Self.tempo(netuid, 50_400), from: Self.origin) == nil)
        let changed = chain.number
        chain.state.set(System.number, to: changed + 359)
        #expect(chain.dispatch(Self.tempo(netuid, 360), from: Self.origin) == .subtensor(.txRateLimitExceeded))
        chain.state.set(System.number, to: changed + 360)
        #expect(chain.dispatch(Self.tempo(netuid, 360), from: Self.origin) == nil)
    }

    @Test("shortly before an epoch nothing is changed, from the first block of the window on")
    func freezeWindow() throws {
        let (chain, netuid) = try Self.chain(window: 10)
        chain.state.set(Subtensor.tempo, netuid, to: 400)
        chain.state.set(Subtensor.lastEpochBlock, netuid, to: 1)
        let frozen = DispatchError.subtensor(.adminActionProhibitedDuringWeightsWindow)
        for (block, expected) in [(BlockNumber(391), nil), (392, frozen), (400, frozen), (401, frozen)]
            as [(BlockNumber, DispatchError?)]
        {
            chain.state.set(System.number, to: block)
            #expect(chain.dispatch(.adminUtils(.sudoSetRho(netuid: netuid, rho: 9)), from: .root) == expected)
        }
        #expect(chain.dispatch(Self.tempo(netuid, 360), from: Self.origin) == frozen)
        chain.state.set(Subtensor.tempo, netuid, to: 0)
        chain.state.set(Subtensor.pendingEpochAt, netuid, to: 1_000)
        #expect(chain.dispatch(.adminUtils(.sudoSetRho(netuid: netuid, rho: 9)), from: .root) == nil)
    }

    @Test("an epoch that was asked for comes behind the window, which closes at once")
    func triggers() throws {
        let (chain, netuid) = try Self.chain(window: 10)
        let call = RuntimeCall.subtensor(.triggerEpoch(netuid: netuid))
        chain.state.set(Subtensor.tempo, netuid, to: 100)
        chain.state.set(Subtensor.commitRevealWeightsEnabled, netuid, to: true)
        #expect(chain.dispatch(call, from: Self.origin) == .subtensor(.dynamicTempoBlockedByCommitReveal))
        chain.state.set(Subtensor.commitRevealWeightsEnabled, netuid, to: false)
        #expect(chain.dispatch(call, from: .signed(TestChain.dave.accountID)) == .badOrigin)
        let now = UInt64(chain.number)
        chain.state.set(Subtensor.lastEpochBlock, netuid, to: now)
        chain.state.set(Subtensor.tempo, netuid, to: 9)
        #expect(chain.dispatch(call, from: Self.origin) == .subtensor(.autoEpochAlreadyImminent))
        chain.state.set(Subtensor.tempo, netuid, to: 100)
        #expect(try chain.send(call, by: Self.owner) == nil)
        #expect(
            chain.has(
                .subtensor(.epochTriggered(netuid: netuid, by: Self.owner.accountID, firesAt: now + 10))))
        #expect(chain.dispatch(call, from: Self.origin) == .subtensor(.epochTriggerAlreadyPending))
        #expect(
            chain.dispatch(.adminUtils(.sudoSetRho(netuid: netuid, rho: 9)), from: .root)
                == .subtensor(.adminActionProhibitedDuringWeightsWindow))
        let epoch = chain.state.get(Subtensor.subnetEpochIndex, netuid)
        chain.advance(to: BlockNumber(now) + 9)
        #expect(chain.state.get(Subtensor.subnetEpochIndex, netuid) == epoch)
        chain.advance()
        #expect(chain.state.get(Subtensor.subnetEpochIndex, netuid) == epoch + 1)
        #expect(chain.dispatch(call, from: Self.origin) == .subtensor(.txRateLimitExceeded))
    }

    @Test("the owner changes the cutoff factor once in a number of tempos, root whenever it wants")
    func cutoffFactor() throws {
        let (chain, netuid) = try Self.chain()
        func call(_ factor: UInt32) -> RuntimeCall {
            .subtensor(.setActivityCutoffFactor(netuid: netuid, factorMilli: factor))
        }
        for factor in [UInt32(0), 999, 50_001, .max] {
            #expect(
                chain.dispatch(call(factor), from: Self.origin) == .subtensor(.activityCutoffFactorMilliOutOfBounds))
        }
        #expect(try chain.send(call(1_000), by: Self.owner) == nil)
        #expect(chain.has(.subtensor(.activityCutoffFactorMilliSet(netuid: netuid, factorMilli: 1_000))))
        let limit = UInt32(chain.state.get(Subtensor.tempo, netuid)) * 2
        let changed = chain.number
        chain.state.set(System.number, to: changed + limit - 1)
        #expect(chain.dispatch(call(50_000), from: Self.origin) == .subtensor(.txRateLimitExceeded))
        chain.root(call(2_000))
        chain.state.set(System.number, to: changed + limit)
        #expect(chain.dispatch(call(50_000), from: Self.origin) == nil)
        #expect(chain.dispatch(call(50_000), from: .signed(TestChain.dave.accountID)) == .badOrigin)
    }
}

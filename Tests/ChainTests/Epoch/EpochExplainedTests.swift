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
import Yuma
import YumaReference

@testable import Chain

/// A subnet on a developer's chain, with a validator who scores three miners by extrinsics like anybody's.
private struct ScoredSubnet {
    let fixture: DevelopmentChain
    let netuid: NetUID = 2
    let owner = DevelopmentChain.key("SubnetOwner")
    let validator = DevelopmentChain.key("Validator")
    let miners = ["Miner1", "Miner2", "Miner3"].map(DevelopmentChain.key)

    init() throws {
        fixture = try DevelopmentChain()
        try send(.subtensor(.registerNetwork(hotkey: owner.accountID)), by: DevelopmentChain.bob)
        try send(.subtensor(.startCall(netuid: netuid)), by: DevelopmentChain.bob)
        try send(
            .sudo(.sudo(call: .adminUtils(.sudoSetTempo(netuid: netuid, tempo: 10)))), by: DevelopmentChain.alice)
        let limit = AdminUtils.Call.sudoSetWeightsSetRateLimit(netuid: netuid, weightsSetRateLimit: 0)
        try send(.sudo(.sudo(call: .adminUtils(limit))), by: DevelopmentChain.alice)
        for hotkey in [validator] + miners {
            try send(
                .subtensor(.burnedRegister(netuid: netuid, hotkey: hotkey.accountID)), by: DevelopmentChain.charlie)
        }
        try send(
            .subtensor(.addStake(hotkey: validator.accountID, netuid: netuid, amountStaked: .tao(1_000))),
            by: DevelopmentChain.charlie)
    }

    /// Submits a call and makes the block that it stands in.
    func send(_ call: RuntimeCall, by keypair: Keypair) throws {
        try fixture.chain.submit(fixture.extrinsic(call, by: keypair))
        let block = try fixture.makeBlock()
        let failed = try fixture.chain.executor.withLatestState { (state, _) throws(ChainError) in
            state.get(System.events).contains { record in
                if case .system(.extrinsicFailed) = record.event { return true }
                return false
            }
        }
        #expect(block.signedCount == 1 && !failed, "\(call)")
    }

    /// What the epoch of the next block will run on, if it has one.
    func replay() throws -> EpochReplay? {
        try fixture.chain.executor.read(.latest) { (reader) throws(ChainError) in
            var state = Runtime.state(over: StoredState(reader))
            Runtime.beginBlock(
                number: reader.block.number + 1, parentHash: reader.block.hash, digest: Digest(logs: []), in: &state)
            return Subtensor.replayToEpoch(of: netuid, in: &state)
        }
    }
}

@Suite("One epoch of a running chain, explained")
struct EpochExplainedTests {
    @Test("the slow twin gets every UID's incentive, dividend and emission as the chain stored them")
    func explained() throws {
        let subnet = try ScoredSubnet()
        var epochs = 0
        var hasWeights = false
        var paid = false
        for _ in 0..<45 {
            let replay = try subnet.replay()
            try subnet.fixture.makeBlock()
            guard let replay else { continue }
            epochs += 1
            let output = referenceEpoch(try #require(replay.inputs.first))
            try subnet.fixture.chain.executor.withLatestState { (state, _) throws(ChainError) in
                let netuid = subnet.netuid
                let incentive = state.get(Subtensor.incentive, NetUidStorageIndex(netuid.number)).map(\.rawValue)
                let dividends = state.get(Subtensor.dividends, netuid).map(\.rawValue)
                #expect(replay.hotkeys.count == 5 && incentive.count == 5)
                #expect(incentive == output.incentive)
                #expect(dividends == output.dividends)
                #expect(state.get(Subtensor.emission, netuid).map(\.units) == output.emission)
                if hasWeights {
                    // UIDs: owner 0, validator 1, miners from 2 on, scored 3 : 2 : 1.
                    paid =
                        incentive[2] > incentive[3] && incentive[3] > incentive[4] && dividends[1] > 0
                        && output.emission[4] > 0
                }
            }
            // The first epoch gave the validator its permit.
            if !hasWeights {
                try subnet.send(
                    .subtensor(
                        .setWeights(
                            netuid: subnet.netuid, dests: [2, 3, 4], weights: [65_535, 43_690, 21_845], versionKey: 0)),
                    by: subnet.validator)
                hasWeights = true
            }
        }
        #expect(epochs >= 4 && paid)
        print("epochs explained: \(epochs) of subnet \(subnet.netuid)")
    }
}

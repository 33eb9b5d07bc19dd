import Cryptography
import Frame
import Primitives
import Runtime
import RuntimeInterface
import SCALE
import Testing

@testable import SubtensorPallets

/// A subnet with its owner's neuron and three others, the first of which may validate.
struct WeightsNetwork {
    static let owner = TestChain.key("OwnerHotkey")
    static let validator = TestChain.key("Validator")
    static let miners = [TestChain.key("Miner1"), TestChain.key("Miner2")]
    static let rateLimit: BlockNumber = 5

    let chain = TestChain()
    let netuid: NetUID

    /// - Parameter commits: whether weights must be committed first, with epochs of 20 blocks.
    init(commits: Bool = false) throws {
        netuid = try chain.addSubnet(hotkey: Self.owner)
        try chain.register([Self.validator] + Self.miners, on: netuid)
        chain.root(
            .adminUtils(.sudoSetWeightsSetRateLimit(netuid: netuid, weightsSetRateLimit: UInt64(Self.rateLimit))))
        chain.root(.adminUtils(.sudoSetCommitRevealWeightsEnabled(netuid: netuid, enabled: commits)))
        chain.root(.adminUtils(.sudoSetMinAllowedWeights(netuid: netuid, minAllowedWeights: 1)))
        if commits { chain.root(.adminUtils(.sudoSetTempo(netuid: netuid, tempo: 20))) }
        try chain.stake(.tao(50), of: TestChain.charlie, to: Self.validator, on: netuid)
        permit()
        chain.advance(Int(Self.rateLimit))
    }

    /// Lets the validator validate, whatever the epochs say.
    func permit() { chain.state.set(Subtensor.validatorPermit, netuid, to: [false, true, false, false]) }

    var index: NetUidStorageIndex { Subtensor.storageIndex(netuid) }

    func row(_ uid: UID) -> [Pair<UInt16, UInt16>] { chain.state.get(Subtensor.weights, index, uid) }

    func call(_ targets: [UInt16], _ values: [UInt16], key: UInt64 = 0) -> RuntimeCall {
        .subtensor(.setWeights(netuid: netuid, dests: targets, weights: values, versionKey: key))
    }
}

/// Weights in the open.
@Suite struct WeightsTests {
    private static let validator = WeightsNetwork.validator

    @Test("a row is stored scaled to its largest weight, in its own order, for nothing")
    func setsWeights() throws {
        let network = try WeightsNetwork()
        #expect(try network.chain.send(network.call([3, 2], [1, 4]), by: Self.validator) == nil)
        #expect(network.row(1) == [Pair(3, 16_384), Pair(2, 65_535)])
        #expect(network.chain.has(.subtensor(.weightsSet(network.index, 1))))
        let update = network.chain.state.get(Subtensor.lastUpdate, network.index)
        #expect(update[1] == UInt64(network.chain.number))
        #expect(network.chain.free(Self.validator) == .zero)
        network.chain.advance()
    }

    @Test("the rules are asked in the reference's order")
    func ruleOrder() throws {
        let network = try WeightsNetwork()
        let netuid = network.netuid
        network.chain.state.set(Subtensor.validatorPermit, netuid, to: [])
        network.chain.state.set(Subtensor.stakeThreshold, to: .max)
        network.chain.state.set(Subtensor.weightsVersionKey, netuid, to: 9)
        network.chain.state.set(Subtensor.minAllowedWeights, netuid, to: 4)
        network.chain.state.set(Subtensor.maxWeightsLimit, netuid, to: 32_767)
        network.chain.state.set(
            Subtensor.lastUpdate, network.index, to: Array(repeating: UInt64(network.chain.number), count: 4))
        // Every call breaks all rules behind the one that it is to fail with.
        var key: UInt64 = 8
        var hotkey = TestChain.key("Nobody").accountID
        func attempt(
            _ expected: Subtensor.Failure?, on netuid: NetUID, _ mechanism: MechanismID, _ targets: [UInt16],
            _ values: [UInt16]
        ) {
            var failure: DispatchError?
            do throws(DispatchError) {
                try network.chain.state.transaction { (state: inout State) throws(DispatchError) in
                    try Subtensor.setWeights(
                        .signed(hotkey), netuid, mechanism: mechanism, targets, values, versionKey: key, in: &state)
                }
            } catch {
                failure = error
            }
            #expect(failure == expected.map { .subtensor($0) }, "\(String(describing: expected))")
        }
        network.chain.state.set(Subtensor.commitRevealWeightsEnabled, netuid, to: true)
        attempt(.commitRevealEnabled, on: netuid, 9, [1], [])
        network.chain.state.set(Subtensor.commitRevealWeightsEnabled, netuid, to: false)
        network.chain.state.set(Subtensor.commitRevealWeightsEnabled, .root, to: false)
        attempt(.canNotSetRootNetworkWeights, on: .root, 9, [1], [])
        attempt(.weightVecNotEqualSize, on: netuid, 9, [1, 1, 1, 1, 1], [1])
        attempt(.mechanismDoesNotExist, on: netuid, 9, [1, 1, 1, 1, 1], [1, 1, 1, 1, 1])
        attempt(.uidsLengthExceedUidsInSubNet, on: netuid, 0, [1, 1, 1, 1, 1], [1, 1, 1, 1, 1])
        attempt(.hotKeyNotRegisteredInSubNet, on: netuid, 0, [9, 9], [1, 1])
        hotkey = Self.validator.accountID
        attempt(.notEnoughStakeToSetWeights, on: netuid, 0, [9, 9], [1, 1])
        network.chain.state.set(Subtensor.stakeThreshold, to: 1)
        attempt(.incorrectWeightVersionKey, on: netuid, 0, [9, 9], [1, 1])
        key = 9
        attempt(.settingWeightsTooFast, on: netuid, 0, [9, 9], [1, 1])
        network.chain.state.set(Subtensor.lastUpdate, network.index, to: [0, 0, 0, 0])
        attempt(.neuronNoValidatorPermit, on: netuid, 0, [9, 9], [1, 1])
        network.permit()
        attempt(.duplicateUids, on: netuid, 0, [9, 9], [1, 1])
        attempt(.uidVecContainInvalidOne, on: netuid, 0, [9, 2], [1, 1])
        attempt(.weightVecLengthIsLow, on: netuid, 0, [0, 1, 2], [1, 0, 0])
        attempt(.maxWeightExceeded, on: netuid, 0, [0, 1, 2, 3], [1, 0, 0, 0])
        attempt(nil, on: netuid, 0, [0, 1, 2, 3], [1, 1, 1, 1])
    }

    @Test("anybody may weigh itself alone, and the owner's neuron needs neither permit nor stake")
    func exceptions() throws {
        let network = try WeightsNetwork()
        network.chain.state.set(Subtensor.minAllowedWeights, network.netuid, to: 3)
        network.chain.state.set(Subtensor.maxWeightsLimit, network.netuid, to: 100)
        let miner = WeightsNetwork.miners[0]
        #expect(
            try network.chain.send(network.call([2, 3, 1], [1, 1, 1]), by: miner)
                == .subtensor(.neuronNoValidatorPermit))
        #expect(try network.chain.send(network.call([2], [7]), by: miner) == nil)
        #expect(network.row(2) == [Pair(2, 65_535)])
        network.chain.state.set(Subtensor.stakeThreshold, to: .max)
        network.chain.state.set(Subtensor.maxWeightsLimit, network.netuid, to: .max)
        #expect(try network.chain.send(network.call([1, 2, 3], [1, 1, 1]), by: WeightsNetwork.owner) == nil)
        #expect(
            try network.chain.refusal(of: network.call([1, 2, 3], [1, 1, 1]), by: Self.validator) == .custom(1))
    }

    @Test("weights may be set again after the limit of blocks, not one before")
    func rateLimit() throws {
        let network = try WeightsNetwork()
        #expect(try network.chain.send(network.call([2], [1]), by: Self.validator) == nil)
        for block in 1..<WeightsNetwork.rateLimit {
            network.chain.advance()
            network.permit()
            #expect(
                try network.chain.refusal(of: network.call([3], [1]), by: Self.validator) == .custom(6),
                "block \(block)")
            #expect(
                network.chain.dispatch(network.call([3], [1]), from: .signed(Self.validator.accountID))
                    == .subtensor(.settingWeightsTooFast))
        }
        network.chain.advance()
        network.permit()
        #expect(try network.chain.send(network.call([3], [1]), by: Self.validator) == nil)
        #expect(network.row(1) == [Pair(3, 65_535)])
    }

    @Test("mechanisms have rows and rate limits of their own")
    func mechanisms() throws {
        let network = try WeightsNetwork()
        let netuid = network.netuid
        func call(_ mechanism: MechanismID) -> RuntimeCall {
            .subtensor(
                .setMechanismWeights(netuid: netuid, mecid: mechanism, dests: [3], weights: [2], versionKey: 0))
        }
        #expect(try network.chain.refusal(of: call(1), by: Self.validator) == .custom(6))
        network.chain.state.set(Subtensor.mechanismCountCurrent, netuid, to: 2)
        let second = Subtensor.storageIndex(netuid, 1)
        network.chain.state.set(Subtensor.lastUpdate, second, to: [0, 0, 0, 0])
        #expect(try network.chain.send(call(1), by: Self.validator) == nil)
        #expect(network.chain.state.get(Subtensor.weights, second, 1) == [Pair(3, 65_535)])
        #expect(network.row(1).isEmpty)
        #expect(try network.chain.send(call(0), by: Self.validator) == nil)
        for mechanism in [MechanismID(2), 255] {
            let failure = network.chain.dispatch(call(mechanism), from: .signed(Self.validator.accountID))
            #expect(failure != nil)
        }
    }

    @Test("a batch sets what it can and reports the rest")
    func batches() throws {
        let network = try WeightsNetwork()
        let netuid = network.netuid
        let row = [Pair(Compact(UInt16(2)), Compact(UInt16(1)))]
        func batch(_ netuids: [NetUID], rows: Int? = nil) -> RuntimeCall {
            .subtensor(
                .batchSetWeights(
                    netuids: netuids.map { Compact($0) }, weights: Array(repeating: row, count: rows ?? netuids.count),
                    versionKeys: netuids.map { _ in Compact(0) }))
        }
        #expect(try network.chain.send(batch([netuid, .root, netuid]), by: Self.validator) == nil)
        #expect(network.row(1) == [Pair(2, 65_535)])
        let hotkey = Self.validator.accountID
        #expect(network.chain.has(.subtensor(.batchCompletedWithErrors)))
        #expect(
            network.chain.has(
                .subtensor(.batchWeightItemFailed(netuid, .subtensor(.settingWeightsTooFast)))))
        #expect(
            network.chain.has(
                .subtensor(.batchWeightsCompleted([netuid, .root, netuid].map { Compact($0) }, hotkey))))
        #expect(try network.chain.refusal(of: batch([netuid], rows: 2), by: Self.validator) == .custom(18))
        let many = Array(repeating: netuid, count: 257)
        #expect(try network.chain.refusal(of: batch(many), by: Self.validator) == .custom(255))
        #expect(network.chain.dispatch(batch(many), from: .signed(hotkey)) == .exhausted)
        #expect(network.chain.dispatch(batch([netuid]), from: .root) == .badOrigin)
    }

    @Test("nobody but a signer sets weights")
    func origins() throws {
        let network = try WeightsNetwork()
        for origin in [Origin.root, .none] {
            #expect(network.chain.dispatch(network.call([2], [1]), from: origin) == .badOrigin)
        }
    }
}

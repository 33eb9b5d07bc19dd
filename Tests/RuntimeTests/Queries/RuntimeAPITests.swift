import Frame
import Hashing
import Primitives
import Runtime
import RuntimeInterface
import SCALE
import SystemPallets
import Testing

@testable import SubtensorPallets

/// Asks every function of the runtime APIs over a running network.
@Suite("Runtime APIs")
struct RuntimeAPITests {
    @Test("every served function answers, and its answer decodes and encodes again")
    func everyFunction() throws {
        var asked = AskedNetwork()
        try asked.askChain()
        try asked.askSubnets()
        try asked.askNeurons()
        try asked.askStake()
        let served = Set(RuntimeAPIMethod.allCases.map(\.rawValue))
        #expect(served.subtracting(asked.names) == [])
        print("runtime APIs: \(asked.names.count) functions")
    }

    @Test("an unknown function and bad arguments are refused")
    func refusals() {
        var asked = AskedNetwork()
        #expect(throws: RuntimeCallError.unknownFunction) { try asked.raw("SubnetInfoRuntimeApi_get_nothing", []) }
        #expect(throws: RuntimeCallError.badArguments(.endOfInput)) {
            try asked.raw("SubnetInfoRuntimeApi_get_metagraph", [1])
        }
        #expect(throws: RuntimeCallError.badArguments(.trailingBytes(1))) {
            try asked.raw("SubnetInfoRuntimeApi_get_metagraph", [1, 0, 0])
        }
        #expect(throws: RuntimeCallError.self) {
            try asked.raw("TransactionPaymentApi_query_info", [4, 9, 0, 0, 0, 0])
        }
    }

    @Test("a list of coldkeys with more positions than a call may look at is refused")
    func positions() throws {
        // Three subnets, and at least one position of each coldkey on each.
        let limit = 262_144
        for (method, rest) in [
            ("StakeInfoRuntimeApi_get_stake_info_for_coldkeys", []),
            ("StakeInfoRuntimeApi_get_stake_availability_for_coldkeys", [0]),
        ] as [(String, [UInt8])] {
            var asked = AskedNetwork()
            _ = try asked.raw(method, Array(repeating: AccountID.zero, count: limit / 3).encoded() + rest)
            #expect(throws: RuntimeCallError.tooManyPositions(limit: limit)) {
                try asked.raw(method, Array(repeating: AccountID.zero, count: limit / 3 + 1).encoded() + rest)
            }
        }
    }

    @Test("an extrinsic with a signature of zeros has a price")
    func fees() throws {
        var asked = AskedNetwork()
        let call = RuntimeCall.system(.remarkWithEvent(remark: Array(repeating: 7, count: 100)))
        let bytes = Extrinsic.signed(
            callBytes: call.encoded(), signer: EmissionNetwork.owner,
            signature: .sr25519(FixedBytes<64>()), extra: ExtrinsicExtra(era: .immortal, nonce: 0))
        let length = UInt32(bytes.count)
        let info = try RuntimeDispatchInfo(
            scale: asked.raw("TransactionPaymentApi_query_info", bytes + length.encoded()))
        #expect(info.partialFee == TransactionPayment.fee(of: call.dispatchInfo, length: length, tip: .zero))
        let details = try FeeDetails(
            scale: asked.raw("TransactionPaymentApi_query_fee_details", bytes + length.encoded()))
        let inclusion = try #require(details.inclusionFee)
        #expect(inclusion.baseFee + inclusion.lenFee + inclusion.adjustedWeightFee == info.partialFee)
        #expect(inclusion.lenFee == Rao(UInt64(length)))
        let callInfo = try RuntimeDispatchInfo(
            scale: asked.raw("TransactionPaymentCallApi_query_call_info", call.encoded() + length.encoded()))
        #expect(callInfo == info)
    }
}

/// A network after some blocks, and the names of the functions that were asked.
struct AskedNetwork: ~Copyable {
    var emission: EmissionNetwork
    var names: Set<String> = []

    init() {
        emission = EmissionNetwork(subnets: 2, tempo: 5)
        emission.run(11)
    }

    mutating func raw(_ function: String, _ arguments: [UInt8]) throws(RuntimeCallError) -> [UInt8] {
        try Runtime.call(function, arguments, slotMilliseconds: 12_000, in: &emission.network.state)
    }

    /// Asks and holds the answer to its type.
    @discardableResult
    mutating func ask<each Input: ScaleCodable, Output: ScaleCodable>(
        _ method: RuntimeMethod<repeat each Input, Output>, _ input: repeat each Input
    ) throws -> Output {
        names.insert(method.name)
        let bytes = try raw(method.name, method.encode(repeat each input))
        let output = try method.output(bytes)
        #expect(output.encoded() == bytes, "\(method.name)")
        return output
    }

    mutating func askChain() throws {
        let version = try ask(CoreAPI.version)
        #expect(version == RuntimeVersion.current)
        try ask(MetadataAPI.metadata)
        let metadata = try ask(MetadataAPI.metadataAtVersion, 15)
        #expect(metadata?.rawValue == ServedMetadata.v15(slotDuration: 12_000))
        let unknown = try ask(MetadataAPI.metadataAtVersion, 16)
        #expect(unknown == nil)
        try ask(MetadataAPI.metadataVersions)
        let slot = try ask(AuraAPI.slotDuration)
        #expect(slot.rawValue == 12_000)
        let authorities = try ask(AuraAPI.authorities)
        #expect(authorities.count == 1)
        try ask(GrandpaAPI.grandpaAuthorities)
        try ask(GrandpaAPI.currentSetID)
        try ask(AccountNonceAPI.accountNonce, EmissionNetwork.owner)
        let call = RuntimeCall.system(.remarkWithEvent(remark: []))
        let opaque = OpaqueExtrinsic(
            body: Array(
                Extrinsic.signed(
                    callBytes: call.encoded(), signer: .zero, signature: .sr25519(FixedBytes<64>()),
                    extra: ExtrinsicExtra(era: .immortal, nonce: 0)
                ).dropFirst(2)))
        try ask(TransactionPaymentAPI.queryInfo, opaque, 120)
        try ask(TransactionPaymentAPI.queryFeeDetails, opaque, 120)
        try ask(TransactionPaymentAPI.queryWeightToFee, Weight(refTime: 1_000_000_000, proofSize: 0))
        try ask(TransactionPaymentAPI.queryLengthToFee, 10)
        try ask(TransactionPaymentCallAPI.queryCallInfo, call, 10)
        try ask(TransactionPaymentCallAPI.queryCallFeeDetails, call, 10)
        try ask(TransactionPaymentCallAPI.queryWeightToFee, Weight(refTime: 1_000_000_000, proofSize: 0))
        try ask(TransactionPaymentCallAPI.queryLengthToFee, 10)
    }

    mutating func askSubnets() throws {
        let info = try ask(SubnetInfoAPI.getSubnetInfo, 1)
        #expect(info?.tempo == 5 && info?.subnetworkN == 4)
        try ask(SubnetInfoAPI.getSubnetsInfo)
        let second = try ask(SubnetInfoAPI.getSubnetInfoV2, 1)
        #expect(second?.owner == EmissionNetwork.owner)
        let all = try ask(SubnetInfoAPI.getSubnetsInfoV2)
        #expect(all.map { $0?.netuid } == [0, 1, 2])
        try ask(SubnetInfoAPI.getSubnetHyperparams, 1)
        try ask(SubnetInfoAPI.getSubnetHyperparamsV2, 1)
        let entries = try ask(SubnetInfoAPI.getSubnetHyperparamsV3, 1)
        #expect(entries?.count == 33)
        #expect(entries?.first { $0.name == Array("tempo".utf8) }?.value == .u16(5))
        try ask(SubnetInfoAPI.getDynamicInfo, 1)
        try ask(SubnetInfoAPI.getAllDynamicInfo)
        try ask(SubnetInfoAPI.getMetagraph, 1)
        let metagraphs = try ask(SubnetInfoAPI.getAllMetagraphs)
        #expect(metagraphs.count == 3)
        let missing = try ask(SubnetInfoAPI.getMechagraph, 1, 1)
        #expect(missing == nil)
        try ask(SubnetInfoAPI.getAllMechagraphs)
        try ask(SubnetInfoAPI.getSelectiveMetagraph, 1, [0, 1, 52])
        try ask(SubnetInfoAPI.getSelectiveMechagraph, 1, 0, [62])
        try ask(SubnetInfoAPI.getSubnetState, 1)
        try ask(SubnetInfoAPI.getSubnetToPrune)
        let account = try ask(SubnetInfoAPI.getSubnetAccountID, 1)
        #expect(account == Subtensor.subnetAccount(1))
        let next = try ask(SubnetInfoAPI.getNextEpochStartBlock, 1)
        #expect(next == 25)
        let emitted = try ask(SubnetInfoAPI.getBlockEmission)
        #expect(emitted == .tao(1))
        try ask(SubnetInfoAPI.getColdkeyAutoStakeHotkey, .zero, 1)
        try ask(SubnetRegistrationAPI.getNetworkRegistrationCost)
    }

    mutating func askNeurons() throws {
        let neurons = try ask(NeuronInfoAPI.getNeurons, 1)
        #expect(neurons.map(\.uid) == [0, 1, 2, 3])
        #expect(neurons[1].weights.count == 2 && neurons[1].bonds.count == 2)
        let neuron = try ask(NeuronInfoAPI.getNeuron, 1, 3)
        #expect(neuron == neurons[3])
        let none = try ask(NeuronInfoAPI.getNeuron, 1, 4)
        #expect(none == nil)
        let lite = try ask(NeuronInfoAPI.getNeuronsLite, 1)
        #expect(lite.map(\.incentive) == neurons.map(\.incentive))
        try ask(NeuronInfoAPI.getNeuronLite, 1, 0)
        let hotkey = EmissionNetwork.hotkey(of: EmissionNetwork.validator)
        let delegates = try ask(DelegateInfoAPI.getDelegates)
        #expect(delegates.contains { $0.delegateSs58 == hotkey })
        let delegate = try ask(DelegateInfoAPI.getDelegate, hotkey)
        #expect(delegate?.registrations.map(\.value) == [0, 1, 2])
        #expect(delegate?.nominators.map(\.first) == [EmissionNetwork.validator, EmissionNetwork.nominator])
        #expect((delegate?.totalDailyReturn ?? 0) > 0)
        let delegated = try ask(DelegateInfoAPI.getDelegated, EmissionNetwork.nominator)
        #expect(delegated.map(\.second.first.value) == [0, 1, 2])
    }

    mutating func askStake() throws {
        let nominator = EmissionNetwork.nominator
        let hotkey = EmissionNetwork.hotkey(of: EmissionNetwork.validator)
        let infos = try ask(StakeInfoAPI.getStakeInfoForColdkey, nominator)
        #expect(infos.map(\.netuid) == [0, 1, 2])
        try ask(StakeInfoAPI.getStakeInfoForColdkeys, [nominator, .zero])
        let one = try ask(StakeInfoAPI.getStakeInfoForHotkeyColdkeyNetuid, hotkey, nominator, 1)
        #expect(one == infos[1])
        let free = try ask(StakeInfoAPI.getStakeAvailabilityForColdkeys, [nominator], [1])
        #expect(free.first?.second.first?.second.available == infos[1].stake)
        let fee = try ask(
            StakeInfoAPI.getStakeFee, nil, nominator, Pair(hotkey, NetUID(1)), nominator, UInt64(65_535_000))
        // The rate is cut at 64 bits before it is applied.
        #expect(fee == 32_999)
        try ask(StakeInfoAPI.getColdkeyLock, nominator, 1)
        try ask(StakeInfoAPI.getHotkeyConviction, hotkey, 1)
        try ask(StakeInfoAPI.getMostConvictedHotkeyOnSubnet, 1)
        try ask(BetaBasketAPI.getRootBasketOwed, nominator)
        try ask(BetaBasketAPI.getValidatorBasket, hotkey)
        try ask(BetaBasketAPI.getAllValidatorBaskets)
        try ask(BetaBasketAPI.getBasketPayout, hotkey, nominator)
        try ask(BetaBasketAPI.getRootBasketPositions, nominator)
        let price = try ask(SwapAPI.currentAlphaPrice, 1)
        let prices = try ask(SwapAPI.currentAlphaPriceAll)
        #expect(prices.first { $0.netuid == 1 }?.price == price)
        let purchase = try ask(SwapAPI.simSwapTaoForAlpha, 1, .tao(1))
        #expect(purchase.alphaAmount.units > 0)
        try ask(SwapAPI.simSwapAlphaForTao, 1, 1_000_000_000)
    }
}

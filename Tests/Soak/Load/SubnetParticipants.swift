import Client
import Cryptography
import Primitives
import RuntimeInterface
import Testbed

/// Buys and sells stake in anybody on any subnet, root included.
struct Staker: Participant {
    let name = "stakes"
    let pauseMilliseconds = 100...800
    let index: Int

    mutating func act(_ scene: Scene, _ random: inout SeededRandom) async throws(ClientError) {
        let own = scene.world.stakers[index]
        let client = scene.client
        let held = try await client.call(StakeInfoAPI.getStakeInfoForColdkey, own.accountID)
        if let one = held.randomElement(using: &random), Bool.random(using: &random), held.count > 2 {
            try await sell(one, by: own, scene, &random)
            scene.tally.count("unstakes")
            return
        }
        guard let subnet = scene.world.subnets.randomElement(using: &random),
            let hotkey = subnet.members.randomElement(using: &random)?.hotkey.accountID
        else { return }
        let netuid = Int.random(in: 0..<5, using: &random) == 0 ? .root : subnet.netuid
        let amount = Rao(UInt64.random(in: 500_000_000...20_000_000_000, using: &random))
        if Bool.random(using: &random) {
            try await client.addStake(amount, to: hotkey, on: netuid, by: own)
        } else {
            let price = try await client.call(SwapAPI.currentAlphaPrice, netuid)
            let call = Subtensor.Call.addStakeLimit(
                hotkey: hotkey, netuid: netuid, amountStaked: amount, limitPrice: Rao(price + price / 10),
                allowPartial: true)
            try await client.submit(.subtensor(call), by: own)
        }
        scene.tally.count("stakes")
    }

    private func sell(
        _ held: StakeInfo, by own: Keypair, _ scene: Scene, _ random: inout SeededRandom
    ) async throws(ClientError) {
        let call: Subtensor.Call
        switch Int.random(in: 0..<6, using: &random) {
        case 0: call = .unstakeAll(hotkey: held.hotkey)
        case 1: call = .removeStakeFullLimit(hotkey: held.hotkey, netuid: held.netuid, limitPrice: nil)
        default:
            let part = UInt64.random(in: 1...100, using: &random)
            let amount = Alpha(held.stake.units / 100 * part)
            call = .removeStake(hotkey: held.hotkey, netuid: held.netuid, amountUnstaked: amount)
        }
        try await scene.client.submit(.subtensor(call), by: own)
    }
}

/// Registers ever new hotkeys, so that older ones are pruned, and announces where they serve.
struct Registrar: Participant {
    let name = "registrations"
    let pauseMilliseconds = 300...2_000

    mutating func act(_ scene: Scene, _ random: inout SeededRandom) async throws(ClientError) {
        guard let subnet = scene.world.subnets.randomElement(using: &random) else { return }
        guard let hotkey = try? Keypair(seed: random.bytes(32)) else { return }
        let coldkey = scene.world.registrar
        let (_, inclusion) = try await scene.client.register(
            hotkey: hotkey.accountID, on: subnet.netuid, by: coldkey)
        guard inclusion != nil else { return }
        scene.tally.count("registrations")
        scene.world.add(Neuron(hotkey: hotkey, coldkey: coldkey), to: subnet.netuid)
        let axon = Subtensor.Call.serveAxon(
            netuid: subnet.netuid, version: 1, ip: 0x7F00_0001, port: UInt16.random(in: 1024...60_000, using: &random),
            ipType: 4, protocol: 4, placeholder1: 0, placeholder2: 0)
        try await scene.client.submit(.subtensor(axon), by: hotkey)
        let text = Array("model \(random.next())".utf8)
        let commitment = Commitments.Call.setCommitment(
            netuid: subnet.netuid, info: CommitmentInfo(fields: [.raw(text)]))
        try await scene.client.submit(.commitments(commitment), by: hotkey)
        scene.tally.count("commitments")
    }
}

/// Creates a further subnet now and then, up to six.
struct Founder: Participant {
    let name = "subnets"
    let pauseMilliseconds = 40_000...80_000
    private var count = 0
    private let countMaximum = 6

    mutating func act(_ scene: Scene, _ random: inout SeededRandom) async throws(ClientError) {
        guard scene.world.subnets.count < countMaximum else { return }
        count += 1
        do {
            // A founding that a restart interrupted is given up: its number is not used again.
            try await scene.world.found(scene.client, number: 10 + count)
        } catch let error as ClientError {
            throw error
        } catch {
            throw .invalidArgument("\(error)")
        }
        scene.tally.count("subnets founded")
    }
}

/// A validator that sets weights in almost every block.
struct WeightSetter: Participant {
    let name = "weights"
    let pauseMilliseconds = 300...1_500
    let index: Int

    mutating func act(_ scene: Scene, _ random: inout SeededRandom) async throws(ClientError) {
        guard let subnet = scene.world.subnets.randomElement(using: &random) else { return }
        let validator = subnet.validators[index % subnet.validators.count]
        let count = try await scene.client.storage(Subtensor.subnetworkN, subnet.netuid)
        var weights: [(uid: UID, weight: Double)] = []
        for uid in 0..<count where Int.random(in: 0..<3, using: &random) > 0 {
            weights.append((uid, Double.random(in: 0...1, using: &random)))
        }
        try await scene.client.setWeights(weights, on: subnet.netuid, by: validator.hotkey)
        scene.tally.count("weights set")
    }
}

/// Changes the rules of subnets while they run, and asks for epochs before their time.
struct Governor: Participant {
    let name = "parameters"
    let pauseMilliseconds = 1_500...5_000

    mutating func act(_ scene: Scene, _ random: inout SeededRandom) async throws(ClientError) {
        guard let subnet = scene.world.subnets.randomElement(using: &random) else { return }
        let netuid = subnet.netuid
        let flag = Bool.random(using: &random)
        let call: AdminUtils.Call
        switch Int.random(in: 0..<7, using: &random) {
        case 0: call = .sudoSetYuma3Enabled(netuid: netuid, enabled: flag)
        case 1: call = .sudoSetLiquidAlphaEnabled(netuid: netuid, enabled: flag)
        case 2: call = .sudoSetKappa(netuid: netuid, kappa: UInt16.random(in: 20_000...45_000, using: &random))
        case 3: call = .sudoSetBondsPenalty(netuid: netuid, bondsPenalty: UInt16.random(in: 0...65_535, using: &random))
        case 4: call = .sudoSetTempo(netuid: netuid, tempo: UInt16.random(in: 5...40, using: &random))
        case 5: call = .sudoSetMaxAllowedValidators(netuid: netuid, maxAllowedValidators: flag ? 64 : 3)
        default:
            try await scene.client.triggerEpoch(of: netuid, by: scene.world.founder)
            scene.tally.count("epochs asked for")
            return
        }
        try await scene.client.sudo(.adminUtils(call), by: scene.world.sudo)
        scene.tally.count("parameters changed")
    }
}

extension ChainClient {
    /// Runs a subnet's epoch with the next block, as its owner may.
    fileprivate func triggerEpoch(of netuid: NetUID, by owner: Keypair) async throws(ClientError) {
        try await submit(.subtensor(.triggerEpoch(netuid: netuid)), by: owner)
    }
}

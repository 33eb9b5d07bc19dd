import Client
import Cryptography
import Primitives
import RuntimeInterface
import Synchronization

/// One hotkey and who owns it.
struct Neuron: Sendable {
    var hotkey: Keypair
    var coldkey: Keypair
}

/// A subnet of the run.
struct Subnet: Sendable {
    var netuid: NetUID
    var owner: Neuron
    /// Those who hold stake and set weights.
    var validators: [Neuron]
    /// All who were registered; older ones may have been pruned.
    var members: [Neuron]
}

/// Who and what there is on the chain under load.
final class World: Sendable {
    /// Accounts with TAO, by purpose.
    let senders: [Keypair]
    let stakers: [Keypair]
    let registrar: Keypair
    let batcher: Keypair
    let hasty: Keypair
    let shielded: Keypair
    let founder: Keypair
    let sudo: Keypair

    private let content = Mutex<[Subnet]>([])

    init() throws(SecretURIError) {
        func keys(_ name: String, _ count: Int) throws(SecretURIError) -> [Keypair] {
            var keys: [Keypair] = []
            for number in 0..<count { keys.append(try Keypair(uri: "//Soak//\(name)//\(number)")) }
            return keys
        }
        senders = try keys("sender", 16)
        stakers = try keys("staker", 6)
        registrar = try Keypair(uri: "//Soak//registrar")
        batcher = try Keypair(uri: "//Soak//batcher")
        hasty = try Keypair(uri: "//Soak//hasty")
        shielded = try Keypair(uri: "//Soak//shielded")
        founder = try Keypair(uri: "//Soak//founder")
        sudo = try Keypair(uri: "//Alice")
    }

    var subnets: [Subnet] { content.withLock { $0 } }

    func add(_ subnet: Subnet) { content.withLock { $0.append(subnet) } }

    /// A hotkey was registered on a subnet.
    func add(_ member: Neuron, to netuid: NetUID) {
        content.withLock { subnets in
            guard let index = subnets.firstIndex(where: { $0.netuid == netuid }) else { return }
            subnets[index].members.append(member)
        }
    }

    /// Gives everybody the TAO for the run.
    func fund(_ client: ChainClient) async throws {
        var transfers: [RuntimeCall] = []
        for (accounts, amount) in [
            (senders, Rao.tao(500)), (stakers, .tao(5_000)), ([registrar, batcher, hasty, shielded], .tao(5_000)),
            ([founder], .tao(200_000)),
        ] {
            for account in accounts {
                transfers.append(.balances(.transferKeepAlive(dest: .id(account.accountID), value: amount)))
            }
        }
        try await client.submit(.utility(.batchAll(calls: transfers)), by: sudo)
        // The owners of subnets may change their parameters at any time, and weights may be set in every block.
        try await client.sudo(.adminUtils(.sudoSetOwnerHparamRateLimit(epochs: 0)), by: sudo)
        try await client.sudo(.adminUtils(.sudoSetTxRateLimit(txRateLimit: 0)), by: sudo)
        // Nobody can stake on root before.
        try await client.sudo(.adminUtils(.sudoSetSubtokenEnabled(netuid: .root, subtokenEnabled: true)), by: sudo)
    }

    /// Creates a subnet with three validators and six miners, and a tempo so short that epochs happen all the time.
    func found(_ client: ChainClient, number: Int) async throws {
        func neuron(_ name: String) throws -> Neuron {
            Neuron(hotkey: try Keypair(uri: "//Soak//\(number)//\(name)"), coldkey: founder)
        }
        let owner = try neuron("owner")
        let netuid = try await client.createSubnet(hotkey: owner.hotkey.accountID, by: founder).netuid
        try await client.startCall(netuid, by: founder)
        let settings: [AdminUtils.Call] = [
            .sudoSetTempo(netuid: netuid, tempo: UInt16(8 + 3 * number)),
            .sudoSetWeightsSetRateLimit(netuid: netuid, weightsSetRateLimit: 0),
            .sudoSetServingRateLimit(netuid: netuid, servingRateLimit: 0),
            .sudoSetImmunityPeriod(netuid: netuid, immunityPeriod: 20),
            .sudoSetMaxRegistrationsPerBlock(netuid: netuid, maxRegistrationsPerBlock: 16),
            .sudoSetTargetRegistrationsPerInterval(netuid: netuid, targetRegistrationsPerInterval: 64),
            .sudoSetMaxAllowedUIDs(netuid: netuid, maxAllowedUIDs: 64),
            .sudoSetYuma3Enabled(netuid: netuid, enabled: number % 2 == 1),
            .sudoSetLiquidAlphaEnabled(netuid: netuid, enabled: number % 4 == 3),
        ]
        for call in settings { try await client.sudo(.adminUtils(call), by: sudo) }
        let validators = try (0..<3).map { try neuron("validator//\($0)") }
        let miners = try (0..<6).map { try neuron("miner//\($0)") }
        for member in validators + miners {
            _ = try await client.register(hotkey: member.hotkey.accountID, on: netuid, by: member.coldkey)
        }
        for member in validators {
            try await client.addStake(.tao(100), to: member.hotkey.accountID, on: netuid, by: member.coldkey)
        }
        add(Subnet(netuid: netuid, owner: owner, validators: validators, members: validators + miners))
    }
}

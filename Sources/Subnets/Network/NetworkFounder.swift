public import Client
import Cryptography
public import Primitives
import RuntimeInterface

/// Brings the network of a plan into being on a developer's chain: whatever is there already is left as it is, so that
/// a founding that was interrupted goes on, and a second one changes nothing.
public struct NetworkFounder: Sendable {
    /// What a miner's coldkey gets at least: several registrations at their rising price.
    static let minerBalance = Rao.tao(100)
    /// What a validator's coldkey gets at least.
    static let validatorBalance = Rao.tao(400)
    /// What a validator stakes in itself.
    static let validatorStake = Rao.tao(200)

    private let client: ChainClient
    private let plan: NetworkPlan
    private let progress: @Sendable (String) async -> Void

    /// A founder that says what it does.
    public init(
        _ client: ChainClient, _ plan: NetworkPlan, progress: @escaping @Sendable (String) async -> Void = { _ in }
    ) {
        self.client = client
        self.plan = plan
        self.progress = progress
    }

    /// Funds the members, creates and starts the subnet, registers everybody, stakes, and sees that the validators have
    /// their permits.
    ///
    /// - Throws: `ClientError` when the chain refuses a step or goes away.
    public func found() async throws(ClientError) -> NetUID {
        try await fund()
        let netuid = try await subnet()
        try await start(netuid)
        try await register(on: netuid)
        try await stake(on: netuid)
        try await obtainPermits(on: netuid)
        return netuid
    }

    /// The subnet of the plan's owner, if it exists.
    public func existingSubnet() async throws(ClientError) -> NetUID? {
        let owner = plan.owner.hotkey.accountID
        return try await client.entries(of: Subtensor.subnetOwnerHotkey).first { $0.value == owner }?.key
    }

    /// Runs the subnet's epoch with the next block, as its owner may.
    public func triggerEpoch(of netuid: NetUID) async throws(ClientError) {
        try await client.submit(.subtensor(.triggerEpoch(netuid: netuid)), by: plan.owner.coldkey)
    }

    /// Those who are not registered yet get what they need, in one transaction.
    private func fund() async throws(ClientError) {
        let known = try await existingSubnet()
        var transfers: [RuntimeCall] = []
        for member in plan.members.dropFirst() {
            if let known, try await client.storage(Subtensor.uids, known, member.hotkey.accountID) != nil { continue }
            let wanted = member.isValidator ? Self.validatorBalance : Self.minerBalance
            let account = member.coldkey.accountID
            let missing = wanted.subtractingClamped(try await client.balance(of: account))
            guard !missing.isZero else { continue }
            transfers.append(.balances(.transferKeepAlive(dest: .id(account), value: missing)))
        }
        guard !transfers.isEmpty else { return }
        await progress("funding \(transfers.count) accounts from \(plan.owner.coldkeyURI)")
        try await client.submit(.utility(.batchAll(calls: transfers)), by: plan.owner.coldkey)
    }

    private func subnet() async throws(ClientError) -> NetUID {
        if let known = try await existingSubnet() {
            await progress("subnet \(known) is there")
            return known
        }
        let created = try await client.createSubnet(hotkey: plan.owner.hotkey.accountID, by: plan.owner.coldkey)
        await progress("subnet \(created.netuid) created by \(plan.owner.coldkeyURI)")
        // Whoever plays with this network wants epochs on demand, not one in 200 blocks.
        try await client.sudo(.adminUtils(.sudoSetOwnerHparamRateLimit(epochs: 0)), by: plan.owner.coldkey)
        return created.netuid
    }

    private func start(_ netuid: NetUID) async throws(ClientError) {
        guard try await client.storage(Subtensor.firstEmissionBlockNumber, netuid) == nil else { return }
        try await client.startCall(netuid, by: plan.owner.coldkey)
        await progress("emission started")
    }

    /// One after the other, so that UIDs follow the plan.
    private func register(on netuid: NetUID) async throws(ClientError) {
        for member in plan.members.dropFirst() {
            let (uid, inclusion) = try await client.register(
                hotkey: member.hotkey.accountID, on: netuid, by: member.coldkey)
            if inclusion != nil { await progress("\(member.name) registered as UID \(uid)") }
        }
    }

    private func stake(on netuid: NetUID) async throws(ClientError) {
        for member in plan.validators {
            let hotkey = member.hotkey.accountID
            guard try await client.storage(Subtensor.totalHotkeyAlpha, hotkey, netuid).isZero else { continue }
            try await client.addStake(Self.validatorStake, to: hotkey, on: netuid, by: member.coldkey)
            await progress("\(member.name) staked \(Self.validatorStake.units / 1_000_000_000) TAO")
        }
    }

    /// Permits are given by epochs, to those with stake: the first one is asked for.
    private func obtainPermits(on netuid: NetUID) async throws(ClientError) {
        guard try await !havePermits(on: netuid) else { return }
        // One that was asked for before an interruption comes by itself.
        if try await client.storage(Subtensor.pendingEpochAt, netuid) == 0 { try await triggerEpoch(of: netuid) }
        while try await !havePermits(on: netuid) {
            try await client.waitForBlock(try await client.blockNumber() + 1)
        }
        await progress("the validators have their permits")
    }

    private func havePermits(on netuid: NetUID) async throws(ClientError) -> Bool {
        guard let metagraph = try await client.metagraph(netuid) else { return false }
        return plan.validators.allSatisfy { member in
            metagraph.uid(of: member.hotkey.accountID).map { metagraph.validatorPermit[Int($0)] } ?? false
        }
    }
}

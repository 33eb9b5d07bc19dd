import Cryptography
import FixedPoint
import Frame
import Hashing
import Primitives
import Runtime
import RuntimeInterface
import SCALE
import SystemPallets
import Testing

@testable import SubtensorPallets

/// A chain on which one coldkey and one of its hotkeys have everything that keys can have.
final class KeysNetwork {
    static let coldkey = TestChain.charlie
    static let successor = TestChain.key("Successor")
    static let hotkey = TestChain.key("Validator")
    static let newHotkey = TestChain.key("NewValidator")
    static let nominator = TestChain.bob
    /// Another hotkey of the coldkey.
    static let other = TestChain.key("Other")
    /// A hotkey of the nominator.
    static let foreign = TestChain.key("Foreign")

    /// Items that name the coldkey once ``fill()`` and a hotkey swap are done.
    static let coldkeyItems: Set<String> = [
        "System.Account", "SubtensorModule.AlphaShareEpoch", "SubtensorModule.AlphaV2",
        "SubtensorModule.AutoStakeDestination", "SubtensorModule.AutoStakeDestinationColdkeys",
        "SubtensorModule.IdentitiesV2",
        "SubtensorModule.LastColdkeyHotkeyStakeBlock", "SubtensorModule.LastHotkeySwapOnNetuid",
        "SubtensorModule.LastRateLimitedBlock", "SubtensorModule.NetworkRegistrationQueue",
        "SubtensorModule.OwnedHotkeys", "SubtensorModule.Owner", "SubtensorModule.RootClaimType",
        "SubtensorModule.RootClaimed", "SubtensorModule.StakingColdkeys",
        "SubtensorModule.StakingColdkeysByIndex", "SubtensorModule.StakingHotkeys", "SubtensorModule.SubnetOwner",
        "SubtensorModule.TransactionKeyLastBlock",
    ]

    /// Items that name a coldkey whose swap is announced and disputed.
    static let announcementItems: Set<String> = [
        "SubtensorModule.ColdkeySwapAnnouncements", "SubtensorModule.ColdkeySwapDisputes",
    ]

    /// Items that name the hotkey after ``fill()``.
    static let hotkeyItems: Set<String> = [
        "SubtensorModule.AlphaDividendsPerSubnet", "SubtensorModule.AlphaV2",
        "SubtensorModule.AutoParentDelegationEnabled", "SubtensorModule.AutoStakeDestination",
        "SubtensorModule.AutoStakeDestinationColdkeys", "SubtensorModule.Axons", "SubtensorModule.ChildKeys",
        "SubtensorModule.ChildkeyTake", "SubtensorModule.Delegates", "SubtensorModule.IsNetworkMember",
        "SubtensorModule.Keys", "SubtensorModule.LastColdkeyHotkeyStakeBlock",
        "SubtensorModule.LastRateLimitedBlock",
        "SubtensorModule.NetworkRegistrationQueue", "SubtensorModule.NeuronCertificates",
        "SubtensorModule.OwnedHotkeys", "SubtensorModule.Owner",
        "SubtensorModule.ParentKeys", "SubtensorModule.PendingChildKeys", "SubtensorModule.Prometheus",
        "SubtensorModule.RootAlphaDividendsPerSubnet", "SubtensorModule.RootClaimable", "SubtensorModule.RootClaimed",
        "SubtensorModule.StakingHotkeys", "SubtensorModule.SubnetOwnerHotkey", "SubtensorModule.TotalHotkeyAlpha",
        "SubtensorModule.TotalHotkeyAlphaLastEpoch", "SubtensorModule.TotalHotkeySharesV2",
        "SubtensorModule.TransactionKeyLastBlock", "SubtensorModule.Uids", "SubtensorModule.VotingPower",
        "SubtensorModule.WeightCommits",
    ]

    /// Items that name the hotkey after ``fill()``, and that its successor, whose pool is a new one, does without.
    static let poolItems: Set<String> = ["SubtensorModule.AlphaSharePoolEpoch", "SubtensorModule.AlphaShareEpoch"]

    /// What an account keeps although it was swapped: its nonce, what it signed, and who came after it.
    static let personalItems = Set([
        "System.Account", "Commitments.CommitmentOf", "Commitments.LastCommitment", "Commitments.UsedSpaceOf",
    ]).union(lineageItems)

    /// Items that name swapped keys for good.
    static let lineageItems: Set<String> = [
        "SubtensorModule.HotkeySuccessor", "SubtensorModule.HotkeyRoot", "SubtensorModule.ColdkeySuccessor",
        "SubtensorModule.ColdkeyRoot",
    ]

    let chain: TestChain
    let netuid: NetUID
    /// Another subnet of somebody else.
    let foreignNetuid: NetUID

    init() throws {
        chain = TestChain { (state: inout State) in
            state.set(Subtensor.networkRateLimit, to: 0)
            state.set(Subtensor.startCallDelay, to: 0)
            state.set(Subtensor.stakeThreshold, to: 0)
            state.set(Subtensor.subtokenEnabled, .root, to: true)
            // Claims that nobody asked for would change the figures that the tests compare.
            state.set(Subtensor.numRootClaim, to: 0)
        }
        foreignNetuid = try chain.addSubnet(owner: TestChain.alice, hotkey: TestChain.key("AliceHotkey"))
        netuid = try chain.addSubnet(owner: Self.coldkey, hotkey: Self.hotkey)
        try chain.register([Self.other], of: Self.coldkey, on: netuid)
        try chain.register([Self.foreign], of: Self.nominator, on: netuid)
        chain.advance()
    }

    func send(_ call: Subtensor.Call, by keypair: Keypair, sourceLocation: SourceLocation = #_sourceLocation) throws {
        let failure = try chain.send(.subtensor(call), by: keypair, sourceLocation: sourceLocation)
        #expect(failure == nil, "\(call)", sourceLocation: sourceLocation)
    }

    /// Gives coldkey and hotkey an entry in every map that there is.
    func fill() throws {
        try fillStake()
        try fillNeuron()
        try fillFamily()
        try fillChoices()
        chain.advance()
        // What only an epoch or a vote could bring.
        let hotkey = Self.hotkey.accountID
        chain.state.set(Subtensor.alphaDividendsPerSubnet, netuid, hotkey, to: 11)
        chain.state.set(Subtensor.rootAlphaDividendsPerSubnet, netuid, hotkey, to: 12)
        chain.state.set(Subtensor.totalHotkeyAlphaLastEpoch, hotkey, netuid, to: 13)
        chain.state.set(Subtensor.votingPower, netuid, hotkey, to: 14)
        chain.state.set(Subtensor.lastRateLimitedBlock, .lastTxBlockDelegateTake(hotkey), to: 2)
        try fillQueue()
    }

    /// A subnet that waits for a number, which nothing here sets free.
    private func fillQueue() throws {
        chain.state.set(Subtensor.subnetLimit, to: 2)
        var waiting = NetworkRegistrationInfo(
            coldkey: Self.coldkey.accountID, hotkey: Self.hotkey.accountID, mechid: 1, identity: nil,
            lockAmount: Self.queuedPrice, medianSubnetAlphaPrice: .zero, registrationBlock: 5, lockID: 0)
        try Subtensor.enqueue(&waiting, in: &chain.state)
    }

    /// What is reserved for the waiting subnet.
    static let queuedPrice = Rao.tao(5)

    private func fillStake() throws {
        try send(.rootRegister(hotkey: Self.hotkey.accountID), by: Self.coldkey)
        // The hotkey's pools on the subnet and on root were closed before, so that shares have the number of the next.
        for netuid in [netuid, .root] {
            let (coldkey, hotkey) = (Self.coldkey.accountID, Self.hotkey.accountID)
            Subtensor.increaseStake(1_000, of: coldkey, at: hotkey, on: netuid, in: &chain.state)
            Subtensor.decreaseStake(1_000, of: coldkey, at: hotkey, on: netuid, in: &chain.state)
        }
        for (coldkey, tao) in [(Self.coldkey, Rao.tao(300)), (Self.nominator, .tao(700))] {
            try chain.stake(tao, of: coldkey, to: Self.hotkey, on: .root)
            try chain.stake(tao, of: coldkey, to: Self.hotkey, on: netuid)
        }
        try chain.stake(.tao(50), of: Self.coldkey, to: Self.foreign, on: netuid)
        Subtensor.mintAlphaOut(9_000_000_000, on: netuid, in: &chain.state)
        for (netuid, rate) in [(netuid, 3), (foreignNetuid, 5)] as [(NetUID, Int128)] {
            Subtensor.raiseRootClaimable(
                by: I96F32(bits: rate << 24), at: Self.hotkey.accountID, on: netuid, in: &chain.state)
        }
        // Stake from now on counts as having claimed what waits.
        for (coldkey, tao) in [(Self.coldkey, Rao.tao(40)), (Self.nominator, .tao(60))] {
            try chain.stake(tao, of: coldkey, to: Self.hotkey, on: .root)
        }
    }

    private func fillNeuron() throws {
        let hotkey = Self.hotkey
        try send(
            .serveAxonTLS(
                netuid: netuid, version: 1, ip: 0x0102_0304, port: 8091, ipType: 4, protocol: 4, placeholder1: 0,
                placeholder2: 0, certificate: [1, 2, 3]), by: hotkey)
        try send(.servePrometheus(netuid: netuid, version: 1, ip: 0x0102_0304, port: 9100, ipType: 4), by: hotkey)
        chain.root(.adminUtils(.sudoSetCommitRevealWeightsEnabled(netuid: netuid, enabled: true)))
        chain.state.set(Subtensor.weightsSetRateLimit, netuid, to: 0)
        try send(.commitWeights(netuid: netuid, commitHash: TestChain.hash(of: 7)), by: hotkey)
        #expect(
            try chain.send(
                .commitments(.setCommitment(netuid: netuid, info: CommitmentInfo(fields: [.raw([1, 2, 3])]))),
                by: hotkey) == nil)
    }

    private func fillFamily() throws {
        let half = UInt64.max / 2
        let (hotkey, netuid) = (Self.hotkey.accountID, netuid)
        Subtensor.applyChildren(
            [Pair(half, Self.other.accountID)], of: hotkey, on: netuid, in: &chain.state)
        Subtensor.applyChildren(
            [Pair(half, hotkey)], of: Self.foreign.accountID, on: netuid, in: &chain.state)
        try send(
            .setChildren(hotkey: hotkey, netuid: netuid, children: [Pair(7, Self.other.accountID)]), by: Self.coldkey)
        try send(
            .setChildren(hotkey: Self.foreign.accountID, netuid: netuid, children: [Pair(9, hotkey)]),
            by: Self.nominator)
        try send(.setChildkeyTake(hotkey: hotkey, netuid: netuid, take: PerU16(1_000)), by: Self.coldkey)
        try send(.setAutoParentDelegationEnabled(hotkey: hotkey, enabled: false), by: Self.coldkey)
    }

    private func fillChoices() throws {
        for coldkey in [Self.coldkey, Self.nominator] {
            try send(
                .setColdkeyAutoStakeHotkey(netuid: netuid, hotkey: Self.hotkey.accountID), by: coldkey)
        }
        try send(.setRootClaimType(newRootClaimType: .keep), by: Self.coldkey)
        try send(.setTempo(netuid: netuid, tempo: 400), by: Self.coldkey)
        try send(
            .setIdentity(
                name: Array("Charlie".utf8), url: [], githubRepo: [], image: [], discord: [], description: [],
                additional: []), by: Self.coldkey)
    }

    /// The worth of every share of the two hotkeys, the claims on root dividends and the balance.
    func wealth(of coldkey: AccountID, at hotkey: AccountID) -> [Alpha] {
        let claims = [netuid, foreignNetuid].map { netuid in
            Alpha(
                Subtensor.rootDividendsOwed(to: coldkey, at: hotkey, on: netuid, in: chain.state).flooredUInt64)
        }
        return [netuid, .root].map { Subtensor.stake(of: coldkey, at: hotkey, on: $0, in: chain.state) } + claims
    }
}

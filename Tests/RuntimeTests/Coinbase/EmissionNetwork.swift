import FixedPoint
import Frame
import Primitives
import RuntimeInterface
import SCALE
import SystemPallets
import Testing

@testable import SubtensorPallets

/// A network that runs block by block: root with one validator, subnets with validators, miners and nominators, weights
/// set straight into storage. After every block every invariant is checked.
struct EmissionNetwork: ~Copyable {
    /// Owns the subnets.
    static let owner = StakingNetwork.coldkeys[0]
    /// Validates on every subnet and on root.
    static let validator = StakingNetwork.coldkeys[1]
    /// Stakes to the validator.
    static let nominator = StakingNetwork.coldkeys[2]
    static let miners = [StakingNetwork.coldkeys[3], StakingNetwork.coldkeys[4]]

    var network: StakingNetwork
    private var committed: [[UInt8]: [UInt8]] = [:]

    /// Creates and starts `subnets` subnets with one validator, two miners and a nominator each.
    init(subnets count: Int, tempo: UInt16 = 20) {
        network = StakingNetwork()
        network.state.set(Subtensor.numRootClaim, to: 0)
        let hotkey = Self.hotkey(of: Self.validator)
        #expect(
            network.run { (state: inout State) throws(DispatchError) in
                try Subtensor.rootRegister(.signed(Self.validator), hotkey, in: &state)
                try Subtensor.addStake(.signed(Self.validator), hotkey, .root, .tao(10_000), in: &state)
                try Subtensor.addStake(.signed(Self.nominator), hotkey, .root, .tao(30_000), in: &state)
            } == nil)
        // Else the owner's hotkey would inherit the validator's stake on every new subnet.
        network.state.set(Subtensor.autoParentDelegationEnabled, hotkey, to: false)
        for _ in 0..<count { populate(network.addSubnet(owner: Self.owner), tempo: tempo) }
        Subtensor.anchorIssuance(in: &network.state)
        commit()
    }

    static func hotkey(of coldkey: AccountID) -> AccountID { StakingNetwork.hotkey(of: coldkey) }

    var netuids: [NetUID] { Subtensor.netuids(in: network.state).filter { !$0.isRoot } }

    private mutating func populate(_ netuid: NetUID, tempo: UInt16) {
        let failure = network.run { (state: inout State) throws(DispatchError) in
            state.set(Subtensor.tempo, netuid, to: tempo)
            // A fifth, so that up to five subnets don't sell root dividends; it hardly moves in a test's time.
            state.set(Subtensor.subnetMovingPrice, netuid, to: I96F32(bits: (1 << 32) / 5))
            state.set(Subtensor.lastEpochBlock, netuid, to: Subtensor.currentBlock(in: state))
            for coldkey in [Self.validator] + Self.miners {
                try Subtensor.register(.signed(coldkey), netuid, Self.hotkey(of: coldkey), in: &state)
            }
            let hotkey = Self.hotkey(of: Self.validator)
            try Subtensor.addStake(.signed(Self.validator), hotkey, netuid, .tao(200), in: &state)
            try Subtensor.addStake(.signed(Self.nominator), hotkey, netuid, .tao(600), in: &state)
        }
        #expect(failure == nil)
        setWeights(on: netuid)
    }

    /// UID 0 is the owner's, 1 the validator's, 2 and 3 the miners'. The validator gives the miners 1 to 3.
    mutating func setWeights(on netuid: NetUID, mechanism: MechanismID = .main) {
        let index = Subtensor.storageIndex(netuid, mechanism)
        let now = Subtensor.currentBlock(in: network.state)
        network.state.set(Subtensor.weights, index, 1, to: [Pair(2, 21_845), Pair(3, 65_535)])
        network.state.set(Subtensor.lastUpdate, index, to: Array(repeating: now + 1, count: 4))
        network.state.set(Subtensor.validatorPermit, netuid, to: [true, true, false, false])
    }

    /// Takes what was written so far as the state of the last block.
    mutating func commit() {
        for change in network.state.changes { committed[change.key] = change.value }
        reopen()
    }

    /// A fresh state above the last block's: what the node makes for every block.
    private mutating func reopen() {
        network.state = State(backend: MemoryBackend(committed)) { (_, _, _) throws(DispatchError) in throw .other }
    }

    /// Begins the next block, up to its hooks.
    mutating func begin() {
        let number = System.blockNumber(in: network.state) + 1
        let parent = Hash(Array(repeating: UInt8(truncatingIfNeeded: number &* 37), count: 32)) ?? .zero
        System.initializeBlock(number: number, parentHash: parent, digest: Digest(logs: []), in: &network.state)
    }

    /// Forgets what was written since the last block.
    mutating func rewind() { reopen() }

    /// Runs a block: hooks, then `calls`, then hooks. Checks every invariant.
    /// - Returns: the pallet's events of the block.
    @discardableResult
    mutating func runBlock(
        sourceLocation: SourceLocation = #_sourceLocation,
        _ calls: (inout State) throws(DispatchError) -> Void = { (_: inout State) in }
    ) -> [Subtensor.Event] {
        begin()
        Subtensor.onInitialize(&network.state)
        do throws(DispatchError) {
            try network.state.transaction(calls)
        } catch {
            // A call that fails leaves nothing behind, and the block goes on.
        }
        Subtensor.onFinalize(&network.state)
        let events = network.subtensorEvents
        do throws(InvariantViolation) {
            try Balances.checkInvariants(in: network.state)
            try Subtensor.checkInvariants(in: network.state)
        } catch {
            let block = System.blockNumber(in: network.state)
            Issue.record("block \(block): \(error)", sourceLocation: sourceLocation)
        }
        commit()
        return events
    }

    /// Runs `count` blocks.
    mutating func run(_ count: Int, sourceLocation: SourceLocation = #_sourceLocation) {
        for _ in 0..<count { runBlock(sourceLocation: sourceLocation) }
    }
}

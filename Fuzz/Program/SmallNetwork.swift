import Cryptography
import Hashing
import Primitives
import Runtime
import RuntimeInterface
import SCALE
import SystemPallets

@testable import Frame
@testable import HostileInput
@testable import SubtensorPallets

/// A chain in memory with a subnet that is at work: an owner, a validator with stake and a permit, two miners, weights.
final class SmallNetwork: Sendable {
    static let owner = key("Bob")
    static let coldkey = key("Charlie")
    static let ownerHotkey = key("OwnerHotkey")
    static let validator = key("Validator")
    static let miners = [key("Miner1"), key("Miner2")]

    /// Who signs: sudo, the subnet's owner, the other coldkey, the validator.
    let signers = [key("Alice"), owner, coldkey, validator]
    let netuid: NetUID
    let number: BlockNumber
    // In the middle of a block: its hooks and its inherent have run.
    private let backend: MemoryBackend

    /// A state of the network's own, to do anything with.
    var state: State { Runtime.state(over: backend) }

    static func key(_ name: String) -> Keypair { valid(try Keypair(uri: "//" + name)) }

    init() {
        let genesis = Runtime.genesis(.development(slotMilliseconds: 12_000))
        var values: [[UInt8]: [UInt8]] = [:]
        for change in genesis { values[change.key] = change.value }
        var state = Runtime.state(over: MemoryBackend(values))
        Self.begin(&state)
        let taken = Set(Subtensor.netuids(in: state))
        Self.demand(
            .subtensor(.registerNetwork(hotkey: Self.ownerHotkey.accountID)), from: .signed(Self.owner.accountID),
            in: &state)
        let netuid = Subtensor.netuids(in: state).first { !taken.contains($0) } ?? .root
        Self.demand(.subtensor(.startCall(netuid: netuid)), from: .signed(Self.owner.accountID), in: &state)
        for hotkey in [Self.validator] + Self.miners {
            Self.demand(
                .subtensor(.burnedRegister(netuid: netuid, hotkey: hotkey.accountID)),
                from: .signed(Self.coldkey.accountID), in: &state)
        }
        for call in [
            RuntimeCall.adminUtils(.sudoSetWeightsSetRateLimit(netuid: netuid, weightsSetRateLimit: 0)),
            .adminUtils(.sudoSetCommitRevealWeightsEnabled(netuid: netuid, enabled: false)),
            .adminUtils(.sudoSetMinAllowedWeights(netuid: netuid, minAllowedWeights: 1)),
        ] {
            Self.demand(call, from: .root, in: &state)
        }
        let stake = Subtensor.Call.addStake(
            hotkey: Self.validator.accountID, netuid: netuid, amountStaked: .tao(50))
        Self.demand(.subtensor(stake), from: .signed(Self.coldkey.accountID), in: &state)
        state.set(Subtensor.validatorPermit, netuid, to: [false, true, false, false])
        Self.finish(&state)
        Self.begin(&state)
        let weights = Subtensor.Call.setWeights(netuid: netuid, dests: [2, 3], weights: [1, 4], versionKey: 0)
        Self.demand(.subtensor(weights), from: .signed(Self.validator.accountID), in: &state)
        Self.finish(&state)
        Self.begin(&state)
        number = System.blockNumber(in: state)
        self.netuid = netuid
        for change in state.changes { values[change.key] = change.value }
        backend = MemoryBackend(values)
    }

    // MARK: Blocks

    static func begin(_ state: inout State) {
        let number = System.blockNumber(in: state) + 1
        let parent = Hash(Blake2b.hash256((number - 1).encoded())) ?? .zero
        Runtime.beginBlock(
            number: number, parentHash: parent, digest: Aura.digest(slot: UInt64(number)), in: &state)
        Runtime.runOpeningHooks(in: &state)
        let inherent = Runtime.timestampInherent(1_700_000_000_000 + UInt64(number) * 12_000)
        valid(try Runtime.applyInherent(inherent, index: 0, in: &state))
    }

    static func finish(_ state: inout State) {
        Runtime.endBlock(in: &state)
        do throws(InvariantViolation) {
            try Runtime.checkInvariants(in: state)
        } catch {
            hold(false, "invariant: \(error)")
        }
    }

    /// Runs a call, all or nothing.
    /// - Returns: why it failed, or `nil`.
    @discardableResult
    static func dispatch(_ call: RuntimeCall, from origin: Origin, in state: inout State) -> DispatchError? {
        do throws(DispatchError) {
            try state.transaction { (state: inout State) throws(DispatchError) in
                try state.dispatch(call, from: origin)
            }
            return nil
        } catch {
            return error
        }
    }

    private static func demand(_ call: RuntimeCall, from origin: Origin, in state: inout State) {
        let failure = dispatch(call, from: origin, in: &state)
        hold(failure == nil, "\(call) prepares the network: \(String(describing: failure))")
    }

    // MARK: Calls and extrinsics

    var sampleCalls: [RuntimeCall] {
        SampleCalls.all(
            netuid: netuid, hotkey: Self.validator.accountID, beneficiary: Self.owner.accountID,
            newcomer: Self.key("New").accountID)
    }

    /// One call of every kind of the chain's own authority and its users', with random arguments.
    var rootCalls: [RuntimeCall] {
        let metadata = ServedMetadata.metadata(slotDuration: 12_000)
        var random = RandomValue(metadata.types, seed: 2)
        return metadata.pallets.flatMap { pallet in
            metadata.variants(of: pallet.calls).compactMap { variant in
                try? RuntimeCall(
                    scale: [pallet.index, variant.index] + variant.fields.flatMap { random.bytes($0.type) })
            }
        }
    }

    func signed(_ call: RuntimeCall, by keypair: Keypair, era: Era) -> [UInt8] {
        let state = state
        let extra = ExtrinsicExtra(era: era, nonce: System.nonce(of: keypair.accountID, in: state))
        let birth = BlockNumber(era.birth(UInt64(number)))
        let payload = extra.signingPayload(
            callBytes: call.encoded(), specVersion: RuntimeVersion.current.specVersion,
            transactionVersion: RuntimeVersion.current.transactionVersion,
            genesisHash: state.get(System.blockHash, 0), birthHash: state.get(System.blockHash, birth))
        return Extrinsic.signed(
            callBytes: call.encoded(), signer: keypair.accountID, signature: keypair.multiSignature(payload),
            extra: extra)
    }
}

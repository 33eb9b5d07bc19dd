import Cryptography
import Frame
import Hashing
import Primitives
import Runtime
import RuntimeInterface
import SCALE
import SystemPallets
import Testing

@testable import SubtensorPallets

/// A chain in memory that goes block by block through the runtime's own entry points, as the node does: begin, hooks,
/// the time, extrinsics, hooks. After every block every invariant is checked.
///
/// There is always a block in progress: its hooks and inherents have run, and extrinsics may be applied.
final class TestChain {
    /// Alice is Sudo, and all of them have a million TAO or (Dave and the later ones) 2,000.
    static let alice = key("Alice")
    static let bob = key("Bob")
    static let charlie = key("Charlie")
    static let dave = key("Dave")
    /// Makes the blocks and earns the fees.
    static let author = key("One")

    /// The block in progress.
    var state: State
    private var committed: SteppedBackend
    private var index: UInt32 = 0

    /// A chain of the development genesis, in block 1.
    /// - Parameter prepare: changes to the genesis state.
    init(_ profile: NetworkProfile = .dev, prepare: (inout State) -> Void = { (_: inout State) in }) {
        var configuration = GenesisConfiguration.development(slotMilliseconds: 12_000)
        configuration.profile = profile
        committed = SteppedBackend(Runtime.genesis(configuration))
        state = Runtime.state(over: committed)
        prepare(&state)
        commit()
        begin(number: 1)
    }

    /// The key of a development account or of any other name.
    static func key(_ name: String) -> Keypair {
        guard let keypair = try? Keypair(uri: "//" + name) else { preconditionFailure("//\(name) is a key URI") }
        return keypair
    }

    // MARK: Blocks

    var number: BlockNumber { System.blockNumber(in: state) }

    /// The hash that this chain gives to a block.
    static func hash(of number: BlockNumber) -> Hash { Hash(Blake2b.hash256(number.encoded())) ?? .zero }

    private func begin(number: BlockNumber) {
        state = Runtime.state(over: committed)
        Runtime.beginBlock(
            number: number, parentHash: Self.hash(of: number - 1), digest: Aura.digest(slot: UInt64(number)), in: &state
        )
        Runtime.runOpeningHooks(in: &state)
        index = 0
        applyInherent(Runtime.timestampInherent(1_700_000_000_000 + UInt64(number) * 12_000))
    }

    /// Runs an inherent, which must not fail.
    func applyInherent(_ extrinsic: Extrinsic, sourceLocation: SourceLocation = #_sourceLocation) {
        do throws(DispatchError) {
            try Runtime.applyInherent(extrinsic, index: index, in: &state)
            index += 1
        } catch {
            Issue.record("inherent: \(error)", sourceLocation: sourceLocation)
        }
    }

    /// Ends the block, checks every invariant and begins the next one, so many times.
    func advance(_ blocks: Int = 1, sourceLocation: SourceLocation = #_sourceLocation) {
        for _ in 0..<blocks {
            let next = number + 1
            Runtime.endBlock(in: &state)
            do throws(InvariantViolation) {
                try Runtime.checkInvariants(in: state)
            } catch {
                Issue.record("block \(next - 1): \(error)", sourceLocation: sourceLocation)
            }
            commit()
            begin(number: next)
        }
    }

    /// Goes on to block `target`.
    func advance(to target: BlockNumber, sourceLocation: SourceLocation = #_sourceLocation) {
        while number < target { advance(sourceLocation: sourceLocation) }
    }

    /// Goes on until the first block behind the next epoch of a subnet.
    func advancePastEpoch(of netuid: NetUID) {
        let epoch = state.get(Subtensor.subnetEpochIndex, netuid)
        var blocks = 0
        while state.get(Subtensor.subnetEpochIndex, netuid) == epoch, blocks < 1_000 {
            advance()
            blocks += 1
        }
    }

    private func commit() {
        let changes = state.changes
        // The backend is nobody else's while it changes, so that it need not be copied.
        state = Runtime.state(over: SteppedBackend())
        committed.apply(changes)
    }

    // MARK: Extrinsics

    /// The bytes of a signed extrinsic; what is not named is as it should be.
    func bytes(
        _ call: RuntimeCall, by keypair: Keypair, nonce: UInt32? = nil, era: Era = .immortal, tip: Rao = .zero,
        coversMetadataHash: Bool = false, genesisHash: Hash? = nil, birthHash: Hash? = nil
    ) -> [UInt8] {
        let extra = ExtrinsicExtra(
            era: era, nonce: nonce ?? System.nonce(of: keypair.accountID, in: state), tip: tip,
            coversMetadataHash: coversMetadataHash)
        let birth = BlockNumber(era.birth(UInt64(number)))
        let payload = extra.signingPayload(
            callBytes: call.encoded(), specVersion: RuntimeVersion.current.specVersion,
            transactionVersion: RuntimeVersion.current.transactionVersion,
            genesisHash: genesisHash ?? Self.hash(of: 0), birthHash: birthHash ?? Self.hash(of: birth))
        return Extrinsic.signed(
            callBytes: call.encoded(), signer: keypair.accountID, signature: keypair.multiSignature(payload),
            extra: extra)
    }

    /// A signed extrinsic.
    func extrinsic(
        _ call: RuntimeCall, by keypair: Keypair, nonce: UInt32? = nil, era: Era = .immortal, tip: Rao = .zero
    ) throws -> Extrinsic {
        try Extrinsic(bytes(call, by: keypair, nonce: nonce, era: era, tip: tip))
    }

    /// Why the pool would refuse the extrinsic of these bytes; `nil` where it would not.
    func refusal(of bytes: [UInt8]) throws -> InvalidTransaction? {
        let extrinsic = try Extrinsic(bytes)
        do throws(InvalidTransaction) {
            _ = try Runtime.validate(extrinsic, in: state)
            return nil
        } catch {
            return error
        }
    }

    /// Why the pool would refuse a call.
    func refusal(of call: RuntimeCall, by keypair: Keypair) throws -> InvalidTransaction? {
        try refusal(of: bytes(call, by: keypair))
    }

    /// Applies an extrinsic to the block in progress.
    /// - Returns: why the call failed, or `nil`.
    /// - Throws: ``InvalidTransaction`` where it has no place in a block; nothing may have changed then.
    @discardableResult
    func apply(
        _ extrinsic: Extrinsic, sourceLocation: SourceLocation = #_sourceLocation
    ) throws -> DispatchError? {
        let before = state.changes
        let deposited = state.events.count
        // Blocks of these tests have room for everything.
        var room = BlockRoom()
        do throws(InvalidTransaction) {
            let failure = try Runtime.apply(extrinsic, index: index, room: &room, in: &state)
            index += 1
            if failure != nil, let signer = extrinsic.signature?.signer {
                expectOnlyFee(since: before, of: signer, sourceLocation: sourceLocation)
            }
            return failure
        } catch {
            #expect(state.changes == before, "refused, and still changed something", sourceLocation: sourceLocation)
            #expect(state.events.count == deposited, sourceLocation: sourceLocation)
            throw error
        }
    }

    /// Signs a call and applies it.
    @discardableResult
    func send(
        _ call: RuntimeCall, by keypair: Keypair, tip: Rao = .zero, sourceLocation: SourceLocation = #_sourceLocation
    ) throws -> DispatchError? {
        try apply(try extrinsic(call, by: keypair, tip: tip), sourceLocation: sourceLocation)
    }

    /// A call that failed left the fee and the nonce behind, and nothing else.
    private func expectOnlyFee(
        since before: [StateChange], of signer: AccountID, sourceLocation: SourceLocation
    ) {
        let allowed = [signer, Self.author.accountID].map { System.account.path($0) } + [Balances.totalIssuance.path]
        let old = Set(before)
        let changed = state.changes.filter { !old.contains($0) && !allowed.contains($0.key) }
        #expect(changed.isEmpty, "a failed call left something behind", sourceLocation: sourceLocation)
    }

    /// Dispatches a call from any origin, all or nothing.
    /// - Returns: the error, or `nil`.
    @discardableResult
    func dispatch(
        _ call: RuntimeCall, from origin: Origin, sourceLocation: SourceLocation = #_sourceLocation
    ) -> DispatchError? {
        let before = state.changes
        do throws(DispatchError) {
            try state.transaction { (state: inout State) throws(DispatchError) in
                try state.dispatch(call, from: origin)
            }
            return nil
        } catch {
            #expect(state.changes == before, "a failed call left something", sourceLocation: sourceLocation)
            return error
        }
    }

    /// Dispatches a call with the authority of the chain; it must not fail.
    func root(_ call: RuntimeCall, sourceLocation: SourceLocation = #_sourceLocation) {
        let failure = dispatch(call, from: .root, sourceLocation: sourceLocation)
        #expect(failure == nil, sourceLocation: sourceLocation)
    }

    // MARK: What happened

    /// The events of the block so far, without their phases.
    var events: [RuntimeEvent] { state.events.map(\.event) }

    /// Whether the block has this event.
    func has(_ event: RuntimeEvent) -> Bool { events.contains(event) }

    func free(_ keypair: Keypair) -> Rao { Balances.free(keypair.accountID, in: state) }

    // MARK: Networks

    /// Creates a subnet of `owner` and starts it. Its owner's hotkey has UID 0.
    func addSubnet(
        owner: Keypair = bob, hotkey: Keypair = key("OwnerHotkey"), sourceLocation: SourceLocation = #_sourceLocation
    ) throws -> NetUID {
        let taken = Set(Subtensor.netuids(in: state))
        #expect(
            try send(.subtensor(.registerNetwork(hotkey: hotkey.accountID)), by: owner) == nil,
            sourceLocation: sourceLocation)
        let netuid = Subtensor.netuids(in: state).first { !taken.contains($0) } ?? .root
        #expect(try send(.subtensor(.startCall(netuid: netuid)), by: owner) == nil, sourceLocation: sourceLocation)
        return netuid
    }

    /// Registers hotkeys of `coldkey`, each of which has a UID then.
    func register(
        _ hotkeys: [Keypair], of coldkey: Keypair = charlie, on netuid: NetUID,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        for hotkey in hotkeys {
            let call = RuntimeCall.subtensor(.burnedRegister(netuid: netuid, hotkey: hotkey.accountID))
            #expect(try send(call, by: coldkey) == nil, sourceLocation: sourceLocation)
        }
    }

    /// Stakes TAO.
    func stake(
        _ tao: Rao, of coldkey: Keypair, to hotkey: Keypair, on netuid: NetUID,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let call = Subtensor.Call.addStake(hotkey: hotkey.accountID, netuid: netuid, amountStaked: tao)
        #expect(try send(.subtensor(call), by: coldkey) == nil, sourceLocation: sourceLocation)
    }
}

import Frame
import Primitives
import RuntimeInterface
import SCALE
import SystemPallets
import Testing

@testable import SubtensorPallets

/// A small network in memory for tests of stake, registration and subnets: root, funded accounts, and calls that run as
/// extrinsics do, all or nothing.
struct StakingNetwork: ~Copyable {
    /// Earns the fees.
    static let author = account(250)
    /// What every account of ``coldkeys`` has at the start.
    static let wealth = Rao.tao(1_000_000)
    static let coldkeys = (1...8).map { account(UInt8($0)) }

    var state: State

    /// A network with root and no other subnet, in block 10.
    init(_ profile: NetworkProfile = .dev) {
        state = State(backend: MemoryBackend()) { (_, _, _) throws(DispatchError) in throw .other }
        profile.record(in: &state)
        state.set(System.number, to: 10)
        state.set(Aura.authorities, to: [AuraAuthority(FixedBytes<32>(Self.author.bytes) ?? FixedBytes<32>())])
        state.set(Subtensor.networksAdded, .root, to: true)
        state.set(Subtensor.totalNetworks, to: 1)
        state.set(Subtensor.subtokenEnabled, .root, to: true)
        state.set(Subtensor.maxAllowedUids, .root, to: 64)
        state.set(Subtensor.tempo, .root, to: 100)
        state.set(Subtensor.targetRegistrationsPerInterval, .root, to: 1)
        state.set(Subtensor.networkRateLimit, to: 0)
        for account in Self.coldkeys + [Self.author, Subtensor.subnetAccount(.root)] {
            let amount = Self.coldkeys.contains(account) ? Self.wealth : Balances.existentialDeposit
            Balances.deposit(amount, to: account, in: &state)
        }
        state.set(Subtensor.totalIssuance, to: state.get(Balances.totalIssuance))
    }

    /// An account of 32 equal bytes.
    static func account(_ byte: UInt8) -> AccountID { AccountID(Array(repeating: byte, count: 32)) ?? .zero }

    /// The hotkey that tests give to a coldkey.
    static func hotkey(of coldkey: AccountID, _ index: UInt8 = 0) -> AccountID {
        var bytes = coldkey.bytes
        bytes[0] = 100 + index
        return AccountID(bytes) ?? .zero
    }

    /// Runs a call as an extrinsic does and checks every invariant after it. A call that fails must leave nothing
    /// behind.
    /// - Returns: the error, or `nil`.
    @discardableResult
    mutating func run(
        _ comment: Comment? = nil, sourceLocation: SourceLocation = #_sourceLocation,
        _ call: (inout State) throws(DispatchError) -> Void
    ) -> DispatchError? {
        let before = state.changes
        let events = state.events.count
        var failure: DispatchError?
        do throws(DispatchError) {
            try state.transaction(call)
        } catch {
            failure = error
            #expect(state.changes == before, comment, sourceLocation: sourceLocation)
            #expect(state.events.count == events, comment, sourceLocation: sourceLocation)
        }
        check(comment, sourceLocation: sourceLocation)
        return failure
    }

    /// Checks every invariant.
    borrowing func check(_ comment: Comment? = nil, sourceLocation: SourceLocation = #_sourceLocation) {
        do throws(InvariantViolation) {
            try Balances.checkInvariants(in: state)
            try Subtensor.checkInvariants(in: state)
        } catch {
            Issue.record("\(error)", sourceLocation: sourceLocation)
        }
        // Nothing here mints, so the pallet's count of the issuance follows every rao that is burned.
        let counted = state.get(Subtensor.totalIssuance)
        let issued = state.get(Balances.totalIssuance)
        #expect(counted == issued, comment, sourceLocation: sourceLocation)
    }

    /// Goes on to block `number`.
    mutating func advance(to number: BlockNumber) { state.set(System.number, to: number) }

    /// Creates a subnet of the first coldkey and starts it.
    mutating func addSubnet(owner: AccountID = coldkeys[0], starts: Bool = true) -> NetUID {
        let netuid = NetUID(UInt16(Subtensor.netuids(in: state).count))
        let hotkey = Self.hotkey(of: owner, UInt8(netuid.number))
        let failure = run { (state: inout State) throws(DispatchError) in
            try Subtensor.registerNetwork(.signed(owner), hotkey, in: &state)
            if starts { try Subtensor.startCall(.signed(owner), netuid, in: &state) }
        }
        #expect(failure == nil)
        return netuid
    }

    /// The pallet's events since the start, newest last.
    var subtensorEvents: [Subtensor.Event] {
        state.events.compactMap { record in
            if case .subtensor(let event) = record.event { event } else { nil }
        }
    }

    func free(_ account: AccountID) -> Rao { Balances.free(account, in: state) }

    func stake(_ coldkey: AccountID, _ hotkey: AccountID, _ netuid: NetUID) -> Alpha {
        Subtensor.stake(of: coldkey, at: hotkey, on: netuid, in: state)
    }
}

import Frame
import Primitives
import Runtime
import RuntimeInterface
import SCALE
import SystemPallets

@testable import CallCosts
@testable import SubtensorPallets

/// The network on which costs are measured, after somebody piled up what is cheap to pile up, to make later calls dear:
/// hotkeys, nominations, positions, parents, choices of others that name one hotkey, and rows of full length.
struct HostileNetwork {
    /// What was piled up, each for a fee, the least stake or nothing.
    static let pileLength: UInt16 = 300
    /// Parents of one hotkey, each of which has to have stake: the validators that are not its children.
    private static let parents: Range<UInt16> = 6..<64

    private(set) var backend: SteppedBackend
    /// Calls that piled it up, and the TAO that was paid for stake.
    private(set) var callCount = 0
    private(set) var staked = Rao.zero

    private static let coldkey = CostNetwork.validatorColdkey
    private static let hotkey = CostNetwork.validatorHotkey

    init() {
        let below = CostNetwork.make()
        backend = SteppedBackend(
            below.keys(under: [], after: nil, limit: .max).map { StateChange(key: $0, value: below.value(for: $0)) })
        write { (state: inout State) in Balances.deposit(.tao(100_000), to: Self.coldkey, in: &state) }
        pileUpHotkeys()
        pileUpStake()
        pileUpNominators()
        pileUpFamily()
    }

    /// Accounts that the attacker makes up.
    private static func account(_ kind: UInt16, _ index: UInt16) -> AccountID {
        SyntheticNetwork.account(0xFE00 + kind, index)
    }

    private static let netuids = SyntheticNetwork.netuids(CostNetwork.subnets)

    private mutating func write(_ body: (inout State) -> Void) {
        var state = Runtime.state(over: backend)
        body(&state)
        let changes = state.changes
        state = Runtime.state(over: SteppedBackend())
        backend.apply(changes)
    }

    private mutating func send(_ calls: [(Subtensor.Call, AccountID)]) {
        callCount += calls.count
        write { (state: inout State) in
            for (call, signer) in calls {
                do throws(DispatchError) {
                    try state.dispatch(.subtensor(call), from: .signed(signer))
                } catch {
                    preconditionFailure("\(call) of the attacker failed: \(error)")
                }
            }
        }
    }

    /// Hotkeys of the attacker's that do nothing.
    private mutating func pileUpHotkeys() {
        send((0..<Self.pileLength).map { (.tryAssociateHotkey(hotkey: Self.account(0, $0)), Self.coldkey) })
    }

    /// The least stake with every validator on every subnet, and with many of the attacker's own hotkeys.
    private mutating func pileUpStake() {
        let least = Rao(3_000_000)
        var calls: [(Subtensor.Call, AccountID)] = []
        for netuid in Self.netuids where netuid != CostNetwork.waitingNetuid {
            for index in 1..<UInt16(32) {
                calls.append(
                    (
                        .addStake(
                            hotkey: SyntheticNetwork.hotkey(0, index), netuid: netuid, amountStaked: least),
                        Self.coldkey
                    ))
            }
        }
        for index in 0..<Self.pileLength {
            calls.append(
                (
                    .addStake(hotkey: Self.account(0, index), netuid: CostNetwork.netuid, amountStaked: least),
                    Self.coldkey
                ))
        }
        staked += Rao(UInt64(calls.count) * least.units)
        send(calls)
    }

    /// Coldkeys that stake the least with one hotkey, and have what they earn staked to it.
    private mutating func pileUpNominators() {
        let least = Rao(3_000_000)
        write { (state: inout State) in
            for index in 0..<Self.pileLength { Balances.deposit(.tao(1), to: Self.account(1, index), in: &state) }
        }
        send(
            (0..<Self.pileLength).flatMap { index -> [(Subtensor.Call, AccountID)] in
                let nominator = Self.account(1, index)
                return [
                    (
                        .addStake(hotkey: Self.hotkey, netuid: CostNetwork.netuid, amountStaked: least), nominator
                    ),
                    (.setColdkeyAutoStakeHotkey(netuid: CostNetwork.netuid, hotkey: Self.hotkey), nominator),
                ]
            })
        staked += Rao(UInt64(Self.pileLength) * least.units)
    }

    /// Other validators make the hotkey their child.
    private mutating func pileUpFamily() {
        write { (state: inout State) in
            for index in Self.parents {
                Subtensor.applyChildren(
                    [Pair(1_000, Self.hotkey)], of: SyntheticNetwork.hotkey(0, index), on: CostNetwork.netuid,
                    in: &state)
            }
        }
    }
}

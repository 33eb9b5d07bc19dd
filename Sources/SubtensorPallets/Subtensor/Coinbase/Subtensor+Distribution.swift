import FixedPoint
import Frame
import Primitives
import RuntimeInterface
import SCALE
import Yuma

/// Who gets the alpha of an epoch. Source: pallets/subtensor/src/coinbase/run_coinbase.rs, `distribute_emission`.
extension Subtensor {
    /// Runs the epoch of a subnet and pays it out: the owner's cut, the miners' incentives, the validators' dividends
    /// and those of the root stakers behind them. Emits `IncentiveAlphaEmittedToMiners` for each mechanism and
    /// `AutoStakeAdded` for each incentive that goes to another hotkey than the miner's.
    static func distribute(_ epoch: BlockEpochs.Epoch, in state: inout State) {
        let netuid = epoch.netuid
        let neurons = runEpochs(on: netuid, pending: epoch.pending, in: &state)
        let pending = covered(epoch.pending, by: neurons)
        let distribution = DividendDistribution(dividendInput(neurons, pending, on: netuid, in: state))
        pay(distribution, on: netuid, in: &state)
        state.set(minerBurned, netuid, to: distribution.minerBurned)
        let now = currentBlock(in: state)
        state.set(lastMechansimStepBlock, netuid, to: now)
        if !isNull(netuid, in: state) { state.set(lastYumaStepBlock, netuid, to: now) }
    }

    /// Lowers the validators' part by what the miners got beyond their own.
    ///
    /// Miners get their share of all alpha, validators whatever waited for them. Both shares are rounded, so together
    /// they can exceed the whole by some rao; the reference then pays out more than it minted.
    private static func covered(_ pending: AlphaPending, by neurons: [DividendInput.Neuron]) -> AlphaPending {
        let incentive = neurons.reduce(Alpha.zero) { $0.addingClamped($1.incentive) }
        guard !incentive.isZero else { return pending }
        var pending = pending
        let rest = pending.epochEmission.subtractingClamped(incentive).subtractingClamped(pending.root)
        pending.validator = min(pending.validator, rest)
        return pending
    }

    /// What the distribution depends on, read once.
    private static func dividendInput(
        _ neurons: [DividendInput.Neuron], _ pending: AlphaPending, on netuid: NetUID, in state: borrowing State
    ) -> DividendInput {
        var positions: [AccountID: HotkeyPosition] = [:]
        positions.reserveCapacity(neurons.count)
        for neuron in neurons {
            let position = hotkeyPosition(neuron.hotkey, on: netuid, in: state)
            positions[neuron.hotkey] = position
        }
        for neuron in neurons {
            for parent in positions[neuron.hotkey]?.parents ?? [] where positions[parent.hotkey] == nil {
                positions[parent.hotkey] = hotkeyPosition(parent.hotkey, on: netuid, in: state)
            }
        }
        var owner: (hotkey: AccountID, coldkey: AccountID)?
        if state.contains(subnetOwner, netuid), state.contains(subnetOwnerHotkey, netuid) {
            owner = (state.get(subnetOwnerHotkey, netuid), state.get(subnetOwner, netuid))
        }
        return DividendInput(
            pending: pending, neurons: neurons, hotkeys: positions, taoWeight: rootTaoWeight(in: state),
            childkeyBurn: state.get(ckBurn), owner: owner,
            ownerHotkeys: Set(registeredOwnerHotkeys(on: netuid, in: state)),
            skipsEmptyDividends: isNull(netuid, in: state))
    }

    private static func hotkeyPosition(
        _ hotkey: AccountID, on netuid: NetUID, in state: borrowing State
    ) -> HotkeyPosition {
        let owner = ownerColdkey(of: hotkey, in: state)
        return HotkeyPosition(
            owner: owner, alpha: stake(at: hotkey, on: netuid, in: state),
            root: Rao(stake(at: hotkey, on: .root, in: state).units),
            delegateTake: state.get(delegates, hotkey).rawValue,
            childkeyTake: effectiveChildkeyTake(of: hotkey, on: netuid, in: state),
            parents: relations(state.get(parentKeys, hotkey, netuid)),
            children: relations(state.get(childKeys, hotkey, netuid)),
            autoStakeDestination: state.get(autoStakeDestination, owner, netuid))
    }

    private static func relations(_ pairs: [Pair<UInt64, AccountID>]) -> [StakeRelation] {
        pairs.map { StakeRelation(hotkey: $0.second, proportion: $0.first) }
    }

    /// What a child keeps of its parents' dividends, in parts of 65,535: its own choice, at least what chain and subnet
    /// ask.
    static func effectiveChildkeyTake(of hotkey: AccountID, on netuid: NetUID, in state: borrowing State) -> UInt16 {
        max(state.get(childkeyTake, hotkey, netuid).rawValue, effectiveChildkeyTakeMinimum(on: netuid, in: state))
    }

    /// The least childkey take on a subnet, in parts of 65,535.
    static func effectiveChildkeyTakeMinimum(on netuid: NetUID, in state: borrowing State) -> UInt16 {
        max(state.get(minChildkeyTake).rawValue, state.get(minChildkeyTakePerSubnet, netuid).rawValue)
    }

    /// Hotkeys of the subnet's owner among its neurons: the owner hotkey and all that the owner coldkey owns.
    private static func registeredOwnerHotkeys(on netuid: NetUID, in state: borrowing State) -> [AccountID] {
        var registered = neurons(of: state.get(subnetOwner, netuid), on: netuid, in: state).map(\.hotkey)
        let ownerHotkey = state.get(subnetOwnerHotkey, netuid)
        if state.contains(subnetOwnerHotkey, netuid), state.contains(uids, netuid, ownerHotkey) {
            registered.append(ownerHotkey)
        }
        return registered
    }
}

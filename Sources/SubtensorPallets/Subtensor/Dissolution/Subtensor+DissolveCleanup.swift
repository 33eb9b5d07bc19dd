import Frame
import Primitives
import RuntimeInterface
import SCALE

/// What is left of dissolved subnets is cleared piece by piece, as much in a block as its allowance lets it, in the
/// phases whose names clients know. Source: pallets/subtensor/src/subnets/dissolution.rs of spec 461.
extension Subtensor {
    /// The phases in their order. Those that this chain has no entries for are left out: baskets, decaying locks, and
    /// share rows, which go as they are paid.
    private static let cleanupPhases: [DissolveCleanupPhase] = [
        .subnetRootDividendsRootClaimable, .subnetRootDividendsRootClaimed, .alphaInOutStakesGetTotalAlphaValue,
        .alphaInOutStakesSettleStakes, .alphaInOutStakesHotkeyTotals, .alphaInOutStakesLocks, .alphaInOutStakes,
        .protocolLiquidity, .purgeNetuid, .networkIsNetworkMember, .networkMapParameters, .networkParameters,
        .networkUpdateWeightsOnRoot, .networkChildkeyTake, .networkChildkeys, .networkParentkeys,
        .networkLastHotkeyEmissionOnNetuid, .networkTotalHotkeyAlphaLastEpoch, .networkTransactionKeyLastBlock,
        .networkAlphaAssetCounters,
    ]

    /// Goes on with the cleanup of dissolved subnets until there are none or the block's allowance is spent. Emits
    /// `NetworkDissolveCleanupCompleted` for each that is done.
    static func cleanUpDissolvedSubnets(_ allowance: CleanupAllowance = .block, in state: inout State) {
        var allowance = allowance
        while !allowance.isSpent, var status = currentCleanup(in: state) {
            guard runPhase(of: &status, &allowance, in: &state) else {
                state.set(currentDissolveCleanupStatus, to: status)
                return
            }
            status.lastKey = nil
            if let next = cleanupPhases.firstIndex(of: status.phase).map({ $0 + 1 }), next < cleanupPhases.count {
                status.phase = cleanupPhases[next]
                state.set(currentDissolveCleanupStatus, to: status)
                continue
            }
            state.remove(currentDissolveCleanupStatus)
            state.update(dissolveCleanupQueue) { queue in queue.removeAll { $0 == status.netuid } }
            state.deposit(.subtensor(.networkDissolveCleanupCompleted(netuid: status.netuid)))
        }
    }

    /// Where the cleanup stands: in the middle of a subnet, or before the next one in the queue.
    private static func currentCleanup(in state: borrowing State) -> DissolveCleanupStatus? {
        if let status = state.get(currentDissolveCleanupStatus) { return status }
        return state.get(dissolveCleanupQueue).first.map {
            DissolveCleanupStatus(
                netuid: $0, phase: cleanupPhases[0], lastKey: nil, subnetTotalAlphaValue: nil,
                subnetDistributedTao: nil)
        }
    }

    /// Goes on with a phase.
    /// - Returns: whether the phase is over.
    private static func runPhase(
        of status: inout DissolveCleanupStatus, _ allowance: inout CleanupAllowance, in state: inout State
    ) -> Bool {
        let netuid = status.netuid
        switch status.phase {
        case .subnetRootDividendsRootClaimable: return dropRootClaimable(&status, &allowance, in: &state)
        case .subnetRootDividendsRootClaimed:
            return clear(SubnetMaps.rootClaims, led: netuid, &allowance, in: &state)
        case .alphaInOutStakesGetTotalAlphaValue: return addUpStake(&status, &allowance, in: &state)
        case .alphaInOutStakesSettleStakes: return payStakers(&status, &allowance, in: &state)
        case .alphaInOutStakes:
            closePool(status, in: &state)
            (status.subnetTotalAlphaValue, status.subnetDistributedTao) = (nil, nil)
            allowance.count(seen: 0, changed: 10)
            return true
        case .protocolLiquidity: return clear(SubnetMaps.swap, led: netuid, &allowance, in: &state)
        case .purgeNetuid: return clear(SubnetMaps.commitments, led: netuid, &allowance, in: &state)
        case .networkMapParameters:
            return clear(SubnetMaps.entries, led: netuid, &allowance, in: &state)
                && mechanismIndices(netuid).allSatisfy {
                    clear(SubnetMaps.mechanisms, led: $0, &allowance, in: &state)
                }
        case .networkParameters:
            if state.contains(subnetIdentitiesV3, netuid) {
                state.deposit(.subtensor(.subnetIdentityRemoved(netuid)))
            }
            clearRateLimits(of: netuid, in: &state)
            return clear(SubnetMaps.settings, led: netuid, &allowance, in: &state)
        case .networkUpdateWeightsOnRoot:
            forgetRootWeights(for: netuid, &allowance, in: &state)
            return true
        case .networkAlphaAssetCounters: return clear(SubnetMaps.alphaAssets, led: netuid, &allowance, in: &state)
        default: return sweep(SubnetMaps.ledByAccounts(status.phase), &status, &allowance, in: &state)
        }
    }

    /// The numbers of all mechanisms that a subnet can have, whether or not it has them now.
    private static func mechanismIndices(_ netuid: NetUID) -> [NetUidStorageIndex] {
        (0..<mechanismsMaximum).map { storageIndex(netuid, MechanismID($0)) }
    }

    /// Removes the entries under a number from maps that are led by it.
    private static func clear(
        _ maps: [SubnetMap], led number: some ScaleCodable, _ allowance: inout CleanupAllowance, in state: inout State
    ) -> Bool {
        for map in maps {
            var keys: [[UInt8]]
            repeat {
                guard !allowance.isSpent else { return false }
                keys = state.rawKeys(under: map.prefix(of: number), after: nil, limit: CleanupAllowance.page)
                for key in keys { state.setRaw(key, to: nil) }
                allowance.count(seen: keys.count, changed: keys.count)
            } while keys.count == CleanupAllowance.page
        }
        return true
    }

    /// Removes a subnet's entries from maps that are led by accounts.
    private static func sweep(
        _ maps: [SubnetMap], _ status: inout DissolveCleanupStatus, _ allowance: inout CleanupAllowance,
        in state: inout State
    ) -> Bool {
        let number = status.netuid.encoded()
        while !allowance.isSpent {
            let page = CleanupPage(of: maps.map(\.item), after: status.lastKey, in: state)
            let found = page.keys.filter { key in
                maps.contains { key.starts(with: $0.item.bytes) && $0.isKey(key, of: number) }
            }
            for key in found { state.setRaw(key, to: nil) }
            allowance.count(seen: page.keys.count, changed: found.count)
            guard let next = page.next else { return true }
            status.lastKey = next
        }
        return false
    }

    /// Removes the rates of dividends for root stakers that hotkeys have on a subnet.
    private static func dropRootClaimable(
        _ status: inout DissolveCleanupStatus, _ allowance: inout CleanupAllowance, in state: inout State
    ) -> Bool {
        let netuid = status.netuid
        while !allowance.isSpent {
            let page = CleanupPage(of: [rootClaimable.item], after: status.lastKey, in: state)
            var changed = 0
            for key in page.keys {
                guard let hotkey = try? rootClaimable.keys(of: key) else { continue }
                let rates = state.get(rootClaimable, hotkey)
                let kept = rates.filter { $0.first != netuid }
                guard kept.count != rates.count else { continue }
                changed += 1
                if kept.isEmpty {
                    state.remove(rootClaimable, hotkey)
                } else {
                    state.set(rootClaimable, hotkey, to: kept)
                }
            }
            allowance.count(seen: page.keys.count, changed: changed)
            guard let next = page.next else { return true }
            status.lastKey = next
        }
        return false
    }

    /// Sets root validators' weights for a subnet to 0. There are as many rows as root has neurons, 64.
    private static func forgetRootWeights(
        for netuid: NetUID, _ allowance: inout CleanupAllowance, in state: inout State
    ) {
        let rows = state.entries(of: weights, under: storageIndex(.root))
        let found = rows.filter { row in row.value.contains { $0.first == netuid.number && $0.second != 0 } }
        for (uid, row) in found {
            let cleared = row.map { $0.first == netuid.number ? Pair($0.first, 0) : $0 }
            state.set(weights, storageIndex(.root), uid, to: cleared)
        }
        allowance.count(seen: rows.count, changed: found.count)
    }

    /// Forgets when the owner last changed something, so that the next subnet of this number starts free.
    private static func clearRateLimits(of netuid: NetUID, in state: inout State) {
        // The encoded keys of one subnet differ in the last byte at most, which names the hyper-parameter.
        for key in [RateLimitKey.setSNOwnerHotkey(netuid), .addStakeBurn(netuid)] {
            state.remove(lastRateLimitedBlock, key)
        }
        let updates = RateLimitKey.ownerHyperparamUpdate(netuid, .unknown).encoded().dropLast()
        state.removeRaw(under: lastRateLimitedBlock.item.bytes + updates)
    }
}

import FixedPoint
import Frame
import Primitives
import RuntimeInterface
import SCALE
import SystemPallets

@testable import SubtensorPallets

extension CallScenarios {
    /// A scenario that somebody wrote.
    struct Written: Sendable {
        let call: RuntimeCall
        let origin: Origin
        let prepare: @Sendable (inout State) -> Void

        init(
            _ call: RuntimeCall, from signer: AccountID,
            prepare: @escaping @Sendable (inout State) -> Void = { (_: inout State) in }
        ) {
            self.call = call
            origin = .signed(signer)
            self.prepare = prepare
        }

        /// A call that nobody signs.
        init(inherent call: RuntimeCall) {
            self.call = call
            origin = .none
            prepare = { (_: inout State) in }
        }

        init(
            _ call: Subtensor.Call, from signer: AccountID,
            prepare: @escaping @Sendable (inout State) -> Void = { (_: inout State) in }
        ) {
            self.init(.subtensor(call), from: signer, prepare: prepare)
        }
    }

    /// Scenarios by pallet and call, where arguments of the right kind are not enough or do not cost the most.
    static let written: [String: Written] = system.merging(weights) { $1 }.merging(stake) { $1 }
        .merging(registration) { $1 }.merging(work) { $1 }.merging(keys) { $1 }.merging(null) { $1 }

    private static let netuid = CostNetwork.netuid
    private static let hotkey = CostNetwork.validatorHotkey
    private static let coldkey = CostNetwork.validatorColdkey

    /// Calls that carry others are measured with nothing in them: what is in them counts by itself.
    private static let system: [String: Written] = [
        "System.remark": Written(.system(.remark(remark: Array(repeating: 1, count: 10_000))), from: coldkey),
        "System.remark_with_event": Written(
            .system(.remarkWithEvent(remark: Array(repeating: 1, count: 10_000))), from: coldkey),
        "Utility.batch": Written(.utility(.batch(calls: [])), from: coldkey),
        "Utility.batch_all": Written(.utility(.batchAll(calls: [])), from: coldkey),
        "Utility.force_batch": Written(.utility(.forceBatch(calls: [])), from: coldkey),
        "Sudo.sudo": Written(.sudo(.sudo(call: .system(.remark(remark: [])))), from: CostNetwork.sudoKey),
        "Sudo.sudo_unchecked_weight": Written(
            .sudo(
                .sudoUncheckedWeight(
                    call: .system(.remark(remark: [])), weight: Weight(refTime: 0, proofSize: 0))),
            from: CostNetwork.sudoKey),
        "Sudo.sudo_as": Written(
            .sudo(.sudoAs(who: .id(coldkey), call: .system(.remark(remark: [])))), from: CostNetwork.sudoKey),
        "Sudo.set_key": Written(.sudo(.setKey(new: .id(coldkey))), from: CostNetwork.sudoKey),
        "MevShield.submit_encrypted": Written(
            .mevShield(.submitEncrypted(ciphertext: Array(repeating: 1, count: 8_192))), from: coldkey),
        "MevShield.announce_next_key": Written(
            inherent: .mevShield(.announceNextKey(encKey: Array(repeating: 1, count: MevShield.keyLength)))),
        "Balances.transfer_allow_death": Written(
            .balances(.transferAllowDeath(dest: .id(CostNetwork.newColdkey), value: .tao(1))), from: coldkey),
        "Commitments.set_commitment": Written(
            .commitments(
                .setCommitment(
                    netuid: netuid,
                    info: CommitmentInfo(fields: [.raw(Array(repeating: 1, count: 128)), .resetBondsFlag]))),
            from: hotkey),
    ]

    // MARK: Weights

    private static let row = Array(0..<CostNetwork.neurons)

    private static func reveal(_ salt: UInt16) -> Subtensor.Reveal {
        Subtensor.Reveal(uids: row, values: row.map { $0 + 1 }, salt: [salt, 2, 3, 4], versionKey: 0)
    }

    /// As many commits as may wait, in the epoch before.
    private static func committing(
        on netuid: NetUID, _ mechanism: MechanismID = .main
    ) -> @Sendable (inout State) -> Void {
        { (state: inout State) in
            let index = Subtensor.storageIndex(netuid, mechanism)
            state.set(Subtensor.subnetEpochIndex, netuid, to: 100)
            let period = state.get(Subtensor.revealPeriodEpochs, netuid)
            let epoch = Subtensor.epochWithLookahead(netuid, in: state) - period
            let now = UInt64(System.blockNumber(in: state))
            let commits = (0..<UInt16(10)).map { salt -> StoredCommit in
                StoredCommit(Subtensor.commitHash(of: reveal(salt), hotkey: hotkey, index: index), epoch, now, 0)
            }
            state.set(Subtensor.weightCommits, index, hotkey, to: commits)
        }
    }

    private static let weights: [String: Written] = [
        "SubtensorModule.set_weights": Written(
            .setWeights(netuid: netuid, dests: row, weights: row.map { $0 + 1 }, versionKey: 0), from: hotkey),
        "SubtensorModule.set_mechanism_weights": Written(
            .setMechanismWeights(netuid: netuid, mecid: 1, dests: row, weights: row.map { $0 + 1 }, versionKey: 0),
            from: hotkey),
        "SubtensorModule.batch_set_weights": Written(
            .batchSetWeights(
                netuids: [Compact(netuid)], weights: [row.map { Pair(Compact($0), Compact($0 + 1)) }],
                versionKeys: [Compact(0)]),
            from: hotkey),
        "SubtensorModule.commit_weights": Written(
            .commitWeights(netuid: CostNetwork.committingNetuid, commitHash: .zero), from: hotkey),
        "SubtensorModule.commit_mechanism_weights": Written(
            .commitMechanismWeights(netuid: CostNetwork.committingNetuid, mecid: 1, commitHash: .zero), from: hotkey),
        "SubtensorModule.batch_commit_weights": Written(
            .batchCommitWeights(netuids: [Compact(CostNetwork.committingNetuid)], commitHashes: [.zero]), from: hotkey),
        "SubtensorModule.reveal_weights": Written(
            .revealWeights(
                netuid: CostNetwork.committingNetuid, uids: reveal(0).uids, values: reveal(0).values,
                salt: reveal(0).salt, versionKey: 0),
            from: hotkey, prepare: committing(on: CostNetwork.committingNetuid)),
        "SubtensorModule.reveal_mechanism_weights": Written(
            .revealMechanismWeights(
                netuid: CostNetwork.committingNetuid, mecid: 1, uids: reveal(0).uids, values: reveal(0).values,
                salt: reveal(0).salt, versionKey: 0),
            from: hotkey, prepare: committing(on: CostNetwork.committingNetuid, 1)),
        "SubtensorModule.batch_reveal_weights": Written(
            .batchRevealWeights(
                netuid: CostNetwork.committingNetuid, uidsList: [reveal(0).uids], valuesList: [reveal(0).values],
                saltsList: [reveal(0).salt], versionKeys: [0]),
            from: hotkey, prepare: committing(on: CostNetwork.committingNetuid)),
        "SubtensorModule.serve_axon": Written(
            .serveAxon(
                netuid: netuid, version: 1, ip: 0x0808_0808, port: 80, ipType: 4, protocol: 4, placeholder1: 0,
                placeholder2: 0),
            from: hotkey),
        "SubtensorModule.serve_axon_tls": Written(
            .serveAxonTLS(
                netuid: netuid, version: 1, ip: 0x0808_0808, port: 80, ipType: 4, protocol: 4, placeholder1: 0,
                placeholder2: 0, certificate: Array(repeating: 1, count: 65)),
            from: hotkey),
        "SubtensorModule.serve_prometheus": Written(
            .servePrometheus(netuid: netuid, version: 1, ip: 0x0808_0808, port: 80, ipType: 4), from: hotkey),
    ]

    // MARK: Stake

    private static let stake: [String: Written] = [
        "SubtensorModule.add_stake_limit": Written(
            .addStakeLimit(hotkey: hotkey, netuid: netuid, amountStaked: .tao(1), limitPrice: .max, allowPartial: true),
            from: coldkey),
        "SubtensorModule.add_stake_burn": Written(
            .addStakeBurn(hotkey: hotkey, netuid: netuid, amount: .tao(1), limit: .max), from: coldkey),
        "SubtensorModule.claim_root": Written(
            .claimRoot(subnets: SyntheticNetwork.netuids(5)), from: coldkey,
            prepare: { (state: inout State) in
                for netuid in SyntheticNetwork.netuids(5) {
                    Subtensor.mintAlphaOut(Alpha(1_000_000_000_000), on: netuid, in: &state)
                    Subtensor.raiseRootClaimable(by: .one, at: hotkey, on: netuid, in: &state)
                }
            }),
        "SubtensorModule.set_children": Written(
            .setChildren(
                hotkey: hotkey, netuid: netuid,
                children: (1...5).map { Pair(UInt64.max / 5, SyntheticNetwork.hotkey(0, $0)) }),
            from: coldkey),
        "SubtensorModule.set_root_claim_type": Written(
            .setRootClaimType(newRootClaimType: .keepSubnets(subnets: SyntheticNetwork.netuids(16))), from: coldkey,
            // It gets its turn in the automatic claims by this.
            prepare: { (state: inout State) in Subtensor.removeFromStakingIndex(coldkey, in: &state) }),
        "SubtensorModule.set_coldkey_auto_stake_hotkey": Written(
            .setColdkeyAutoStakeHotkey(netuid: netuid, hotkey: CostNetwork.otherHotkey), from: coldkey,
            prepare: { (state: inout State) in
                state.set(Subtensor.autoStakeDestination, coldkey, netuid, to: hotkey)
                state.set(
                    Subtensor.autoStakeDestinationColdkeys, hotkey, netuid,
                    to: (0..<100).map { SyntheticNetwork.coldkey($0) })
            }),
    ]

    // MARK: Registration

    private static let registration: [String: Written] = [
        "SubtensorModule.burned_register": Written(
            .burnedRegister(netuid: netuid, hotkey: CostNetwork.newcomer), from: coldkey, prepare: letMinerGiveWay),
        "SubtensorModule.register_limit": Written(
            .registerLimit(netuid: netuid, hotkey: CostNetwork.newcomer, limitPrice: .max), from: coldkey,
            prepare: letMinerGiveWay),
        "SubtensorModule.root_register": Written(
            .rootRegister(hotkey: CostNetwork.newcomer), from: coldkey,
            prepare: { (state: inout State) in
                state.set(Subtensor.owner, CostNetwork.newcomer, to: coldkey)
                Subtensor.increaseStake(
                    Alpha(2_000_000_000_000), of: coldkey, at: CostNetwork.newcomer, on: .root, in: &state)
            }),
        "SubtensorModule.register_network": Written(.registerNetwork(hotkey: CostNetwork.newcomer), from: coldkey),
        "SubtensorModule.register_network_with_identity": Written(
            .registerNetworkWithIdentity(
                hotkey: CostNetwork.newcomer,
                identity: SubnetIdentityV3(
                    subnetName: text, githubRepo: text, subnetContact: text, subnetURL: text, discord: text,
                    description: text, logoURL: text, additional: text)),
            from: coldkey),
        "SubtensorModule.set_identity": Written(
            .setIdentity(
                name: text, url: text, githubRepo: text, image: text, discord: text, description: text,
                additional: text),
            from: coldkey,
            prepare: { (state: inout State) in
                // The last of many hotkeys is the one that is registered.
                let hotkeys = (0..<16).map { SyntheticNetwork.account(0xFFFD, $0) } + [hotkey]
                state.set(Subtensor.ownedHotkeys, coldkey, to: hotkeys)
            }),
        "SubtensorModule.trigger_epoch": Written(
            .triggerEpoch(netuid: netuid), from: coldkey,
            prepare: { (state: inout State) in state.set(Subtensor.pendingEpochAt, netuid, to: 0) }),
        "AdminUtils.sudo_set_max_allowed_uids": Written(
            .adminUtils(.sudoSetMaxAllowedUIDs(netuid: netuid, maxAllowedUIDs: CostNetwork.neurons)), from: coldkey,
            prepare: { (state: inout State) in
                // With a second mechanism the limit would be half of it.
                state.set(Subtensor.mechanismCountCurrent, netuid, to: 1)
            }),
        "AdminUtils.sudo_set_alpha_values": Written(
            .adminUtils(.sudoSetAlphaValues(netuid: netuid, alphaLow: 10_000, alphaHigh: 20_000)), from: coldkey,
            prepare: { (state: inout State) in state.set(Subtensor.liquidAlphaOn, netuid, to: true) }),
        "SubtensorModule.try_associate_hotkey": Written(
            .tryAssociateHotkey(hotkey: CostNetwork.newcomer), from: coldkey),
        "SubtensorModule.start_call": Written(.startCall(netuid: CostNetwork.waitingNetuid), from: coldkey),
        "SubtensorModule.update_symbol": Written(
            .updateSymbol(netuid: netuid, symbol: SubnetSymbols.all.last ?? SubnetSymbols.fallback), from: coldkey,
            prepare: { (state: inout State) in
                // The signs of all subnets are looked at, and none of them is the chosen one.
                for netuid in SyntheticNetwork.netuids(CostNetwork.subnets) {
                    state.set(Subtensor.tokenSymbol, netuid, to: SubnetSymbols.symbol(for: netuid.number))
                }
            }),
        "SubtensorModule.disable_voting_power_tracking": Written(
            .disableVotingPowerTracking(netuid: netuid), from: coldkey,
            prepare: { (state: inout State) in state.set(Subtensor.votingPowerTrackingEnabled, netuid, to: true) }),
    ]

    private static let text: [UInt8] = Array(repeating: 65, count: 200)
}

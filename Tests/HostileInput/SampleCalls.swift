public import Primitives
public import RuntimeInterface
import SCALE

/// Valid calls of many shapes: what mutations begin with.
public enum SampleCalls {
    /// Calls that make sense on a subnet.
    /// - Parameters:
    ///   - hotkey: a validator of the subnet.
    ///   - beneficiary: any account.
    ///   - newcomer: a hotkey that is not registered.
    public static func all(
        netuid: NetUID, hotkey: AccountID, beneficiary: AccountID, newcomer: AccountID
    ) -> [RuntimeCall] {
        let destination = MultiAddress.id(beneficiary)
        return [
            .system(.remarkWithEvent(remark: Array(0..<100))),
            .balances(.transferKeepAlive(dest: destination, value: .tao(1))),
            .balances(.transferAll(dest: destination, keepAlive: false)),
            .subtensor(.setWeights(netuid: netuid, dests: [1, 2], weights: [3, 4], versionKey: 0)),
            .subtensor(.commitWeights(netuid: netuid, commitHash: .zero)),
            .subtensor(
                .batchRevealWeights(
                    netuid: netuid, uidsList: [[1], [2]], valuesList: [[1], [2]], saltsList: [[1], [2]],
                    versionKeys: [0, 1])),
            .subtensor(.batchCommitWeights(netuids: [Compact(netuid)], commitHashes: [.zero])),
            .subtensor(.addStake(hotkey: hotkey, netuid: netuid, amountStaked: .tao(1))),
            .subtensor(
                .addStakeLimit(
                    hotkey: hotkey, netuid: netuid, amountStaked: .tao(1), limitPrice: .max, allowPartial: true)),
            .subtensor(.removeStake(hotkey: hotkey, netuid: netuid, amountUnstaked: Alpha(5_000_000))),
            .subtensor(.removeStakeFullLimit(hotkey: hotkey, netuid: netuid, limitPrice: 1)),
            .subtensor(.unstakeAllAlpha(hotkey: hotkey)),
            .subtensor(.burnedRegister(netuid: netuid, hotkey: newcomer)),
            .subtensor(.registerNetwork(hotkey: newcomer)),
            .subtensor(.increaseTake(hotkey: hotkey, take: PerU16(11_000))),
            .subtensor(
                .serveAxon(
                    netuid: netuid, version: 1, ip: 0x0102_0304, port: 80, ipType: 4, protocol: 4, placeholder1: 0,
                    placeholder2: 0)),
            .subtensor(.setTempo(netuid: netuid, tempo: 400)),
            .subtensor(.triggerEpoch(netuid: netuid)),
            .commitments(
                .setCommitment(netuid: netuid, info: CommitmentInfo(fields: [.raw([1, 2, 3]), .resetBondsFlag]))),
            .adminUtils(.sudoSetMaxBurn(netuid: netuid, maxBurn: .tao(5))),
            .adminUtils(.sudoSetAlphaSigmoidSteepness(netuid: netuid, steepness: 5)),
            .sudo(.sudo(call: .adminUtils(.sudoSetTempo(netuid: netuid, tempo: 10)))),
            .utility(
                .forceBatch(calls: [
                    .system(.remark(remark: [1])), .balances(.transferAllowDeath(dest: destination, value: 1_000)),
                    .subtensor(.startCall(netuid: netuid)),
                ])),
        ]
    }
}

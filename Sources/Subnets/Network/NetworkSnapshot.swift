public import Client
import Cryptography
public import Primitives

/// A running network at one block, with what its validators say and what its neurons earned so far.
public struct NetworkSnapshot: Sendable {
    /// One neuron.
    public struct Neuron: Sendable, Equatable {
        /// Its place.
        public var uid: UID
        /// What the network calls it; an SS58 address for somebody who is not of the plan.
        public var name: String
        /// What it does; `-` for somebody who is not of the plan.
        public var role: String
        /// Mean of the validators' moving averages: bits per token better than a uniform guess; `nil` before a score.
        public var scoreBits: Double?
        /// Share of the miners' emission at the last epoch, in 65,535ths.
        public var incentive: UInt16
        /// Share of the validators' emission at the last epoch, in 65,535ths.
        public var dividends: UInt16
        /// What epochs paid since this network was started, stakers included.
        public var earned: Alpha
    }

    /// The subnet.
    public var netuid: NetUID
    /// The block.
    public var block: UInt64
    /// Epochs that the subnet has run.
    public var epoch: UInt64
    /// Block of the last epoch.
    public var lastStep: UInt64
    /// Blocks until the next epoch.
    public var blocksToEpoch: UInt64
    /// The neurons by ascending UID.
    public var neurons: [Neuron]
}

/// Follows a network: puts metagraphs and validators' reports together.
public struct NetworkObserver: Sendable {
    private let members: [AccountID: NetworkPlan.Member]
    private var averages: [String: [UID: Double]] = [:]
    private var earned: [UID: Alpha] = [:]
    private var lastStep: UInt64?

    /// Follows the network of a plan.
    public init(_ plan: NetworkPlan) {
        members = Dictionary(plan.members.map { ($0.hotkey.accountID, $0) }) { first, _ in first }
    }

    /// Takes over what a validator said last.
    public mutating func record(_ report: RoundReport, of validator: String) {
        averages[validator] = report.advantageBits
    }

    /// What a validator said counts no longer.
    public mutating func forget(_ validator: String) { averages[validator] = nil }

    /// The network at the metagraph's block; an epoch that was not seen before is added to what was earned.
    public mutating func snapshot(of metagraph: SubnetMetagraph, epoch: UInt64) -> NetworkSnapshot {
        if let known = lastStep, metagraph.lastStep > known {
            for uid in metagraph.uids {
                earned[uid] = (earned[uid] ?? .zero).addingClamped(metagraph.emission[Int(uid)])
            }
        }
        lastStep = metagraph.lastStep
        let neurons = metagraph.uids.map { uid in
            let index = Int(uid)
            let hotkey = metagraph.hotkeys[index]
            let member = members[hotkey]
            let scores = averages.values.compactMap { $0[uid] }
            return NetworkSnapshot.Neuron(
                uid: uid, name: member?.name ?? "\(hotkey)", role: member?.role.name ?? "-",
                scoreBits: scores.isEmpty ? nil : scores.reduce(0, +) / Double(scores.count),
                incentive: metagraph.incentive[index], dividends: metagraph.dividends[index],
                earned: earned[uid] ?? .zero)
        }
        let next = metagraph.lastStep + UInt64(metagraph.tempo)
        return NetworkSnapshot(
            netuid: metagraph.netuid, block: metagraph.block, epoch: epoch, lastStep: metagraph.lastStep,
            blocksToEpoch: next > metagraph.block ? next - metagraph.block : 0, neurons: neurons)
    }
}

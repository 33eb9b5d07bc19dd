public import Primitives

/// What changed between two metagraphs of one subnet.
public struct MetagraphDifference: Sendable, Equatable {
    /// Parts of a neuron that changed.
    public struct Change: OptionSet, Sendable, Hashable {
        /// One bit for each part.
        public let rawValue: UInt8
        /// The parts of these bits.
        public init(rawValue: UInt8) { self.rawValue = rawValue }

        /// Another hotkey: the neuron was replaced, or is new.
        public static let hotkey = Change(rawValue: 1 << 0)
        /// Another place to serve.
        public static let axon = Change(rawValue: 1 << 1)
        /// Incentive, dividends, consensus, trust or emission.
        public static let scores = Change(rawValue: 1 << 2)
        /// Any part of the stake.
        public static let stake = Change(rawValue: 1 << 3)
        /// The validator permit.
        public static let permit = Change(rawValue: 1 << 4)
        /// New weights.
        public static let weights = Change(rawValue: 1 << 5)
    }

    /// Neurons that changed, and how. UIDs are never taken back, so the list is empty where nothing changed.
    public var neurons: [(uid: UID, change: Change)]

    /// UIDs of the neurons that changed in any of these ways.
    public func uids(_ change: Change) -> [UID] {
        neurons.filter { !$0.change.isDisjoint(with: change) }.map(\.uid)
    }

    /// Whether both name the same changes of the same neurons in the same order.
    public static func == (left: Self, right: Self) -> Bool {
        left.neurons.elementsEqual(right.neurons) { $0 == $1 }
    }
}

extension SubnetMetagraph {
    /// What is different from an older value of the same subnet: one pass over the columns.
    public func difference(from old: SubnetMetagraph) -> MetagraphDifference {
        var neurons: [(uid: UID, change: MetagraphDifference.Change)] = []
        for index in 0..<count {
            var change: MetagraphDifference.Change = []
            if index >= old.count || hotkeys[index] != old.hotkeys[index] {
                change = .hotkey
            } else {
                if axons[index] != old.axons[index] { change.insert(.axon) }
                if incentive[index] != old.incentive[index] || dividends[index] != old.dividends[index]
                    || consensus[index] != old.consensus[index] || trust[index] != old.trust[index]
                    || emission[index] != old.emission[index]
                {
                    change.insert(.scores)
                }
                if totalStake[index] != old.totalStake[index] || alphaStake[index] != old.alphaStake[index]
                    || taoStake[index] != old.taoStake[index]
                {
                    change.insert(.stake)
                }
                if validatorPermit[index] != old.validatorPermit[index] { change.insert(.permit) }
                if lastUpdate[index] != old.lastUpdate[index] { change.insert(.weights) }
            }
            if !change.isEmpty { neurons.append((UID(truncatingIfNeeded: index), change)) }
        }
        return MetagraphDifference(neurons: neurons)
    }
}

public import Primitives

/// Weights as a chain takes them: by ascending UID, in 65,535ths of the greatest, zeros left out.
public struct WeightVector: Sendable, Equatable {
    /// The neurons.
    public let uids: [UID]
    /// Their weights; the greatest is 65,535.
    public let values: [UInt16]

    /// Scales weights so that the greatest becomes 65,535, as the official clients do: each is divided by the greatest,
    /// multiplied by 65,535 and rounded, half to even; what rounds to zero is left out.
    /// - Throws: ``ClientError/invalidArgument(_:)`` for a negative or not finite weight, or a UID named twice.
    public init(_ weights: [(uid: UID, weight: Double)]) throws(ClientError) {
        let sorted = weights.sorted { $0.uid < $1.uid }
        for (entry, next) in zip(sorted, sorted.dropFirst()) where entry.uid == next.uid {
            throw .invalidArgument("UID \(entry.uid) is named twice")
        }
        guard sorted.allSatisfy({ $0.weight.isFinite && $0.weight >= 0 }) else {
            throw .invalidArgument("a weight is negative or no number")
        }
        var uids: [UID] = []
        var values: [UInt16] = []
        if let greatest = sorted.map(\.weight).max(), greatest > 0 {
            for (uid, weight) in sorted {
                let value = UInt16((weight / greatest * 65_535).rounded(.toNearestOrEven))
                guard value > 0 else { continue }
                uids.append(uid)
                values.append(value)
            }
        }
        self.uids = uids
        self.values = values
    }
}

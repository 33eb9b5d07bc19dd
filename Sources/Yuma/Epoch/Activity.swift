extension EpochInput {
    /// Number of neurons as a loop bound.
    var count: Int { Int(neuronCount) }

    /// An element of a per-UID array, 0 where it is missing.
    @inline(__always)
    static func number(_ array: [UInt64], _ uid: Int) -> UInt64 { uid < array.count ? array[uid] : 0 }

    /// Which neurons updated within the activity cutoff. A neuron whose last update is missing did not.
    func activity() -> [Bool] {
        (0..<count).map { uid in
            guard uid < lastUpdate.count else { return false }
            let (deadline, overflow) = lastUpdate[uid].addingReportingOverflow(activityCutoff)
            return overflow || deadline >= currentBlock
        }
    }

    /// Registration blocks of exactly `count` neurons.
    func registrations() -> [UInt64] { (0..<count).map { Self.number(blockAtRegistration, $0) } }

    /// Permits of the preceding epoch; the owner always has one.
    func permitsBefore() -> [Bool] {
        (0..<count).map { uid in
            (uid < validatorPermits.count && validatorPermits[uid]) || ownerUID.map { Int($0) == uid } == true
        }
    }
}

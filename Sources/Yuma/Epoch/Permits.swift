/// Validator permits for the next epoch: the neurons of most stake, at most `limit`, none without stake.
/// Of equal stakes the higher UID comes first. The owner has a permit in any case.
func permitsAfter(stake: [Int64], limit: Int, owner: UInt16?) -> [Bool] {
    let count = stake.count
    var permits = stake.map { $0 != 0 }
    if count >= limit && count > 0 {
        var order = Array(0..<count)
        order.sort { stake[$0] < stake[$1] || (stake[$0] == stake[$1] && $0 < $1) }
        for uid in order.prefix(count - limit) { permits[uid] = false }
    }
    if let owner, Int(owner) < count { permits[Int(owner)] = true }
    return permits
}

/// Normalised stake of the neurons that are active and had a permit.
func activeStakeShares(stake: [Int64], active: [Bool], permits: [Bool]) -> [Int64] {
    var shares = stake
    for uid in shares.indices where !active[uid] || !permits[uid] { shares[uid] = 0 }
    RawFixed.normalise(&shares)
    return shares
}

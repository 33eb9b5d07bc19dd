import Primitives

/// Extrinsics whose signature was found bad: the same bytes again are refused without being verified again.
///
/// A bad signature stays bad on this chain, but for an era that begins later than its author thought; therefore, and
/// to stay small, a ban ends.
struct BanList: Sendable {
    /// Blocks for which a ban holds: half an hour of blocks of 12 seconds, as the reference bans.
    static let lengthBlocks: BlockNumber = 150
    /// Bans that are remembered; then the oldest ends.
    static let countMaximum = 8_192

    private var ends: [Hash: BlockNumber] = [:]
    /// In the order in which the bans end, from `head` on.
    private var order: [Hash] = []
    private var head = 0

    /// Whether a ban holds after block `height`.
    func contains(_ hash: Hash, after height: BlockNumber) -> Bool { ends[hash].map { height < $0 } ?? false }

    /// Begins a ban after block `height`.
    mutating func insert(_ hash: Hash, after height: BlockNumber) {
        guard ends[hash] == nil else { return }
        ends[hash] = BlockNumber(clamping: UInt64(height) + UInt64(Self.lengthBlocks))
        order.append(hash)
        if order.count - head > Self.countMaximum { removeOldest() }
    }

    /// Forgets what has ended after block `height`.
    mutating func expire(after height: BlockNumber) {
        while head < order.count, !contains(order[head], after: height) { removeOldest() }
    }

    private mutating func removeOldest() {
        ends[order[head]] = nil
        head += 1
        // What was taken out is let go when it is half of the list: constant cost over time.
        guard head * 2 > order.count else { return }
        order.removeFirst(head)
        head = 0
    }
}

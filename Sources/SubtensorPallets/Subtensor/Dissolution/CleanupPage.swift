import Frame
import RuntimeInterface

/// The next keys of a walk over several maps, which may go on in a later block.
struct CleanupPage {
    /// Keys of one of the maps, ascending.
    let keys: [[UInt8]]
    /// After which key the walk goes on; `nil` where it is over.
    let next: [UInt8]?

    /// The keys after `key`, from the first map on when it is `nil`.
    init(of items: [StoragePrefix], after key: [UInt8]?, in state: borrowing State) {
        let position = key.flatMap { key in items.firstIndex { key.starts(with: $0.bytes) } } ?? 0
        guard position < items.count else {
            (keys, next) = ([], nil)
            return
        }
        keys = state.rawKeys(under: items[position].bytes, after: key, limit: CleanupAllowance.page)
        if keys.count == CleanupAllowance.page {
            next = keys.last
        } else {
            // The bytes that a map's keys begin with sort before all of them.
            next = position + 1 < items.count ? items[position + 1].bytes : nil
        }
    }
}

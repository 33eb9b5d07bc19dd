#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Checks on a walk through a tree that keys ascend, across pages and past the keys in branches.
struct KeyOrder {
    /// How a tree sorts.
    enum Rule {
        case bytes
        /// Numbers of eight bytes in the machine's order.
        case numbers
    }

    private let rule: Rule
    /// What the next key must not be below.
    private var floor: [UInt8] = []
    /// Whether the next key may be ``floor`` itself, which a branch named.
    private var includesFloor = true

    init(_ rule: Rule) { self.rule = rule }

    /// Goes past a branch's key: everything before is below it, nothing behind it.
    /// - Returns: whether it fits.
    mutating func pass(separator: Range<Int>, of page: AuditedPage) -> Bool {
        guard page.bytes.withUnsafeBytes({ follows(UnsafeRawBufferPointer(rebasing: $0[separator])) }) else {
            return false
        }
        floor = Array(page.bytes[separator])
        includesFloor = true
        return true
    }

    /// Goes past the keys of a leaf.
    /// - Returns: whether they fit.
    mutating func pass(keys: some Collection<Range<Int>>, of page: AuditedPage) -> Bool {
        let ascends = page.bytes.withUnsafeBytes { bytes in
            var previous: UnsafeRawBufferPointer?
            for key in keys {
                let key = UnsafeRawBufferPointer(rebasing: bytes[key])
                guard previous.map({ precedes($0, key) }) ?? follows(key) else { return false }
                previous = key
            }
            return true
        }
        guard ascends else { return false }
        for last in keys.suffix(1) {
            floor = Array(page.bytes[last])
            includesFloor = false
        }
        return true
    }

    private func follows(_ key: UnsafeRawBufferPointer) -> Bool {
        floor.withUnsafeBytes { floor in
            includesFloor ? floor.isEmpty || !precedes(key, floor) : precedes(floor, key)
        }
    }

    private func precedes(_ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer) -> Bool {
        switch rule {
        case .bytes:
            guard let first = left.baseAddress, let second = right.baseAddress else { return left.count < right.count }
            let order = memcmp(first, second, min(left.count, right.count))
            return order < 0 || (order == 0 && left.count < right.count)
        case .numbers:
            guard left.count == 8, right.count == 8 else { return false }
            return left.loadUnaligned(as: UInt64.self) < right.loadUnaligned(as: UInt64.self)
        }
    }
}

/// A block of numbers of fixed size, zero at first, freed with its owner.
///
/// Subscripts are checked in debug builds only: the inner loops of the dense epoch are too short for checks. That is
/// safe because every index there is a line below `width`, a column below `count`, a combination of both such as
/// `column * width + line`, or a counter that advances at most once per line or column, and the buffers are allocated
/// for these bounds.
struct FixedBuffer<Element: BitwiseCopyable>: ~Copyable {
    private let base: UnsafeMutablePointer<Element>
    let count: Int

    init(repeating element: Element, count: Int) {
        base = .allocate(capacity: max(count, 1))
        base.initialize(repeating: element, count: count)
        self.count = count
    }

    /// The elements of an array.
    init(_ elements: [Element]) {
        base = .allocate(capacity: max(elements.count, 1))
        count = elements.count
        elements.withUnsafeBufferPointer { source in
            if let address = source.baseAddress { base.initialize(from: address, count: source.count) }
        }
    }

    deinit { base.deallocate() }

    subscript(index: Int) -> Element {
        @inline(__always) get {
            assert(index >= 0 && index < count)
            return base[index]
        }
        @inline(__always) nonmutating set {
            assert(index >= 0 && index < count)
            base[index] = newValue
        }
    }

    /// A part as an array.
    func array(_ range: Range<Int>) -> [Element] {
        precondition(range.lowerBound >= 0 && range.upperBound <= count)
        return Array(UnsafeBufferPointer(start: base + range.lowerBound, count: range.count))
    }

    /// Appends a part to an array.
    func append(_ range: Range<Int>, to array: inout [Element]) {
        precondition(range.lowerBound >= 0 && range.upperBound <= count)
        array.append(contentsOf: UnsafeBufferPointer(start: base + range.lowerBound, count: range.count))
    }
}

/// What a heap can put in order.
protocol HeapOrdered {
    /// Whether this comes out before another.
    func precedes(_ other: Self) -> Bool
}

/// A binary heap: whatever precedes all others is on top.
struct BinaryHeap<Element: HeapOrdered> {
    private var elements: [Element] = []

    init() {}

    /// A heap of these elements.
    init(_ elements: some Sequence<Element>) {
        for element in elements { insert(element) }
    }

    var count: Int { elements.count }

    mutating func insert(_ element: Element) {
        elements.append(element)
        var child = elements.count - 1
        while child > 0 {
            let parent = (child - 1) / 2
            guard elements[child].precedes(elements[parent]) else { return }
            elements.swapAt(child, parent)
            child = parent
        }
    }

    mutating func popFirst() -> Element? {
        guard let last = elements.popLast() else { return nil }
        guard let first = elements.first else { return last }
        elements[0] = last
        var parent = 0
        while true {
            var child = 2 * parent + 1
            guard child < elements.count else { return first }
            if child + 1 < elements.count, elements[child + 1].precedes(elements[child]) { child += 1 }
            guard elements[child].precedes(elements[parent]) else { return first }
            elements.swapAt(child, parent)
            parent = child
        }
    }
}

extension BinaryHeap: Sendable where Element: Sendable {}

/// Sums of multiples of points in variable time, by Straus' method: all terms share one chain of doublings.
enum MultiScalar {
    /// A point and how often it counts.
    struct Term {
        let scalar: Scalar
        let point: EdwardsPoint
    }

    private static let width: UInt64 = 5
    private static let tableSize = 8
    private static let generatorWidth: UInt64 = 8

    /// The odd multiples 1, 3 … 127 of the generator, computed at the first use.
    private static let generatorTable: [AffineCachedPoint] = {
        let twice = CachedPoint(EdwardsPoint.generator.doubled)
        var multiple = EdwardsPoint.generator
        return (0..<64).map { _ in
            defer { multiple = multiple.adding(twice).extended }
            return AffineCachedPoint(multiple)
        }
    }()

    /// `scalar`·generator + Σ term.scalar·term.point.
    static func sum(generatorTimes scalar: Scalar, _ terms: [Term]) -> EdwardsPoint {
        let rowLength = terms.count + 1
        let digitCount = 256 * rowLength
        return withUnsafeTemporaryAllocation(of: Int8.self, capacity: digitCount) { digits in
            digits.initialize(repeating: 0)
            scalar.writeDigits(width: generatorWidth, to: digits, offset: terms.count, stride: rowLength)
            for (index, term) in terms.enumerated() {
                term.scalar.writeDigits(width: width, to: digits, offset: index, stride: rowLength)
            }
            return withUnsafeTemporaryAllocation(of: CachedPoint.self, capacity: terms.count * tableSize) { tables in
                for (index, term) in terms.enumerated() { writeTable(term.point, to: tables, at: index * tableSize) }
                return generatorTable.withUnsafeBufferPointer { generatorTable in
                    walk(digits, rowLength: rowLength, tables: tables, generatorTable: generatorTable)
                }
            }
        }
    }

    /// Writes the odd multiples 1, 3 … 15 of a point.
    private static func writeTable(
        _ point: EdwardsPoint, to tables: UnsafeMutableBufferPointer<CachedPoint>, at start: Int
    ) {
        let twice = point.doubled
        var multiple = CachedPoint(point)
        tables.initializeElement(at: start, to: multiple)
        for index in 1..<tableSize {
            multiple = CachedPoint(twice.adding(multiple).extended)
            tables.initializeElement(at: start + index, to: multiple)
        }
    }

    private static func walk(
        _ digits: UnsafeMutableBufferPointer<Int8>, rowLength: Int,
        tables: UnsafeMutableBufferPointer<CachedPoint>, generatorTable: UnsafeBufferPointer<AffineCachedPoint>
    ) -> EdwardsPoint {
        // Nothing is doubled before the first digit that counts.
        guard let highest = digits.lastIndex(where: { $0 != 0 }) else { return .identity }
        var accumulator = ProjectivePoint(.identity)
        for row in stride(from: highest / rowLength, through: 0, by: -1) {
            var result = accumulator.doubled
            let start = row * rowLength
            for column in 0..<rowLength - 1 {
                let digit = Int(digits[start + column])
                if digit > 0 {
                    result = result.extended.adding(tables[column * tableSize + digit >> 1])
                } else if digit < 0 {
                    result = result.extended.subtracting(tables[column * tableSize + (-digit) >> 1])
                }
            }
            let digit = Int(digits[start + rowLength - 1])
            if digit > 0 {
                result = result.extended.adding(generatorTable[digit >> 1])
            } else if digit < 0 {
                result = result.extended.subtracting(generatorTable[(-digit) >> 1])
            }
            if row == 0 { return result.extended }
            accumulator = result.projective
        }
        return EdwardsPoint.identity
    }
}

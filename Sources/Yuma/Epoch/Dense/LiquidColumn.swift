/// The moving average of one server's bonds with a rate for every line; holds the room for the rates.
struct LiquidColumn: ~Copyable {
    private let alpha: LiquidAlpha
    private let series = ExponentialSeries()
    /// The rate where weight and bond agree with consensus, which is the most common case.
    private let neutral: Int64
    private let rates: FixedBuffer<Int64>
    private let held: FixedBuffer<Int64>
    /// Lines with another rate and their exponents, filled up to groups of four.
    private let lines: FixedBuffer<Int>
    private let exponents: FixedBuffer<Int64>

    init(_ alpha: LiquidAlpha, width: Int) {
        self.alpha = alpha
        neutral = alpha.rate(weight: 0, bond: 0, consensus: 0)
        rates = FixedBuffer(repeating: 0, count: width)
        held = FixedBuffer(repeating: 0, count: width)
        lines = FixedBuffer(repeating: 0, count: width + 1)
        exponents = FixedBuffer(repeating: 0, count: width + 4)
    }

    /// Averages weights and old bonds where there is a weight; returns the sum of the new bonds.
    func average(
        _ buying: borrowing FixedBuffer<Int64>, _ bonds: borrowing FixedBuffer<UInt16>, _ column: DenseColumn,
        consensus: Int64, into fresh: borrowing FixedBuffer<Int64>
    ) -> Int64 {
        let found = Self.list(buying, bonds, column, consensus, alpha, neutral, rates, held, lines, exponents)
        for extra in found..<found + 4 { exponents[extra] = 0 }
        Self.evaluate(found, alpha, series, lines, exponents, rates)
        return Self.mix(buying, column.width, rates, held, into: fresh)
    }

    /// Lists the lines whose weight or bond is off consensus; returns how many.
    @inline(__always)
    private static func list(
        _ buying: borrowing FixedBuffer<Int64>, _ bonds: borrowing FixedBuffer<UInt16>, _ column: DenseColumn,
        _ consensus: Int64, _ alpha: LiquidAlpha, _ neutral: Int64, _ rates: borrowing FixedBuffer<Int64>,
        _ held: borrowing FixedBuffer<Int64>, _ lines: borrowing FixedBuffer<Int>,
        _ exponents: borrowing FixedBuffer<Int64>
    ) -> Int {
        var found = 0
        for line in 0..<column.width {
            let bond = RawFixed.share(bonds[column.start &+ line])
            let weight = buying[line]
            held[line] = bond
            rates[line] = neutral
            let distance = max(weight >= bond ? weight &- consensus : bond &- weight, 0)
            lines[found] = line
            exponents[found] = alpha.exponent(distance: distance)
            found &+= weight != 0 && distance != 0 ? 1 : 0
        }
        return found
    }

    /// The listed lines' rates, four at a time.
    @inline(__always)
    private static func evaluate(
        _ found: Int, _ alpha: LiquidAlpha, _ series: borrowing ExponentialSeries,
        _ lines: borrowing FixedBuffer<Int>, _ exponents: borrowing FixedBuffer<Int64>,
        _ rates: borrowing FixedBuffer<Int64>
    ) {
        for first in stride(from: 0, to: found, by: 4) {
            let values = series.values(
                of: (exponents[first], exponents[first + 1], exponents[first + 2], exponents[first + 3]))
            rates[lines[first]] = alpha.rate(exponential: values.0)
            if first + 1 < found { rates[lines[first + 1]] = alpha.rate(exponential: values.1) }
            if first + 2 < found { rates[lines[first + 2]] = alpha.rate(exponential: values.2) }
            if first + 3 < found { rates[lines[first + 3]] = alpha.rate(exponential: values.3) }
        }
    }

    @inline(__always)
    private static func mix(
        _ buying: borrowing FixedBuffer<Int64>, _ width: Int, _ rates: borrowing FixedBuffer<Int64>,
        _ held: borrowing FixedBuffer<Int64>, into fresh: borrowing FixedBuffer<Int64>
    ) -> Int64 {
        var sum: Int64 = 0
        for line in 0..<width {
            let rate = rates[line]
            let weight = buying[line]
            let rest = RawFixed.product(RawFixed.one &- rate, held[line])
            let bond = min(rest &+ RawFixed.product(rate, weight), RawFixed.one)
            let kept = weight > 0 ? bond : 0
            fresh[line] = kept
            sum &+= kept
        }
        return sum
    }
}

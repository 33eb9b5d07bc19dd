/// The logarithm to base 2, without a C library.
///
/// Scores of two validators need to agree only roughly, but tests compare numbers between machines, and one formula for
/// all of them is simpler than one library per system.
enum Log2 {
    /// log₂ of a positive finite number, correct to about 14 digits.
    static func of(_ value: Double) -> Double {
        precondition(value > 0 && value.isFinite, "the logarithm of a probability above 0")
        // value = 2^exponent · m with m in [1, 2); ln m = 2 atanh((m − 1)/(m + 1)) converges fast after halving the
        // range.
        var exponent = Double(value.exponent)
        var mantissa = value.significand
        if mantissa > 1.414_213_562_373_095 {
            mantissa /= 2
            exponent += 1
        }
        let ratio = (mantissa - 1) / (mantissa + 1)
        let square = ratio * ratio
        var term = ratio
        var sum = 0.0
        var odd = 1.0
        while odd < 40 {
            sum += term / odd
            term *= square
            odd += 2
        }
        return exponent + 2 * sum * 1.442_695_040_888_963_4
    }

    /// 2 to the power of `exponent`, correct to about 14 digits; 0 below the smallest number, infinity above the
    /// largest.
    static func power(_ exponent: Double) -> Double {
        guard exponent > -1_000 else { return 0 }
        guard exponent < 1_000 else { return .infinity }
        let whole = exponent.rounded(.down)
        let argument = (exponent - whole) * 0.693_147_180_559_945_3
        var term = 1.0
        var sum = 1.0
        for step in 1...24 {
            term *= argument / Double(step)
            sum += term
        }
        return Double(sign: .plus, exponent: Int(whole), significand: 1) * sum
    }
}

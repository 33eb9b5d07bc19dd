extension Double {
    /// The number with a fixed count of decimals (at most 9), rounded half away from zero; `-` where it is none.
    public func text(decimals: Int) -> String {
        precondition((0...9).contains(decimals), "up to nine decimals are written")
        var scale = 1.0
        for _ in 0..<decimals { scale *= 10 }
        let scaled = (self * scale).rounded()
        guard scaled.isFinite, abs(scaled) < 9e15 else { return "-" }
        let digits = String(Int64(abs(scaled)))
        let padded = String(repeating: "0", count: max(decimals + 1 - digits.count, 0)) + digits
        let sign = scaled < 0 ? "-" : ""
        guard decimals > 0 else { return sign + padded }
        return sign + padded.dropLast(decimals) + "." + padded.suffix(decimals)
    }
}

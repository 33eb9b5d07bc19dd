extension PythonValue {
    /// What Python's `str()` prints: a text as it is, everything else as ``repr``.
    public var str: String {
        if case .text(let text) = self { text } else { repr }
    }

    /// What Python's `repr()` prints.
    public var repr: String {
        var output = ""
        appendRepr(to: &output)
        return output
    }

    private func appendRepr(to output: inout String) {
        switch self {
        case .none: output += "None"
        case .bool(let value): output += value ? "True" : "False"
        case .integer(let digits): output += digits
        case .float(let value): output += Self.repr(of: value)
        case .text(let text): Self.appendRepr(of: text, to: &output)
        case .list(let elements):
            output += "["
            Self.appendRepr(of: elements, to: &output)
            output += "]"
        case .tuple(let elements):
            output += "("
            Self.appendRepr(of: elements, to: &output)
            // A comma tells a tuple of one from a value in brackets.
            output += elements.count == 1 ? ",)" : ")"
        case .dictionary(let members):
            output += "{"
            for (index, member) in members.enumerated() {
                if index > 0 { output += ", " }
                Self.appendRepr(of: member.name, to: &output)
                output += ": "
                member.value.appendRepr(to: &output)
            }
            output += "}"
        }
    }

    private static func appendRepr(of elements: [PythonValue], to output: inout String) {
        for (index, element) in elements.enumerated() {
            if index > 0 { output += ", " }
            element.appendRepr(to: &output)
        }
    }

    /// The shortest digits that read back as the same number, with an exponent below 10⁻⁴ and from 10¹⁶ on.
    static func repr(of value: Double) -> String {
        guard value.isFinite else { return value.isNaN ? "nan" : value < 0 ? "-inf" : "inf" }
        guard value != 0 else { return value.sign == .minus ? "-0.0" : "0.0" }
        // Swift prints the shortest digits as well, but places the point by other rules: take the digits and place it.
        let printed = String(value.magnitude.description)
        let parts = printed.split(separator: "e", maxSplits: 1)
        let mantissa = parts[0].split(separator: ".", omittingEmptySubsequences: false)
        let fraction = mantissa.count > 1 ? String(mantissa[1]) : ""
        let allDigits = String(mantissa[0]) + fraction
        let exponentPrinted = parts.count > 1 ? Int(parts[1]) ?? 0 : 0
        let leadingZeros = allDigits.prefix { $0 == "0" }.count
        var digits = String(allDigits.dropFirst(leadingZeros))
        while digits.count > 1, digits.hasSuffix("0") { digits.removeLast() }
        // The number is 0.d₁d₂… times 10 to the power of `point`.
        let point = mantissa[0].count - leadingZeros + exponentPrinted

        let sign = value < 0 ? "-" : ""
        if point > 16 || point < -3 {
            let exponent = point - 1
            let tail = digits.count > 1 ? "." + digits.dropFirst() : ""
            let size = String(exponent.magnitude)
            return sign + digits.prefix(1) + tail + "e" + (exponent < 0 ? "-" : "+")
                + (size.count < 2 ? "0" : "") + size
        }
        if point <= 0 { return sign + "0." + String(repeating: "0", count: -point) + digits }
        if digits.count <= point { return sign + digits + String(repeating: "0", count: point - digits.count) + ".0" }
        return sign + digits.prefix(point) + "." + digits.dropFirst(point)
    }

    /// Single quotes, unless the text holds one and no double quote; what cannot be printed is escaped.
    private static func appendRepr(of text: String, to output: inout String) {
        let quote: Unicode.Scalar =
            text.unicodeScalars.contains("'") && !text.unicodeScalars.contains("\"") ? "\"" : "'"
        output.unicodeScalars.append(quote)
        for scalar in text.unicodeScalars {
            switch scalar {
            case quote, "\\":
                output += "\\"
                output.unicodeScalars.append(scalar)
            case "\n": output += "\\n"
            case "\r": output += "\\r"
            case "\t": output += "\\t"
            case _ where isPrintable(scalar): output.unicodeScalars.append(scalar)
            default: output += escape(scalar.value)
            }
        }
        output.unicodeScalars.append(quote)
    }

    private static func escape(_ value: UInt32) -> String {
        let digits = String(value, radix: 16)
        let (mark, width) = value < 0x100 ? ("x", 2) : value < 0x1_0000 ? ("u", 4) : ("U", 8)
        return "\\" + mark + String(repeating: "0", count: width - digits.count) + digits
    }

    /// Python escapes the categories "other" and "separator", except the plain space.
    private static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.isASCII { return scalar.value >= 0x20 && scalar.value < 0x7F }
        switch scalar.properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned: return false
        case .lineSeparator, .paragraphSeparator, .spaceSeparator: return false
        default: return true
        }
    }
}

/// Where a neuron says that it serves.
public struct AxonAddress: Sendable, Hashable {
    /// IPv4 or IPv6 address as text, an IPv6 one without brackets.
    public var ip: String
    /// Port.
    public var port: UInt16
    /// Version of the neuron's software, as it says.
    public var version: UInt32
    /// Block at which it said so.
    public var block: UInt64

    /// An address.
    public init(ip: String, port: UInt16, version: UInt32 = 0, block: UInt64 = 0) {
        self.ip = ip
        self.port = port
        self.version = version
        self.block = block
    }
}

/// Internet addresses as chains store them: one number, and 4 or 6 for its kind.
public enum InternetAddress {
    /// The number and kind of an address, or `nil` where the text is none.
    public static func parse(_ text: String) -> (number: UInt128, kind: UInt8)? {
        if text.contains(":") { return parseV6(text).map { ($0, 6) } }
        return parseV4(text).map { (UInt128($0), 4) }
    }

    /// The text of an address, in the shortest form of RFC 5952 for kind 6.
    public static func text(_ number: UInt128, kind: UInt8) -> String {
        guard kind == 6 else {
            return (0..<4).map { String(UInt8(truncatingIfNeeded: number >> (24 - 8 * UInt128($0)))) }
                .joined(separator: ".")
        }
        let groups = (0..<8).map { UInt16(truncatingIfNeeded: number >> (112 - 16 * UInt128($0))) }
        let zeros = longestZeros(groups)
        func joined(_ part: ArraySlice<UInt16>) -> String {
            part.map { String($0, radix: 16) }.joined(separator: ":")
        }
        guard let zeros else { return joined(groups[...]) }
        return joined(groups[..<zeros.lowerBound]) + "::" + joined(groups[zeros.upperBound...])
    }

    // Two or more groups of zero, the first of the longest.
    private static func longestZeros(_ groups: [UInt16]) -> Range<Int>? {
        var best: Range<Int>?
        var start = 0
        while start < groups.count {
            guard groups[start] == 0 else {
                start += 1
                continue
            }
            let end = groups[start...].firstIndex { $0 != 0 } ?? groups.count
            if end - start > max(best?.count ?? 0, 1) { best = start..<end }
            start = end
        }
        return best
    }

    private static func parseV4(_ text: String) -> UInt32? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 4 else { return nil }
        var number: UInt32 = 0
        for part in parts {
            guard part.count <= 3, part.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let byte = UInt8(part) else {
                return nil
            }
            number = number << 8 | UInt32(byte)
        }
        return number
    }

    private static func parseV6(_ text: String) -> UInt128? {
        var halves: [Substring] = [text[...]]
        if let gap = text.firstRange(of: "::") { halves = [text[..<gap.lowerBound], text[gap.upperBound...]] }
        var groups: [[UInt16]] = []
        for half in halves {
            guard let list = parseGroups(half) else { return nil }
            groups.append(list)
        }
        let written = groups.reduce(0) { $0 + $1.count }
        guard halves.count == 2 ? written < 8 : written == 8 else { return nil }
        let filled = groups[0] + Array(repeating: 0, count: 8 - written) + (groups.count == 2 ? groups[1] : [])
        return filled.reduce(0) { $0 << 16 | UInt128($1) }
    }

    private static func parseGroups(_ text: Substring) -> [UInt16]? {
        if text.isEmpty { return [] }
        var groups: [UInt16] = []
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        for (position, part) in parts.enumerated() {
            if position == parts.count - 1, part.contains(".") {
                guard let number = parseV4(String(part)) else { return nil }
                groups += [UInt16(number >> 16), UInt16(truncatingIfNeeded: number)]
            } else {
                guard (1...4).contains(part.count), part.utf8.allSatisfy({ $0 != UInt8(ascii: "+") }),
                    let group = UInt16(part, radix: 16)
                else { return nil }
                groups.append(group)
            }
        }
        return groups
    }
}

import Testing

/// A page in Prometheus' text format (version 0.0.4), read by its rules alone and strictly: whatever the format's
/// description or its conventions forbid is an error.
struct Exposition {
    struct Sample: Equatable {
        var name: String
        var labels: [String: String]
        var value: Double
    }

    struct Family {
        var name: String
        var help: String
        var kind: String
        var samples: [Sample] = []

        /// The names of labels of its samples, without the bucket's bound.
        var labelNames: Set<String> { Set(samples.flatMap(\.labels.keys)).subtracting(["le"]) }
    }

    struct Failure: Error, CustomStringConvertible {
        var line: Int
        var description: String
    }

    private(set) var families: [Family] = []

    /// Reads a page.
    init(_ text: String) throws {
        guard text.isEmpty || text.hasSuffix("\n") else { throw Failure(line: 0, description: "no newline at the end") }
        var help: (name: String, text: String)?
        var names: Set<String> = []
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
        for (index, line) in lines.enumerated() {
            func fail(_ reason: String) -> Failure { Failure(line: index + 1, description: "\(reason): \(line)") }
            if line.hasPrefix("# HELP ") {
                guard help == nil else { throw fail("two HELP lines in a row") }
                let parts = line.dropFirst(7).split(separator: " ", maxSplits: 1)
                guard parts.count == 2, let text = Self.unescaped(parts[1], quotes: false) else {
                    throw fail("no help")
                }
                help = (String(parts[0]), text)
            } else if line.hasPrefix("# TYPE ") {
                let parts = line.dropFirst(7).split(separator: " ")
                guard parts.count == 2, ["counter", "gauge", "histogram"].contains(parts[1]) else { throw fail("type") }
                guard help?.name == String(parts[0]) else { throw fail("TYPE without its HELP before it") }
                guard Self.isName(parts[0], colons: true) else { throw fail("name") }
                guard names.insert(String(parts[0])).inserted else { throw fail("family twice") }
                families.append(Family(name: String(parts[0]), help: help?.text ?? "", kind: String(parts[1])))
                help = nil
            } else if line.hasPrefix("#") || line.isEmpty {
                throw fail("a line that says nothing")
            } else {
                guard let sample = Self.sample(line) else { throw fail("malformed sample") }
                guard help == nil, let family = families.last, Self.belongs(sample, to: family) else {
                    throw fail("sample outside its family")
                }
                families[families.count - 1].samples.append(sample)
            }
        }
        for family in families { try Self.check(family) }
        // OpenMetrics knows a counter by its name without the ending.
        for name in names where name.hasSuffix("_total") && names.contains(String(name.dropLast(6))) {
            throw Failure(line: 0, description: "\(name) and a family of that name without '_total'")
        }
    }

    subscript(name: String) -> Family? { families.first { $0.name == name } }

    /// The value of a sample with these labels and no others.
    func value(_ name: String, _ labels: [String: String] = [:]) -> Double? {
        families.lazy.flatMap(\.samples).first { $0.name == name && $0.labels == labels }?.value
    }

    // MARK: Lines

    private static func isName(_ text: some StringProtocol, colons: Bool) -> Bool {
        guard let first = text.first, first.isASCII, first.isLetter || first == "_" || (colons && first == ":") else {
            return false
        }
        return text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_" || (colons && $0 == ":")) }
    }

    private static func sample(_ line: Substring) -> Sample? {
        let end = line.firstIndex { $0 == "{" || $0 == " " } ?? line.endIndex
        guard isName(line[..<end], colons: true) else { return nil }
        var rest = line[end...]
        var labels: [String: String] = [:]
        if rest.first == "{" {
            rest.removeFirst()
            while rest.first != "}" {
                if !labels.isEmpty { guard rest.popFirst() == "," else { return nil } }
                guard let equals = rest.firstIndex(of: "=") else { return nil }
                let name = String(rest[..<equals])
                rest = rest[rest.index(after: equals)...]
                guard isName(name, colons: false), labels[name] == nil, rest.popFirst() == "\"",
                    let value = quoted(&rest)
                else { return nil }
                labels[name] = value
            }
            rest.removeFirst()
        }
        // One blank, the value, and no time.
        guard rest.popFirst() == " ", let value = number(rest) else { return nil }
        return Sample(name: String(line[..<end]), labels: labels, value: value)
    }

    private static func quoted(_ rest: inout Substring) -> String? {
        var text = ""
        while let character = rest.popFirst() {
            if character == "\"" { return unescaped(text[...], quotes: true) }
            text.append(character)
            if character == "\\" { text.append(rest.popFirst() ?? " ") }
        }
        return nil
    }

    private static func unescaped(_ text: Substring, quotes: Bool) -> String? {
        var result = ""
        var rest = text
        while let character = rest.popFirst() {
            guard character == "\\" else {
                result.append(character)
                continue
            }
            switch rest.popFirst() {
            case "\\": result.append("\\")
            case "n": result.append("\n")
            case "\"" where quotes: result.append("\"")
            default: return nil
            }
        }
        return result
    }

    private static func number(_ text: Substring) -> Double? {
        switch text {
        case "+Inf": .infinity
        case "-Inf": -.infinity
        case "NaN": .nan
        default: text.allSatisfy { $0.isNumber || "+-.e".contains($0) } ? Double(text) : nil
        }
    }

    // MARK: Families

    private static func belongs(_ sample: Sample, to family: Family) -> Bool {
        guard family.kind == "histogram" else { return sample.name == family.name && sample.labels["le"] == nil }
        return switch sample.name {
        case family.name + "_bucket": sample.labels["le"] != nil
        case family.name + "_sum", family.name + "_count": sample.labels["le"] == nil
        default: false
        }
    }

    private static func check(_ family: Family) throws {
        func fail(_ reason: String) -> Failure { Failure(line: 0, description: "\(family.name): \(reason)") }
        guard family.help.hasSuffix("."), family.help.first?.isUppercase == true else {
            throw fail("help is no sentence")
        }
        guard (family.kind == "counter") == family.name.hasSuffix("_total") else {
            throw fail("counters end in _total")
        }
        var seen: Set<[String]> = []
        for sample in family.samples {
            let key = [sample.name] + sample.labels.sorted { $0.key < $1.key }.flatMap { [$0.key, $0.value] }
            guard seen.insert(key).inserted else { throw fail("the same sample twice") }
            guard family.kind == "gauge" || sample.value >= 0 else { throw fail("a negative count") }
        }
        guard Set(family.samples.map { Set($0.labels.keys).subtracting(["le"]) }).count <= 1 else {
            throw fail("samples with different labels")
        }
        if family.kind == "histogram" { try checkHistograms(family, fail) }
    }

    private static func checkHistograms(_ family: Family, _ fail: (String) -> Failure) throws {
        for (labels, samples) in Dictionary(grouping: family.samples, by: { $0.labels.filter { $0.key != "le" } }) {
            let buckets = samples.filter { $0.name.hasSuffix("_bucket") }
            let bounds = buckets.compactMap { $0.labels["le"].flatMap { number($0[...]) } }
            guard bounds.count == buckets.count, bounds == bounds.sorted(), Set(bounds).count == bounds.count else {
                throw fail("bounds that do not ascend at \(labels)")
            }
            let counts = buckets.map(\.value)
            guard counts == counts.sorted(), bounds.last == .infinity else { throw fail("not cumulative at \(labels)") }
            guard samples.filter({ $0.name.hasSuffix("_sum") }).count == 1,
                samples.filter({ $0.name.hasSuffix("_count") }).map(\.value) == [counts.last]
            else { throw fail("sum or count missing or wrong at \(labels)") }
        }
    }
}

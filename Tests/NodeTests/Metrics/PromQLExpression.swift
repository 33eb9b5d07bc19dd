/// What a PromQL expression reads: its selectors and the labels that it groups by. Enough of the language for the
/// queries of a dashboard; whatever it does not know is an error.
struct PromQLExpression {
    struct Matcher: Equatable {
        var label: String
        var sign: String
        var value: String
    }

    struct Selector: Equatable {
        var metric: String
        var matchers: [Matcher] = []
        /// Whether it reads a span of time and not an instant.
        var hasRange = false
        /// The function around it.
        var function: String?
    }

    struct Failure: Error, CustomStringConvertible {
        var description: String
    }

    private(set) var selectors: [Selector] = []
    /// Labels of `by`, `without`, `on` and `ignoring`.
    private(set) var groupings: [String] = []

    private static let listWords: Set<String> = ["by", "without", "on", "ignoring", "group_left", "group_right"]
    private static let operatorWords: Set<String> = ["and", "or", "unless", "bool", "offset"]

    /// Reads an expression.
    init(_ text: String) throws {
        var tokens = try Self.tokens(text)[...]
        var functions: [String?] = []
        var last: String?
        while let token = tokens.popFirst() {
            switch token {
            case "(":
                functions.append(last)
                last = nil
                continue
            case ")":
                guard !functions.isEmpty else { throw Failure(description: "')' without '(' in \(text)") }
                functions.removeLast()
            case _ where Self.listWords.contains(token):
                groupings += try Self.list(&tokens, text)
                // `sum by (le) (…)`: what follows is the argument of the function before the list.
                continue
            case _ where Self.operatorWords.contains(token) || token == "+Inf": break
            case _ where Self.isIdentifier(token):
                if tokens.first == "(" || tokens.first.map(Self.listWords.contains) == true {
                    last = token
                    continue
                }
                selectors.append(try Self.selector(token, &tokens, in: functions.last ?? nil, text))
            case "+", "-", "*", "/", "%", "^", ">", "<", ">=", "<=", "==", "!=", ",": break
            default:
                guard token.first?.isNumber == true || token.first == "\"" else {
                    throw Failure(description: "'\(token)' in \(text)")
                }
            }
            last = nil
        }
        guard functions.isEmpty else { throw Failure(description: "'(' without ')' in \(text)") }
    }

    private static func selector(
        _ metric: String, _ tokens: inout ArraySlice<String>, in function: String?, _ text: String
    ) throws -> Selector {
        var selector = Selector(metric: metric, function: function)
        if tokens.first == "{" {
            tokens.removeFirst()
            while tokens.first != "}" {
                if !selector.matchers.isEmpty {
                    guard tokens.popFirst() == "," else { throw Failure(description: "matchers in \(text)") }
                }
                guard let label = tokens.popFirst(), isIdentifier(label), let sign = tokens.popFirst(),
                    ["=", "!=", "=~", "!~"].contains(sign), let value = tokens.popFirst(), value.first == "\""
                else { throw Failure(description: "matchers in \(text)") }
                selector.matchers.append(Matcher(label: label, sign: sign, value: String(value.dropFirst().dropLast())))
            }
            tokens.removeFirst()
        }
        if let range = tokens.first, range.hasPrefix("[") {
            tokens.removeFirst()
            selector.hasRange = true
        }
        return selector
    }

    private static func list(_ tokens: inout ArraySlice<String>, _ text: String) throws -> [String] {
        guard tokens.popFirst() == "(" else { throw Failure(description: "a list of labels is missing in \(text)") }
        var labels: [String] = []
        while let token = tokens.popFirst(), token != ")" { if token != "," { labels.append(token) } }
        guard labels.allSatisfy(isIdentifier) else { throw Failure(description: "labels in \(text)") }
        return labels
    }

    private static func isIdentifier(_ token: String) -> Bool {
        guard let first = token.first, first.isLetter || first == "_" else { return false }
        return token.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" || $0 == ":" }
    }

    private static func tokens(_ text: String) throws -> [String] {
        var rest = text[...]
        var tokens: [String] = []
        while let character = rest.first {
            if character.isWhitespace {
                rest.removeFirst()
            } else if character == "\"" {
                guard let end = rest.dropFirst().firstIndex(of: "\"") else {
                    throw Failure(description: "quotes in \(text)")
                }
                tokens.append(String(rest[...end]))
                rest = rest[rest.index(after: end)...]
            } else if character == "[" {
                guard let end = rest.firstIndex(of: "]") else { throw Failure(description: "range in \(text)") }
                tokens.append(String(rest[...end]))
                rest = rest[rest.index(after: end)...]
            } else if character.isLetter || character.isNumber || character == "_" {
                let word = rest.prefix { $0.isLetter || $0.isNumber || "_:.".contains($0) }
                tokens.append(String(word))
                rest = rest.dropFirst(word.count)
            } else {
                let pair = String(rest.prefix(2))
                let sign = ["=~", "!~", "!=", "==", ">=", "<="].contains(pair) ? pair : String(character)
                tokens.append(sign)
                rest = rest.dropFirst(sign.count)
            }
        }
        return tokens
    }
}

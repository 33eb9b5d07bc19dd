import Foundation
import JSON
import Logging

/// An event of the log, ready to be written as one line.
struct LogLine {
    var time: Date
    var level: Logger.Level
    var subsystem: String
    var message: String
    /// By name.
    var details: [(name: String, value: String)]

    /// The line in a format, without its end.
    func text(_ format: LogFormat) -> String {
        switch format {
        case .human: "\(Self.text(time)) \(level) \(subsystem): \(plain)"
        // What is only told, not warned of, needs no level in front.
        case .bare: level == .notice || level == .info ? plain : "\(level): \(plain)"
        case .json: json
        }
    }

    /// `the message (name value, name value)`
    private var plain: String {
        let list = details.map { "\($0.name) \($0.value)" }.joined(separator: ", ")
        return Self.oneLine(details.isEmpty ? message : "\(message) (\(list))")
    }

    private var json: String {
        let bytes = JSONWriter.encode {
            $0.object {
                $0.field("time") { $0.string(Self.text(time)) }
                $0.field("level") { $0.string(level.rawValue) }
                $0.field("subsystem") { $0.string(subsystem) }
                $0.field("message") { $0.string(message) }
                if !details.isEmpty {
                    $0.field("details") {
                        $0.object { for (name, value) in details { $0.field(name) { $0.string(value) } } }
                    }
                }
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func text(_ time: Date) -> String {
        time.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))
    }

    /// Nothing that a peer sends may look like a line of its own or steer a terminal.
    private static func oneLine(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: isControl) else { return text }
        return text.unicodeScalars.reduce(into: "") { result, scalar in
            if isControl(scalar) {
                result += scalar.escaped(asASCII: true)
            } else {
                result.unicodeScalars.append(scalar)
            }
        }
    }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.generalCategory == .control || scalar.value == 0x2028 || scalar.value == 0x2029
    }
}

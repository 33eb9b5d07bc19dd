import Foundation

/// The program itself, run as a user does, with what it wrote.
enum LoggedNode {
    /// The program, where the environment names it.
    static var binary: String? { ProcessInfo.processInfo.environment["MYELIN_BINARY"] }

    /// Runs `myelin node --dev` with `arguments`; asks it to end when a line on standard error fulfils `isEnough`.
    static func run(
        _ binary: String, _ arguments: [String], until isEnough: (String) -> Bool
    ) throws -> (status: Int32, lines: [String]) {
        let process = Process()
        let errors = Pipe()
        process.executableURL = URL(filePath: binary)
        process.arguments = ["node", "--dev", "--port", "0"] + arguments
        process.standardOutput = FileHandle.nullDevice
        process.standardError = errors
        try process.run()
        var lines: [String] = []
        var rest = Data()
        var isAsked = false
        while true {
            let chunk = errors.fileHandleForReading.availableData
            if chunk.isEmpty { break }
            rest.append(chunk)
            while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
                lines.append(String(decoding: rest[..<end], as: UTF8.self))
                rest = Data(rest[(end + 1)...])
            }
            if !isAsked, lines.contains(where: isEnough) {
                isAsked = true
                process.terminate()
            }
        }
        process.waitUntilExit()
        return (process.terminationStatus, lines)
    }
}

import Logging
import Synchronization

/// A log of what clients cause. A client cannot fill the disk with it: 200 lines may come at once and 50 a second
/// follow; what is left out is counted.
final class ClientLog: Sendable {
    private let logger: Logger
    private let budget = Mutex(LineBudget(burst: 200, perSecond: 50, now: .now))

    init(_ logger: Logger) { self.logger = logger }

    /// Whether lines of this level are written at all.
    func isOn(_ level: Logger.Level) -> Bool { logger.logLevel <= level }

    /// Writes a line, if its level and the budget allow.
    func log(
        _ level: Logger.Level, _ message: @autoclosure () -> Logger.Message,
        metadata: @autoclosure () -> Logger.Metadata = [:]
    ) {
        guard isOn(level), case .write(let leftOut) = budget.withLock({ $0.judge(now: .now) }) else { return }
        if leftOut > 0 {
            logger.log(level: level, "lines were left out", metadata: ["count": "\(leftOut)"])
        }
        logger.log(level: level, message(), metadata: metadata())
    }
}

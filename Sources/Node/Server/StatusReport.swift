import NIOHTTP1

/// A page as it was at one moment.
public struct StatusReport: Equatable, Sendable {
    /// Whether all is well; where it is not, HTTP says 503.
    public var isWell: Bool
    /// What HTTP calls the format.
    public var contentType: String
    /// The page.
    public var body: [UInt8]

    /// JSON.
    public init(json: [UInt8], isWell: Bool) {
        self.isWell = isWell
        contentType = "application/json; charset=utf-8"
        body = json
    }

    /// Text in a format.
    public init(_ contentType: String, _ body: [UInt8]) {
        isWell = true
        self.contentType = contentType
        self.body = body
    }

    var status: HTTPResponseStatus { isWell ? .ok : .serviceUnavailable }
}

import AsyncHTTPClient
import NIOCore
import NIOPosix

/// Why a dendrite has no answer, with the reference implementation's status codes and words.
enum DendriteFailure: Error, Equatable {
    /// No connection to the axon.
    case unavailable(String)
    /// No answer in time.
    case timeout(seconds: Double)
    /// The connection ended in the middle.
    case disconnected
    /// The axon answers with another status than success.
    case refused(status: Int, message: String, axon: TerminalInfo)
    /// The answer breaks the rules of HTTP, ends before its end, or is too large.
    case brokenAnswer
    /// The answer is not the synapse that was asked for.
    case unreadableAnswer
    /// The synapse to send has no JSON form.
    case unreadableRequest
    /// Any other failure of the client, for instance an impossible address.
    case client(String)

    /// Sorts an error of the HTTP client.
    init(_ error: any Error, axon: AxonEndpoint, synapseName: String, timeoutSeconds: Double) {
        let target = "\(axon.ip):\(axon.port)/\(synapseName)"
        switch error {
        case let error as HTTPClientError:
            switch error {
            case .deadlineExceeded, .readTimeout, .writeTimeout, .getConnectionFromPoolTimeout:
                self = .timeout(seconds: timeoutSeconds)
            case .connectTimeout: self = .unavailable(target)
            case .remoteConnectionClosed: self = .disconnected
            default: self = .client(error.shortDescription)
            }
        case is NIOConnectionError, is SocketAddressError: self = .unavailable(target)
        case is NIOTooManyBytesError: self = .brokenAnswer
        case is ChannelError, is IOError: self = .disconnected
        case is CancellationError: self = .timeout(seconds: timeoutSeconds)
        default: self = .client("\(type(of: error))")
        }
    }

    /// The status that stands for the failure.
    var status: Int {
        switch self {
        case .refused(let status, _, _): status
        case .unavailable, .disconnected: 503
        case .timeout: 408
        case .brokenAnswer: 400
        case .unreadableAnswer, .unreadableRequest: 422
        case .client: 500
        }
    }

    /// What the axon says about itself.
    var axon: TerminalInfo {
        if case .refused(_, _, let axon) = self { axon } else { TerminalInfo() }
    }

    /// The failure in words.
    var message: String {
        switch self {
        case .refused(_, let message, _): message
        case .unavailable(let target): "Service unavailable at \(target)"
        case .timeout(let seconds): "Request timeout after \(PythonValue.float(seconds).str) seconds"
        case .disconnected: "Service disconnected"
        case .brokenAnswer: "Payload error"
        case .unreadableAnswer: "Failed to parse response"
        case .unreadableRequest: "Failed to write request"
        case .client(let what): "Client error: \(what)"
        }
    }
}

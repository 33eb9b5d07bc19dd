/// Why an axon refuses a request; the status codes are those of the reference implementation.
///
/// The messages are short: whoever is refused should cost little.
public enum AxonRefusal: Error, Equatable, Sendable {
    /// 405: only POST carries a synapse.
    case methodNotAllowed
    /// 404: no synapse of this name is served.
    case unknownSynapse(String, available: [String])
    /// 400: a header or the body cannot be read.
    case unreadable(String)
    /// 413: the body is larger than allowed.
    case bodyTooLarge
    /// 403: the hook refused the caller, for this reason.
    case blacklisted(String)
    /// 401: the sender is not who it says, or the request is a replay.
    case notVerified(Unverified)
    /// 503: too many requests are being worked on.
    case overloaded
    /// 500: the body is not the one that was signed.
    case bodyHashMismatch
    /// 408: no answer within the time allowed.
    case timeout(seconds: Double)
    /// 500: answering failed.
    case failed
    /// A status of the handler's choice.
    case custom(status: Int, message: String)

    /// Why a request is not verified.
    public enum Unverified: String, Error, Sendable {
        /// The sender names no hotkey.
        case missingHotkey = "Missing Hotkey"
        /// The request has no nonce.
        case missingNonce = "Missing Nonce"
        /// The request has no signature.
        case missingSignature = "Missing Signature"
        /// A first contact from too long ago.
        case nonceTooOld = "Nonce is too old"
        /// The sender's process has used this nonce or a later one.
        case nonceReplayed = "Nonce is too old, a newer one was last processed"
        /// The nonce lies further ahead than clocks may differ.
        case nonceInFuture = "Nonce lies in the future"
        /// No room to remember another process of this sender.
        case tooManySessions = "Too many sessions"
        /// The signature is not the sender's for this request.
        case signatureMismatch = "Signature mismatch"
    }

    /// The HTTP status.
    public var status: Int {
        switch self {
        case .methodNotAllowed: 405
        case .unknownSynapse: 404
        case .unreadable: 400
        case .bodyTooLarge: 413
        case .blacklisted: 403
        case .notVerified: 401
        case .overloaded: 503
        case .bodyHashMismatch, .failed: 500
        case .timeout: 408
        case .custom(let status, _): status
        }
    }

    /// The text for the caller.
    public var message: String {
        switch self {
        case .methodNotAllowed: "Method Not Allowed"
        case .unknownSynapse(let name, let available):
            "Synapse name '\(name)' not found. Available synapses \(PythonValue.list(available.map { .text($0) }).repr)"
        case .unreadable(let what): "Improperly formatted request. Could not parse \(what)."
        case .bodyTooLarge: "Request body too large."
        case .blacklisted(let reason): "Forbidden. Key is blacklisted: \(reason)."
        case .notVerified(let why): "Not Verified with error: \(why.rawValue)"
        case .overloaded: "Too many requests."
        case .bodyHashMismatch: "Hash mismatch between header body hash and parsed body hash"
        case .timeout(let seconds): "Response timeout after: \(PythonValue.float(seconds).str)s"
        case .failed: "Internal Server Error"
        case .custom(_, let message): message
        }
    }
}

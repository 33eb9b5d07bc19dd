import Runtime

/// How the submission of an extrinsic ended: the cases are what an operator tells apart.
public enum SubmissionOutcome: String, CaseIterable, Sendable {
    /// It waits in the pool.
    case accepted
    /// The bytes are no extrinsic.
    case undecodable
    /// It waits already.
    case duplicate
    /// Its signature was found bad a short time ago.
    case banned
    /// Another one with its nonce pays at least as much.
    case underpriced
    /// The node ended once while it ran it.
    case trapped
    /// The pool is full.
    case poolFull = "pool_full"
    /// Its signer has as many waiting as one account may have.
    case accountFull = "account_full"
    /// The chain could not be read.
    case unjudged
    case invalidCall = "invalid_call"
    case invalidPayment = "invalid_payment"
    case invalidFuture = "invalid_future"
    case invalidStale = "invalid_stale"
    case invalidSignature = "invalid_signature"
    case invalidEra = "invalid_era"
    case invalidResources = "invalid_resources"
    case invalidRule = "invalid_rule"
    case invalidSigner = "invalid_signer"

    /// The outcome of a refused submission.
    public init(_ error: SubmissionError) {
        switch error {
        case .chain: self = .unjudged
        case .pool(let error): self.init(error)
        }
    }

    private init(_ error: PoolError) {
        switch error {
        case .invalid(let reason): self.init(reason)
        case .undecodable: self = .undecodable
        case .alreadyImported: self = .duplicate
        case .banned: self = .banned
        case .priorityTooLow: self = .underpriced
        case .trapped: self = .trapped
        case .full: self = .poolFull
        case .accountLimit: self = .accountFull
        }
    }

    private init(_ reason: InvalidTransaction) {
        switch reason {
        case .call: self = .invalidCall
        case .payment: self = .invalidPayment
        case .future: self = .invalidFuture
        case .stale: self = .invalidStale
        case .badProof: self = .invalidSignature
        case .ancientBirthBlock: self = .invalidEra
        case .exhaustsResources: self = .invalidResources
        case .custom: self = .invalidRule
        case .badSigner: self = .invalidSigner
        }
    }
}

public import RuntimeInterface
public import StateStore

/// Why the chain could not do what an engine or a client asked for.
public enum ChainError: Error, Sendable {
    /// The store refused.
    case store(StoreError)
    /// An inherent failed, so the proposal cannot become a block.
    case inherentFailed(DispatchError)
    /// The directory holds a chain that began otherwise than this one would.
    case genesisMismatch
}

extension ChainError: CustomStringConvertible {
    /// A sentence for the operator.
    public var description: String {
        switch self {
        case .store(let error): error.description
        case .inherentFailed(let error): "the block's own inherent failed: \(error)"
        case .genesisMismatch:
            "the data directory holds a chain that began otherwise (another seal, other funded accounts, or another "
                + "version of Myelin): start with the options that it was made with, or name a new directory"
        }
    }
}

import RuntimeInterface

extension RuntimeCall {
    /// The calls that stand directly inside of this one.
    var innerCalls: [RuntimeCall] {
        switch self {
        case .sudo(.sudo(let call)), .sudo(.sudoUncheckedWeight(let call, _)), .sudo(.sudoAs(_, let call)): [call]
        case .utility(.batch(let calls)), .utility(.batchAll(let calls)), .utility(.forceBatch(let calls)): calls
        default: []
        }
    }
}

public import RuntimeInterface

/// The numbers by which clients know why an extrinsic was kept out of the pool (`Custom error: N`).
/// Source: common/src/transaction_error.rs and pallets/subtensor/src/extensions/subtensor.rs of the reference.
public enum TransactionErrorCode: UInt8, Sendable {
    case coldkeyInSwapSchedule = 0
    case stakeAmountTooLow = 1
    case balanceTooLow = 2
    case subnetNotExists = 3
    case hotkeyAccountDoesntExist = 4
    case notEnoughStakeToWithdraw = 5
    case rateLimitExceeded = 6
    case insufficientLiquidity = 7
    case slippageTooHigh = 8
    case hotKeyNotRegisteredInNetwork = 10
    case invalidIpAddress = 11
    case servingRateLimitExceeded = 12
    case invalidPort = 13
    case commitNotFound = 16
    case commitBlockNotInRevealRange = 17
    case inputLengthsUnequal = 18
    case uidNotFound = 19
    case coldkeySwapDisputed = 21
    case failedShieldedTxParsing = 23
    case nonAssociatedColdKey = 25
    case delegateTakeTooLow = 26
    case delegateTakeTooHigh = 27
    case badRequest = 255

    /// The number for an error that a rule of ``CallGuard`` threw.
    public init(_ error: DispatchError) {
        let codes: [(DispatchError, TransactionErrorCode)] = [
            (.subtensor(.amountTooLow), .stakeAmountTooLow),
            (.subtensor(.notEnoughStakeToSetWeights), .stakeAmountTooLow),
            (.subtensor(.subnetNotExists), .subnetNotExists),
            (.subtensor(.notEnoughBalanceToStake), .balanceTooLow),
            (.subtensor(.hotKeyAccountNotExists), .hotkeyAccountDoesntExist),
            (.subtensor(.notEnoughStakeToWithdraw), .notEnoughStakeToWithdraw),
            (.subtensor(.insufficientLiquidity), .insufficientLiquidity),
            (.subtensor(.slippageTooHigh), .slippageTooHigh),
            (.subtensor(.hotKeyNotRegisteredInNetwork), .hotKeyNotRegisteredInNetwork),
            (.subtensor(.invalidIpAddress), .invalidIpAddress),
            (.subtensor(.servingRateLimitExceeded), .servingRateLimitExceeded),
            (.subtensor(.invalidPort), .invalidPort),
            (.subtensor(.nonAssociatedColdKey), .nonAssociatedColdKey),
            (.subtensor(.delegateTakeTooLow), .delegateTakeTooLow),
            (.subtensor(.delegateTakeTooHigh), .delegateTakeTooHigh),
            (.subtensor(.inputLengthsUnequal), .inputLengthsUnequal),
            (.subtensor(.noWeightsCommitFound), .commitNotFound),
            (.subtensor(.revealTooEarly), .commitBlockNotInRevealRange),
            (.subtensor(.committingWeightsTooFast), .rateLimitExceeded),
            (.subtensor(.settingWeightsTooFast), .rateLimitExceeded),
            (.subtensor(.networkTxRateLimitExceeded), .rateLimitExceeded),
            (.subtensor(.hotKeyNotRegisteredInSubNet), .uidNotFound),
            (.commitments(.accountNotAllowedCommit), .uidNotFound),
            (.subtensor(.coldkeySwapAnnounced), .coldkeyInSwapSchedule),
            (.subtensor(.coldkeySwapDisputed), .coldkeySwapDisputed),
        ]
        self = codes.first { $0.0 == error }?.1 ?? .badRequest
    }
}

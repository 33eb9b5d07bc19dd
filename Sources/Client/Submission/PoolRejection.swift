/// Why a node's pool does not take an extrinsic. The texts are those of the reference chain's nodes.
public enum PoolRejection: Error, Sendable, Equatable {
    /// The runtime's own reason: its number and name.
    case custom(code: UInt8, name: String?)
    /// The signer cannot pay the fee.
    case cannotPay
    /// The nonce was used already, or the era has passed.
    case outdated
    /// The nonce is ahead of the account's.
    case future
    /// The signature does not fit: another key, another chain, or another runtime version.
    case badSignature
    /// The signer may not sign this call.
    case badSigner
    /// The era began in a block that the chain has forgotten.
    case ancientBirth
    /// The block has no room for so much.
    case exhaustsBlock
    /// The pool refuses this extrinsic for a while.
    case banned
    /// The pool has this very extrinsic already.
    case alreadyImported
    /// The pool has another extrinsic with this nonce and no less priority.
    case priorityTooLow
    /// Anything else, as the node said it.
    case other(code: Int, message: String)

    /// Reads an error object of `author_submit…`; `nil` where it is none of the pool's.
    init?(code: Int, message: String, data: String?) {
        let text = (message + " " + (data ?? "")).lowercased()
        if let range = text.firstRange(of: "custom error:") {
            let digits = text[range.upperBound...].drop { $0 == " " }.prefix { $0.isASCII && $0.isNumber }
            if let number = UInt8(digits) {
                self = .custom(code: number, name: Self.customNames[number])
                return
            }
        }
        if let known = Self.texts.first(where: { text.contains($0.needle) }) {
            self = known.rejection
        } else if (1_000..<1_100).contains(code) {
            self = .other(code: code, message: data.map { "\(message): \($0)" } ?? message)
        } else {
            return nil
        }
    }

    private static let texts: [(needle: String, rejection: PoolRejection)] = [
        ("inability to pay some fees", .cannotPay),
        ("transaction is outdated", .outdated),
        ("valid in the future", .future),
        ("bad signature", .badSignature),
        ("invalid signing address", .badSigner),
        ("ancient birth block", .ancientBirth),
        ("exhaust the block limit", .exhaustsBlock),
        ("temporarily banned", .banned),
        ("already imported", .alreadyImported),
        ("priority is too low", .priorityTooLow),
    ]

    /// Names of the runtime's own reasons by their numbers. Source: the reference chain's list of transaction errors.
    static let customNames: [UInt8: String] = [
        0: "ColdkeyInSwapSchedule", 1: "StakeAmountTooLow", 2: "BalanceTooLow", 3: "SubnetNotExists",
        4: "HotkeyAccountDoesntExist", 5: "NotEnoughStakeToWithdraw", 6: "RateLimitExceeded",
        7: "InsufficientLiquidity", 8: "SlippageTooHigh", 9: "TransferDisallowed",
        10: "HotKeyNotRegisteredInNetwork", 11: "InvalidIpAddress", 12: "ServingRateLimitExceeded",
        13: "InvalidPort", 14: "ZeroMaxAmount", 15: "InvalidRevealRound", 16: "CommitNotFound",
        17: "CommitBlockNotInRevealRange", 18: "InputLengthsUnequal", 19: "UidNotFound",
        20: "EvmKeyAssociateRateLimitExceeded", 21: "ColdkeySwapDisputed", 22: "InvalidRealAccount",
        23: "FailedShieldedTxParsing", 24: "InvalidShieldedTxPubKeyHash", 25: "NonAssociatedColdKey",
        26: "DelegateTakeTooLow", 27: "DelegateTakeTooHigh", 255: "BadRequest",
    ]
}

extension PoolRejection: CustomStringConvertible {
    /// Cause and remedy.
    public var description: String {
        switch self {
        case .custom(let code, let name):
            "the runtime's reason \(code)" + (name.map { ", \($0)" } ?? "") + ". Change what the call asks for."
        case .cannotPay: "the signer cannot pay the fee. Fund the account."
        case .outdated: "its nonce was used already or its era has passed. Sign it anew."
        case .future: "its nonce is ahead of the account's. Submit what comes before."
        case .badSignature: "its signature does not fit. Refresh the chain's facts, check the key and sign it anew."
        case .badSigner: "this account may not sign this call. Sign with the account that may, such as the sudo key."
        case .ancientBirth: "its era began in a block that the chain has forgotten. Sign it anew."
        case .exhaustsBlock: "it does not fit into a block. Make it smaller, or submit it later."
        case .banned: "the pool refuses this very extrinsic for a while. Wait, or sign it anew."
        case .alreadyImported: "the pool has it already. Wait for its inclusion."
        case .priorityTooLow: "another extrinsic with its nonce is in the pool. Wait for that, or give a higher tip."
        case .other(let code, let message): "\(message) (code \(code))."
        }
    }
}

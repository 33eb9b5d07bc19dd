import Frame
import Primitives
import RuntimeInterface
import SCALE

/// Accounts that belong to the chain itself. Nobody has a key of one.
extension Subtensor {
    private static let moduleMark = Array("modl".utf8)
    private static let subnetMark = moduleMark + Array("subtensr".utf8)
    private static let accountLength = 32

    /// The account that burned TAO goes to. It counts as issued, but nobody can spend it.
    static let burnAccount = account(padding: moduleMark + Array("burntnsr".utf8))

    /// The account that holds a subnet's TAO, whether or not there is such a subnet: `modl`, `subtensr`, the number
    /// in two bytes, lowest first, and zeros.
    static func subnetAccount(_ netuid: NetUID) -> AccountID { account(padding: subnetMark + netuid.encoded()) }

    /// The account of a subnet that exists; root always does.
    /// - Throws: `subnetNotExists`.
    static func existingSubnetAccount(
        _ netuid: NetUID, in state: borrowing State
    ) throws(DispatchError) -> AccountID {
        guard netuid.isRoot || state.contains(networksAdded, netuid) else { throw .subtensor(.subnetNotExists) }
        return subnetAccount(netuid)
    }

    /// Whether the account has the form of a subnet's account. Such an account can be nobody's key.
    static func isSubnetAccount(_ account: AccountID) -> Bool {
        let bytes = account.bytes
        return bytes.starts(with: subnetMark) && bytes.dropFirst(subnetMark.count + 2).allSatisfy { $0 == 0 }
    }

    /// Refuses accounts that belong to subnets.
    /// - Throws: `cannotUseSystemAccount`.
    static func requireNoSubnetAccount(_ account: AccountID) throws(DispatchError) {
        guard !isSubnetAccount(account) else { throw .subtensor(.cannotUseSystemAccount) }
    }

    /// `bytes` and zeros up to the length of an account.
    private static func account(padding bytes: [UInt8]) -> AccountID {
        AccountID(bytes + Array(repeating: 0, count: accountLength - bytes.count)) ?? .zero
    }
}

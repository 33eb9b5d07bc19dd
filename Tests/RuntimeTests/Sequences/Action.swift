import Primitives
import RuntimeInterface
import SCALE
import Testbed

/// One step of a sequence: a call of somebody, or time that passes.
enum Action: Hashable, Sendable {
    case call(Actor, RuntimeCall)
    /// So many blocks end and begin.
    case blocks(Int)

    /// Who acts in sequences: accounts of equal bytes, so that a report of one can be read.
    enum Actor: Hashable, Sendable {
        /// The chain's own authority.
        case root
        /// A coldkey of ``coldkeyCount``.
        case coldkey(Int)
        /// A hotkey of a coldkey.
        case hotkey(Int, of: Int)
        /// Any other account: a subnet's, for example, which no key signs for.
        case other(AccountID)

        static let coldkeyCount = 6
        static let hotkeyCount = 3
        static let coldkeys: [AccountID] = (0..<coldkeyCount).map { Actor.coldkey($0).account }
        static let hotkeys: [AccountID] = (0..<coldkeyCount).flatMap { owner in
            (0..<hotkeyCount).map { Actor.hotkey($0, of: owner).account }
        }

        /// Accounts that may take over a coldkey: nobody uses them in the beginning.
        static let heirs: [AccountID] = (0xC0..<0xC4).map(uniform)

        /// The actor that this account is.
        init(_ account: AccountID) {
            let first = Int(account.bytes[0])
            guard account == Self.uniform(account.bytes[0]) else {
                self = .other(account)
                return
            }
            switch first {
            case 0x10..<0x10 + Self.coldkeyCount: self = .coldkey(first - 0x10)
            case 0x20..<0x20 + 0x10 * Self.coldkeyCount where first % 0x10 < Self.hotkeyCount:
                self = .hotkey(first % 0x10, of: first / 0x10 - 2)
            default: self = .other(account)
            }
        }

        /// The account that signs; nobody's for root.
        var account: AccountID {
            switch self {
            case .root: .zero
            case .coldkey(let index): Self.uniform(0x10 + UInt8(index))
            case .hotkey(let index, let owner): Self.uniform(0x20 + UInt8(owner) * 0x10 + UInt8(index))
            case .other(let account): account
            }
        }

        /// An account of 32 equal bytes.
        static func uniform(_ byte: UInt8) -> AccountID {
            AccountID(Array(repeating: byte, count: 32)) ?? .zero
        }

        /// An account from its bytes in a printed sequence.
        static func other(hex: String) -> Actor { .other([UInt8](hex: hex).flatMap { AccountID($0) } ?? .zero) }
    }

    /// A call from its bytes: the form in which sequences are printed, to be pasted into a test.
    static func call(_ actor: Actor, _ hex: String) -> Action {
        guard let bytes = [UInt8](hex: hex), let call = try? RuntimeCall(scale: bytes) else {
            preconditionFailure("\(hex) is no call of this runtime any more; the sequence has to be found again")
        }
        return .call(actor, call)
    }
}

extension Action.Actor: CustomStringConvertible {
    var description: String {
        switch self {
        case .root: ".root"
        case .coldkey(let index): ".coldkey(\(index))"
        case .hotkey(let index, let owner): ".hotkey(\(index), of: \(owner))"
        case .other(let account): ".other(hex: \"\(account.bytes.hex)\")"
        }
    }
}

extension Action: CustomStringConvertible {
    /// A line of Swift, and what it does as a comment.
    var description: String {
        switch self {
        case .blocks(let count): ".blocks(\(count)),"
        case .call(let actor, let call):
            ".call(\(actor), \"\(call.encoded().hex)\"),  // \(CallCatalog.served.text(of: call))"
        }
    }
}

import RuntimeInterface
import SCALE

/// Why a call that is in a block failed, in the words of the chain's metadata.
public struct DispatchFailure: Error, Sendable, Equatable {
    /// The pallet that refused; `nil` for errors of the runtime itself.
    public let pallet: String?
    /// The error's name, such as `NotEnoughBalanceToStake`.
    public let name: String
    /// What the chain's metadata says about it; may be empty.
    public let documentation: String

    init(pallet: String?, name: String, documentation: String = "") {
        self.pallet = pallet
        self.name = name
        self.documentation = documentation
    }

    /// Resolves a typed error.
    init(_ error: DispatchError, _ metadata: RuntimeMetadata) {
        // Names are those of metadata: the cases' own, beginning with a capital.
        switch error {
        case .module(let module): self.init(index: module.index, failure: module.error[0], metadata)
        case .token(let inner): self.init(pallet: nil, name: "Token.\(Self.capitalised("\(inner)"))")
        case .arithmetic(let inner): self.init(pallet: nil, name: "Arithmetic.\(Self.capitalised("\(inner)"))")
        case .transactional(let inner): self.init(pallet: nil, name: "Transactional.\(Self.capitalised("\(inner)"))")
        case .trie(let inner): self.init(pallet: nil, name: "Trie.\(Self.capitalised("\(inner)"))")
        default: self.init(pallet: nil, name: Self.capitalised("\(error)"))
        }
    }

    /// Resolves an error that was read by the chain's own types.
    init(_ error: DynamicValue?, _ metadata: RuntimeMetadata) {
        guard case .variant(let name, let fields)? = error else {
            self.init(pallet: nil, name: "Unknown")
            return
        }
        // Newer runtimes wrap index and error into a struct, older ones list them.
        let inner = fields.count == 1 ? fields[0].value : error
        if name == "Module", let index = inner?["index"]?.unsigned, let index = UInt8(exactly: index) {
            let failure =
                inner?["error"]?.bytes?.first ?? inner?["error"]?.unsigned.map { UInt8(truncatingIfNeeded: $0) }
            self.init(index: index, failure: failure ?? 0, metadata)
        } else if case .variant(let detail, _)? = fields.first?.value {
            self.init(pallet: nil, name: "\(name).\(detail)")
        } else {
            self.init(pallet: nil, name: name)
        }
    }

    private init(index: UInt8, failure: UInt8, _ metadata: RuntimeMetadata) {
        let pallet = metadata.pallet(index: index)
        let variant = metadata.variants(of: pallet?.errors).first { $0.index == failure }
        let lines = variant?.docs.map { $0.hasPrefix(" ") ? String($0.dropFirst()) : $0 } ?? []
        self.init(
            pallet: pallet?.name ?? "pallet \(index)", name: variant?.name ?? "error \(failure)",
            documentation: lines.joined(separator: " "))
    }

    private static func capitalised(_ text: String) -> String { text.prefix(1).uppercased() + text.dropFirst() }
}

extension DispatchFailure: CustomStringConvertible {
    /// `Pallet.Name: what the chain says about it`.
    public var description: String {
        (pallet.map { $0 + "." } ?? "") + name + (documentation.isEmpty ? "" : ": " + documentation)
    }
}

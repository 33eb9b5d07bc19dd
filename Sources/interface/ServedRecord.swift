/// What the node serves of a pallet: `Interface/served/<Pallet>.json`, edited by hand.
struct ServedPallet: Codable, Equatable {
    /// A storage item or constant; `docs` becomes the comment of the generated declaration.
    struct Item: Codable, Equatable {
        var name: String
        var docs: String?
        /// Replaces the imported fallback or constant value.
        var value: String?
    }

    /// A call with the sentence that users see, and what its dispatch costs.
    struct Call: Codable, Equatable {
        var name: String
        var docs: String?
        /// Whether the signer pays the fee; `true` when absent.
        var pays: Bool?
        /// `normal` when absent, else `operational` or `mandatory`.
        var `class`: String?
        var cost: Cost?
    }

    /// Database accesses that stand for a call's weight.
    struct Cost: Codable, Equatable {
        var reads: UInt32
        var writes: UInt32
    }

    /// An event or an error with the sentence that users see.
    struct Entry: Codable, Equatable {
        var name: String
        var docs: String?
    }

    /// The name of the namespace in Swift; the pallet's own when absent.
    var swiftName: String?
    /// The comment of the namespace.
    var docs: String
    var storage: [Item]?
    var constants: [Item]?
    var calls: [Call]?
    var events: [Entry]?
    var errors: [Entry]?
}

/// A runtime API that the node serves: an entry of `Interface/served/apis.json`.
struct ServedAPI: Codable, Equatable {
    var name: String
    /// BLAKE2b-64 of the name, which the runtime version lists.
    var identifier: String
    /// The version that the runtime version lists.
    var version: UInt32
    var methods: [ServedPallet.Entry]
}

/// `Interface/served/types.json`: names in Swift where the last part of a path will not do.
struct ServedTypes: Codable, Equatable {
    var names: [String: String]
}

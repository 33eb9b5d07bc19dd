/// What is left out of the interface on purpose: `Interface/excluded.json`, edited by hand.
struct ExclusionRecord: Codable {
    /// Names of items of a pallet or a runtime API.
    struct Items: Codable {
        var calls: [String]?
        var storage: [String]?
        var events: [String]?
        var errors: [String]?
        var constants: [String]?
        var methods: [String]?
    }

    /// Items that are left out for the same reason, by pallet or runtime API.
    struct Group: Codable {
        /// A sentence.
        var reason: String
        var items: [String: Items]
    }

    /// Pallets of which every item is served or left out.
    var pallets: [String]
    /// Runtime APIs of which every method is served or left out.
    var apis: [String]
    var excluded: [Group]
    /// Items that are to be served and are not yet.
    var open: [String: Items]
}

/// An entry of the interface: where it stands and its name on chain.
struct InterfaceItem: Hashable {
    enum Kind: String, CaseIterable {
        case calls, storage, events, errors, constants, methods
    }

    /// A pallet or a runtime API.
    var place: String
    var kind: Kind
    var name: String
}

extension ExclusionRecord.Items {
    func names(_ kind: InterfaceItem.Kind) -> [String] {
        switch kind {
        case .calls: calls ?? []
        case .storage: storage ?? []
        case .events: events ?? []
        case .errors: errors ?? []
        case .constants: constants ?? []
        case .methods: methods ?? []
        }
    }
}

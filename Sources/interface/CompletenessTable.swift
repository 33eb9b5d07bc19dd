import SCALE

/// Whether every item of the pallets that are meant to be complete is served or left out for a reason.
struct CompletenessTable {
    private let record: ExclusionRecord
    /// All items of these pallets and runtime APIs, as imported.
    private let items: [InterfaceItem]
    private let served: Set<InterfaceItem>

    init(_ folder: InterfaceFolder) throws {
        self.init(
            record: try folder.exclusions(), full: try folder.metadata(), pallets: try folder.servedPallets(),
            apis: try folder.servedAPIs())
    }

    init(record: ExclusionRecord, full: RuntimeMetadata, pallets: [String: ServedPallet], apis: [ServedAPI]) {
        self.record = record
        items =
            record.pallets.flatMap { Self.items(of: full.pallet($0), named: $0, in: full) }
            + record.apis.flatMap {
                name in
                (full.apis.first { $0.name == name }?.methods ?? [])
                    .map { InterfaceItem(place: name, kind: .methods, name: $0.name) }
            }
        var served: Set<InterfaceItem> = []
        for (place, pallet) in pallets {
            let names: [(InterfaceItem.Kind, [String])] = [
                (.calls, pallet.calls?.map(\.name) ?? []), (.storage, pallet.storage?.map(\.name) ?? []),
                (.events, pallet.events?.map(\.name) ?? []), (.errors, pallet.errors?.map(\.name) ?? []),
                (.constants, pallet.constants?.map(\.name) ?? []),
            ]
            for (kind, names) in names {
                for name in names { served.insert(InterfaceItem(place: place, kind: kind, name: name)) }
            }
        }
        for api in apis {
            for method in api.methods {
                served.insert(InterfaceItem(place: api.name, kind: .methods, name: method.name))
            }
        }
        self.served = served
    }

    private static func items(
        of pallet: PalletMetadata?, named place: String, in full: RuntimeMetadata
    ) -> [InterfaceItem] {
        guard let pallet else { return [] }
        let names: [(InterfaceItem.Kind, [String])] = [
            (.calls, full.variants(of: pallet.calls).map(\.name)),
            (.storage, pallet.storage?.items.map(\.name) ?? []),
            (.events, full.variants(of: pallet.events).map(\.name)),
            (.errors, full.variants(of: pallet.errors).map(\.name)), (.constants, pallet.constants.map(\.name)),
        ]
        return names.flatMap { kind, names in names.map { InterfaceItem(place: place, kind: kind, name: $0) } }
    }

    private var excluded: [InterfaceItem] { record.excluded.flatMap { Self.items($0.items) } }
    private var open: [InterfaceItem] { Self.items(record.open) }

    private static func items(_ places: [String: ExclusionRecord.Items]) -> [InterfaceItem] {
        places.keys.sorted().flatMap { place in
            InterfaceItem.Kind.allCases.flatMap { kind in
                (places[place]?.names(kind) ?? []).map { InterfaceItem(place: place, kind: kind, name: $0) }
            }
        }
    }

    /// What is wrong with the list, one sentence each; empty where every item is accounted for.
    func problems() -> [String] {
        let known = Set(items)
        var seen: Set<InterfaceItem> = []
        var found: [String] = []
        for item in excluded + open {
            if !known.contains(item) { found.append("\(Self.text(item)) is not in the interface") }
            if !seen.insert(item).inserted { found.append("\(Self.text(item)) is listed twice") }
        }
        for item in excluded where served.contains(item) {
            found.append("\(Self.text(item)) is served and listed as left out")
        }
        for item in items where !served.contains(item) && !seen.contains(item) {
            found.append("\(Self.text(item)) is neither served nor left out: Interface/excluded.json")
        }
        return found
    }

    /// How much of the scope is served, what is left out and why, and what is still to come.
    func markdown() -> String {
        let left = Set(excluded)
        var lines = [
            "## Pallets that are meant to be complete", "",
            "Every item is served, left out for a reason (`Interface/excluded.json`), or still to come.", "",
            "| pallet or runtime API | served | of | left out |", "| --- | ---: | ---: | ---: |",
        ]
        var sum = (served: 0, scope: 0, left: 0)
        for place in record.pallets + record.apis {
            let own = items.filter { $0.place == place }
            let scope = own.filter { !left.contains($0) }
            let count = scope.filter(served.contains).count
            sum = (sum.served + count, sum.scope + scope.count, sum.left + own.count - scope.count)
            lines.append("| \(place) | \(count) | \(scope.count) | \(own.count - scope.count) |")
        }
        let tenths = sum.scope == 0 ? 1_000 : sum.served * 1_000 / sum.scope
        lines.append("| **all: \(tenths / 10).\(tenths % 10) %** | \(sum.served) | \(sum.scope) | \(sum.left) |")
        lines += ["", "Left out:", ""]
        for group in record.excluded { lines.append("- \(group.reason) \(Self.list(Self.items(group.items)))") }
        let rest = open.filter { !served.contains($0) }
        if !rest.isEmpty { lines += ["", "Still to come: \(Self.list(rest))"] }
        return lines.joined(separator: "\n") + "\n"
    }

    /// The items by place and kind.
    private static func list(_ items: [InterfaceItem]) -> String {
        var parts: [(head: String, names: [String])] = []
        for item in items {
            let head = "\(item.place) \(item.kind.rawValue)"
            if parts.last?.head == head {
                parts[parts.count - 1].names.append(item.name)
            } else {
                parts.append((head, [item.name]))
            }
        }
        return parts.map { part in "\(part.head): " + part.names.map { "`\($0)`" }.joined(separator: ", ") }
            .joined(separator: "; ") + "."
    }

    private static func text(_ item: InterfaceItem) -> String {
        "\(item.place).\(item.name) (\(item.kind.rawValue))"
    }
}

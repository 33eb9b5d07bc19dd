import SCALE

/// How much of the imported interface is served.
struct CoverageTable {
    /// Where the tables end in their file; what follows is not ours.
    static let endMark = "\n<!-- What follows"

    private let full: RuntimeMetadata
    private let selection: Selection
    private let completeness: CompletenessTable

    init(_ folder: InterfaceFolder) throws {
        full = try folder.metadata()
        selection = try Selection(folder)
        completeness = try CompletenessTable(folder)
    }

    /// Tables in Markdown: a row for each pallet and one for the sums, the runtime APIs, and how complete those pallets
    /// are that are meant to be.
    func markdown() -> String {
        var sums = Array(repeating: (0, 0), count: 5)
        var lines = [
            "# What the node serves", "",
            "Served of the imported interface, pallet by pallet. Written by `interface generate`.", "",
            "| index | pallet | calls | storage | events | errors | constants |",
            "| ---: | --- | ---: | ---: | ---: | ---: | ---: |",
        ]
        for pallet in full.pallets {
            let counts = countPairs(pallet)
            for (index, count) in counts.enumerated() {
                sums[index].0 += count.0
                sums[index].1 += count.1
            }
            lines.append("| \(pallet.index) | \(pallet.name) | \(cells(counts)) |")
        }
        lines += ["| | **all** | \(cells(sums)) |", "", "| runtime API | methods |", "| --- | ---: |"]
        for api in full.apis {
            let served = selection.metadata.apis.first { $0.name == api.name }?.methods.count ?? 0
            lines.append("| \(api.name) | \(served)/\(api.methods.count) |")
        }
        let methods = (
            selection.metadata.apis.map(\.methods.count).reduce(0, +), full.apis.map(\.methods.count).reduce(0, +)
        )
        lines.append("| **all** | \(methods.0)/\(methods.1) |")
        return lines.joined(separator: "\n") + "\n\n" + completeness.markdown()
    }

    private func cells(_ counts: [(Int, Int)]) -> String {
        counts.map { $0.1 == 0 ? "–" : "\($0.0)/\($0.1)" }.joined(separator: " | ")
    }

    private func countPairs(_ pallet: PalletMetadata) -> [(Int, Int)] {
        let served = selection.metadata
        let own = served.pallet(pallet.name)
        return [
            (served.variants(of: own?.calls).count, full.variants(of: pallet.calls).count),
            (own?.storage?.items.count ?? 0, pallet.storage?.items.count ?? 0),
            (served.variants(of: own?.events).count, full.variants(of: pallet.events).count),
            (own.map { selection.served($0).errors?.count ?? 0 } ?? 0, full.variants(of: pallet.errors).count),
            (own?.constants.count ?? 0, pallet.constants.count),
        ]
    }
}

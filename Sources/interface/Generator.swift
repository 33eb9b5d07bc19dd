import SCALE

/// Writes every file of `Sources/RuntimeInterface/Generated`, and the table that the tests walk through.
struct Generator {
    private let selection: Selection
    private let names: TypeNames

    init(_ folder: InterfaceFolder) throws {
        selection = try Selection(folder)
        names = try TypeNames(selection)
    }

    /// Names and texts, sorted by name.
    func files() throws -> [(name: String, text: String)] {
        var files: [(name: String, text: String)] = []
        for pallet in selection.metadata.pallets {
            let text = PalletText(
                pallet: pallet, served: selection.served(pallet), names: names, metadata: selection.metadata)
            files += try text.files()
        }
        files += try TypesText(names: names).files()
        files += try RuntimeText(selection: selection, names: names).files()
        files += MetadataText(metadata: selection.metadata).files()
        return files.sorted { $0.name < $1.name }
    }

    /// The file of `Tests/GeneratedItems/Generated`.
    func testTable() throws -> (name: String, text: String) {
        try TestTableText(selection: selection, names: names).file()
    }
}

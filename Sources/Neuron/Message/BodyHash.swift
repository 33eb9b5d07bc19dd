import Hashing

/// The hash of a body that a request signs.
enum BodyHash {
    /// SHA3-256, in hexadecimal, of the joined hexadecimal SHA3-256 hashes of Python's `str()` of each hashed field.
    ///
    /// A missing field counts as `None`, which is what an optional field without a value is in Python.
    static func hex(
        of names: [String], in fields: PythonValue,
        value: (_ name: String, _ fields: PythonValue) -> PythonValue = { $1[$0] ?? .none }
    ) -> String {
        let hashes = names.map { hex(of: value($0, fields).str) }
        return hex(of: hashes.joined())
    }

    /// The same for the hashed fields of a synapse.
    static func hex<S: Synapse>(of type: S.Type, in fields: PythonValue) -> String {
        hex(of: S.hashedFields, in: fields, value: S.hashedValue)
    }

    private static func hex(of text: String) -> String { Hexadecimal.text(SHA3.hash256(Array(text.utf8))) }
}

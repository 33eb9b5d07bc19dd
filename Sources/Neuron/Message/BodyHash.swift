import Hashing

/// The hash of a body that a request signs.
enum BodyHash {
    /// SHA3-256, in hexadecimal, of the joined hexadecimal SHA3-256 hashes of Python's `str()` of each hashed field.
    ///
    /// A missing field counts as `None`, which is what an optional field without a value is in Python.
    static func hex(of names: [String], in fields: PythonValue) -> String {
        let hashes = names.map { hex(of: (fields[$0] ?? .none).str) }
        return hex(of: hashes.joined())
    }

    private static func hex(of text: String) -> String { Hexadecimal.text(SHA3.hash256(Array(text.utf8))) }
}

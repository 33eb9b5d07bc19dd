/// What an audit of a file ends with when it is not as it was written.
enum AuditFinding: Error, Equatable {
    /// A page or record that cannot be right, in words.
    case damage(String)
    /// The file ends before what it says of itself.
    case tooShort
    /// Another layout of the tables than this program's.
    case otherSchema(UInt32)
    /// The system could not read; its error number.
    case unreadable(code: Int32)
}

/// Why a file could not be read or written.
public enum ChainFileError: Error, Equatable, Sendable {
    /// It does not begin as a file of `myelin export` does.
    case notAChainFile
    /// It was written by a version of Myelin whose layout this one does not know.
    case versionUnknown(UInt32)
    /// It ends at this byte, in the middle.
    case endsEarly(offset: UInt64)
    /// What stands before this byte does not have the checksum that stands here.
    case checksumDiffers(offset: UInt64)
    /// What stands before this byte cannot be what was exported.
    case malformed(offset: UInt64)
    /// Something follows the end of the file's content.
    case bytesAfterTheEnd(offset: UInt64)
    /// The system could not read it; `code` is its error number.
    case unreadable(code: Int32)
    /// The system could not write it; `code` is its error number.
    case unwritable(code: Int32)
}

extension ChainFileError: CustomStringConvertible {
    /// What is wrong, as the end of a sentence that begins with the file's name.
    public var description: String {
        switch self {
        case .notAChainFile: "is no file of `myelin export`"
        case .versionUnknown(let version):
            "has the layout \(version), which this program does not know: use the program that wrote it"
        case .endsEarly(let offset): "ends early, after \(offset) bytes: copy or export it again"
        case .checksumDiffers(let offset): "is damaged before byte \(offset): copy or export it again"
        case .malformed(let offset): "is damaged shortly before byte \(offset): copy or export it again"
        case .bytesAfterTheEnd(let offset): "goes on after its end at byte \(offset): copy or export it again"
        case .unreadable(let code): "cannot be read (system error \(code))"
        case .unwritable(let code): "cannot be written (system error \(code))"
        }
    }
}

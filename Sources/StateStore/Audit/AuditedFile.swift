#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// A file of LMDB's that is read page by page, by plain reads: what a disk cannot deliver is an error that way, where a
/// map would end the process.
final class AuditedFile {
    private let descriptor: Int32
    /// Bytes of the file.
    let size: Int
    /// Bytes of a page, as the file's first head says.
    private(set) var pageSize = 0

    /// - Throws: ``AuditFinding`` where the file cannot be read or does not say how long its pages are.
    init(_ path: String) throws(AuditFinding) {
        descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .unreadable(code: errno) }
        var status = stat()
        size = fstat(descriptor, &status) == 0 ? Int(status.st_size) : 0
        let head = AuditedPage(bytes: try bytes(at: 0, count: FileHead.size), number: 0)
        let length = Int(try head.integer(FileHead.pageSizeOffset, as: UInt32.self))
        guard (512...32_768).contains(length), length.nonzeroBitCount == 1 else {
            throw head.damage("says that pages have \(length) bytes")
        }
        pageSize = length
    }

    deinit { close(descriptor) }

    /// A page, or `count` pages that stand side by side.
    func page(_ number: UInt64, count: Int = 1) throws(AuditFinding) -> AuditedPage {
        let (start, overflow) = number.multipliedReportingOverflow(by: UInt64(pageSize))
        guard !overflow, start <= UInt64(size) else { throw .tooShort }
        return AuditedPage(bytes: try bytes(at: Int(start), count: count * pageSize), number: number)
    }

    private func bytes(at start: Int, count: Int) throws(AuditFinding) -> [UInt8] {
        guard count <= size - start else { throw .tooShort }
        var failure: Int32 = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            while filled < count {
                let room = UnsafeMutableRawBufferPointer(UnsafeMutableBufferPointer(rebasing: buffer[filled..<count]))
                let read = pread(descriptor, room.baseAddress, room.count, off_t(start + filled))
                if read < 0, errno == EINTR { continue }
                guard read > 0 else {
                    failure = read < 0 ? errno : EIO
                    return
                }
                filled += read
            }
        }
        guard failure == 0 else { throw .unreadable(code: failure) }
        return bytes
    }
}

#if canImport(Glibc)
    import Glibc
#endif

/// How the system's allocator treats large blocks.
enum SystemAllocator {
    /// Has every block of 128 KiB and more given back to the system as soon as it is freed.
    ///
    /// By itself glibc raises that bound to the size of the largest block freed so far, up to 32 MiB: after one wave of
    /// large requests all buffers lie in its heaps, where small blocks that live on keep them. A node that held 256 MiB
    /// for its clients took 650 MiB for good; with the fixed bound it is back at a quarter of that.
    static func returnLargeBlocks() { _ = isDone }

    private static let isDone: Bool = {
        #if canImport(Glibc)
            // The header that declares `mallopt` is in no module. Its signature has been `int mallopt(int, int)` since
            // glibc 2.0, so the conversion is sound.
            guard let symbol = dlsym(nil, "mallopt") else { return false }
            let mallopt = unsafeBitCast(symbol, to: (@convention(c) (CInt, CInt) -> CInt).self)
            let mmapThreshold: CInt = -3
            return mallopt(mmapThreshold, 128 << 10) == 1
        #else
            return false
        #endif
    }()
}

import FoundationEssentials

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// What the system gives this process. What a system does not tell is `nil`.
struct ProcessUsage: Sendable {
    /// Processor time of all threads, in seconds.
    var processorSeconds: Double?
    var residentByteCount: Int?
    var virtualByteCount: Int?
    var openFileCount: Int?
    var openFileMaximum: Int?
    var threadCount: Int?
    /// Unix time at which the process began.
    var startSeconds: Double?

    /// As it is now.
    init() {
        var usage = rusage()
        if getrusage(Self.wholeProcess, &usage) == 0 {
            processorSeconds = Self.seconds(usage.ru_utime) + Self.seconds(usage.ru_stime)
        }
        var limit = rlimit()
        if getrlimit(Self.openFiles, &limit) == 0 { openFileMaximum = Int(clamping: limit.rlim_cur) }
        #if os(Linux)
            readSystemFiles()
        #endif
    }

    #if os(Linux)
        private mutating func readSystemFiles() {
            // Sizes in pages: all of it, then what is in memory.
            let sizes = Self.contents(of: "/proc/self/statm").split(separator: " ").compactMap { Int($0) }
            if sizes.count > 1 {
                virtualByteCount = sizes[0] * sysconf(Int32(_SC_PAGESIZE))
                residentByteCount = sizes[1] * sysconf(Int32(_SC_PAGESIZE))
            }
            // The look itself takes a descriptor.
            openFileCount = Self.count(in: "/proc/self/fd").map { $0 - 1 }
            threadCount = Self.count(in: "/proc/self/task")
            startSeconds = Self.start
        }

        private static func count(in folder: String) -> Int? {
            try? FileManager.default.contentsOfDirectory(atPath: folder).count
        }

        private static func contents(of path: String) -> String {
            // Files of the system have no length, so they are read to their end.
            guard let bytes = try? Data(contentsOf: URL(filePath: path)) else { return "" }
            return String(decoding: bytes, as: UTF8.self)
        }

        /// The system counts the start in ticks since its own.
        private static let start: Double? = {
            let boot = contents(of: "/proc/stat").split(separator: "\n").first { $0.hasPrefix("btime ") }
                .flatMap { Double($0.dropFirst(6)) }
            // The program's name stands in parentheses and may hold blanks; the start is the 20th field behind it.
            let fields = contents(of: "/proc/self/stat").split(separator: ")").last?.split(separator: " ") ?? []
            guard let boot, fields.count > 19, let ticks = Double(fields[19]) else { return nil }
            return boot + ticks / Double(sysconf(Int32(_SC_CLK_TCK)))
        }()
    #endif

    #if canImport(Glibc)
        private static let wholeProcess = __rusage_who_t(RUSAGE_SELF.rawValue)
        private static let openFiles = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
    #else
        private static let wholeProcess = RUSAGE_SELF
        private static let openFiles = RLIMIT_NOFILE
    #endif

    private static func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1e6 }
}

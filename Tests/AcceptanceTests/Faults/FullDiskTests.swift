import Foundation
import Testing

/// A small disk of its own, in a mount namespace that a process keeps open.
private final class SmallDisk {
    private let holder: Process
    private let folder: String
    private static let isRoot = getuid() == 0

    /// The disk's folder as processes in the namespace see it.
    var path: String { folder }

    /// The same as this process sees it.
    var outerPath: String { "/proc/\(holder.processIdentifier)/root\(folder)" }

    /// Words in front of a program that is to see the disk.
    var command: [String] {
        ["/usr/bin/nsenter", "-t", "\(holder.processIdentifier)", "-m"]
            + (Self.isRoot ? [] : ["-U", "--preserve-credentials"])
    }

    /// Mounts the disk; `nil` where this user or system does not allow that.
    init?(megabytes: Int) throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "myelin-disk-\(UUID().uuidString)").path
        holder = Process()
        guard FileManager.default.isExecutableFile(atPath: "/usr/bin/unshare"),
            FileManager.default.isExecutableFile(atPath: "/usr/bin/nsenter")
        else { return nil }
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        holder.executableURL = URL(filePath: "/usr/bin/unshare")
        let mount = "mount -t tmpfs -o size=\(megabytes)m tmpfs '\(folder)' && touch '\(folder)/here' && exec sleep 600"
        holder.arguments = (Self.isRoot ? ["-m"] : ["-r", "-m"]) + ["sh", "-c", mount]
        holder.standardError = FileHandle.nullDevice
        try holder.run()
        while holder.isRunning, !FileManager.default.fileExists(atPath: outerPath + "/here") { usleep(5_000) }
        guard holder.isRunning else { return nil }
    }

    deinit {
        if holder.isRunning { holder.terminate() }
        try? FileManager.default.removeItem(atPath: folder)
    }

    /// Writes a file until nothing more goes in.
    func fill() throws {
        let path = outerPath + "/filler"
        try Data().write(to: URL(filePath: path))
        let file = open(path, O_WRONLY | O_APPEND)
        try #require(file >= 0)
        defer { close(file) }
        for size in [65_536, 4_096, 1] {
            let zeros = [UInt8](repeating: 0, count: size)
            while write(file, zeros, size) > 0 {}
        }
    }

    func makeRoom() throws { try FileManager.default.removeItem(atPath: outerPath + "/filler") }
}

@Suite("A node on a full disk", .serialized, .enabled(if: NodeProcess.binary != nil, NodeProcess.skipped))
struct FullDiskTests {
    private let stalled = "no block was made"
    private let resumed = "blocks are made again"

    /// Waits until the node has printed this text so often.
    private func wait(for text: String, times: Int = 1, _ node: NodeProcess) async throws {
        while node.output.components(separatedBy: text).count <= times {
            try #require(node.isRunning, "\(node.output)")
            try await Task.sleep(for: .milliseconds(20))
        }
    }

    @Test("it says so, answers reads, loses nothing and goes on when there is room", .timeLimit(.minutes(3)))
    func full() async throws {
        guard let disk = try SmallDisk(megabytes: 24) else {
            print("skipped: filling a disk takes a mount namespace (unshare, nsenter), which this system refuses")
            return
        }
        let arguments = ["--data", disk.path + "/chain", "--seal", "interval:20"]
        let load = FaultLoad()
        var node = try await NodeProcess(arguments, through: disk.command)
        try await FaultLoad.makeSubnet(node.client)
        try await FaultLoad.awaitSubnet(node.client)
        for round in 0..<2 {
            let client = node.client
            let before = node.output.components(separatedBy: stalled).count
            let sending = Task { try? await load.run(client, round: round) }
            while load.finalized.transferCount < 8 * UInt64(round + 1) { try await Task.sleep(for: .milliseconds(20)) }
            try disk.fill()
            try await wait(for: stalled, times: before, node)
            sending.cancel()
            let head = try await client.head()
            try await load.expectKept(client, depth: .max, "full, round \(round)")
            #expect(node.output.contains("there is no room left to write a block"), "\(node.output)")
            try disk.makeRoom()
            while try await client.head().number < head.number + 3 { try await Task.sleep(for: .milliseconds(20)) }
        }
        #expect(node.output.contains(resumed), "\(node.output)")
        let told = node.output.components(separatedBy: stalled).count
        try disk.fill()
        try await wait(for: stalled, times: told, node)
        #expect(try await node.end(SIGKILL)?.bySignal == true)
        node = try await NodeProcess(arguments, through: disk.command)
        try await load.expectKept(node.client, depth: .max, "started on a full disk")
        try await wait(for: stalled, node)
        let fresh = try NodeProcess.run(
            ["node", "--dev", "--port", "0", "--data", disk.path + "/other"], through: disk.command)
        #expect(fresh.status != 0 && fresh.status != 139, "\(fresh.output)")
        #expect(fresh.output.contains("room"), "\(fresh.output)")
        try disk.makeRoom()
        try await wait(for: resumed, node)
        #expect(try await node.end(SIGTERM)?.status == 0)
        let check = try NodeProcess.run(["check", "--data", disk.path + "/chain"], through: disk.command)
        #expect(check.status == 0, "\(check.output)")
        print("full disk: 3 times, \(load.finalized.transferCount) transfers seen and kept; \(check.output)")
    }
}

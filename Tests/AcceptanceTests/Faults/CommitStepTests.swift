import Foundation
import Testing

/// Ends a node at every single write to its store.
///
/// A library that this test compiles stands between the node and the system (`LD_PRELOAD`). It counts the calls that
/// write to files of the data directory, from the note of the first step of a block to the head of the file, and kills
/// the process at the one that it is told: in front of it, or in the middle of what it writes. What fits into a sector
/// of a disk is written in full or not at all.
@Suite("A node that ends within a block", .serialized, .enabled(if: NodeProcess.binary != nil, NodeProcess.skipped))
struct CommitStepTests {
    /// Where in a call the process ends.
    private enum Mode: String, CaseIterable {
        case before, halfway
    }

    private static let source = #"""
        #define _GNU_SOURCE
        #include <dlfcn.h>
        #include <signal.h>
        #include <stdio.h>
        #include <stdlib.h>
        #include <string.h>
        #include <sys/uio.h>
        #include <unistd.h>

        static long count;

        /* Whether this call is the one: only while the file STEP_ARM is there, and only for files below STEP_FOLDER. */
        static int is_last(int file) {
            const char *arm = getenv("STEP_ARM"), *folder = getenv("STEP_FOLDER"), *at = getenv("STEP_AT");
            char link[64], path[4096];
            if (!arm || !folder || !at || access(arm, F_OK) != 0) return 0;
            snprintf(link, sizeof link, "/proc/self/fd/%d", file);
            ssize_t length = readlink(link, path, sizeof path - 1);
            if (length < 0) return 0;
            path[length] = 0;
            if (strncmp(path, folder, strlen(folder)) != 0) return 0;
            return ++count == atol(at);
        }

        static int halfway(void) { return strcmp(getenv("STEP_MODE"), "halfway") == 0; }
        static void end(void) { kill(getpid(), SIGKILL); for (;;) pause(); }

        #define PWRITE(name) \
            ssize_t name(int file, const void *bytes, size_t size, off_t offset) { \
                ssize_t (*next)(int, const void *, size_t, off_t) = dlsym(RTLD_NEXT, #name); \
                if (is_last(file)) { if (halfway() && size > 512) next(file, bytes, size / 2, offset); end(); } \
                return next(file, bytes, size, offset); \
            }
        PWRITE(pwrite)
        PWRITE(pwrite64)

        #define PWRITEV(name) \
            ssize_t name(int file, const struct iovec *parts, int number, off_t offset) { \
                ssize_t (*next)(int, const struct iovec *, int, off_t) = dlsym(RTLD_NEXT, #name); \
                if (is_last(file)) { if (halfway()) next(file, parts, (number + 1) / 2, offset); end(); } \
                return next(file, parts, number, offset); \
            }
        PWRITEV(pwritev)
        PWRITEV(pwritev64)

        #define SYNC(name) \
            int name(int file) { \
                int (*next)(int) = dlsym(RTLD_NEXT, #name); \
                if (is_last(file)) { if (halfway()) next(file); end(); } \
                return next(file); \
            }
        SYNC(fsync)
        SYNC(fdatasync)
        """#

    /// Compiles the library, or says why that is not possible here.
    private func library(in folder: String) throws -> String? {
        let compiler = ["/usr/bin/cc", "/usr/bin/clang", "/usr/bin/gcc"].first {
            FileManager.default.isExecutableFile(atPath: $0)
        }
        guard let compiler, FileManager.default.fileExists(atPath: "/proc/self/fd") else { return nil }
        let source = folder + "/steps.c"
        try Self.source.write(toFile: source, atomically: true, encoding: .utf8)
        let process = try Process.run(
            URL(filePath: compiler), arguments: ["-shared", "-fPIC", "-O1", "-o", folder + "/steps.so", source, "-ldl"])
        process.waitUntilExit()
        try #require(process.terminationStatus == 0, "the library compiles")
        return folder + "/steps.so"
    }

    @Test("a block is there in full or not at all, wherever the node ends", .timeLimit(.minutes(5)))
    func everyStep() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "myelin-step-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        guard let library = try library(in: folder) else {
            print("skipped: ending a node at every step takes a C compiler and Linux")
            return
        }
        let data = folder + "/chain"
        let arguments = ["--data", data, "--seal", "manual"]
        let first = try await NodeProcess(arguments)
        try await FaultLoad.makeSubnet(first.client)
        try await first.client.call("dev_mine", [3])
        #expect(try await first.end(SIGTERM)?.status == 0)

        var blocks = (full: 0, none: 0)
        for mode in Mode.allCases {
            var step = 0
            var isCut = true
            while isCut, step < 500 {
                step += 1
                let environment = [
                    "LD_PRELOAD": library, "STEP_ARM": folder + "/armed", "STEP_FOLDER": data, "STEP_AT": "\(step)",
                    "STEP_MODE": mode.rawValue, "SWIFT_BACKTRACE": "enable=no",
                ]
                let node = try await NodeProcess(arguments, environment: environment)
                isCut = try await isCutOff(node, arm: folder + "/armed", at: "\(mode) step \(step)", &blocks)
            }
            #expect(step > 8, "notes, pages and the head are steps")
            print("kill -9 \(mode.rawValue) each of \(step - 1) writes of a block")
        }
        let check = try NodeProcess.run(["check", "--data", data])
        #expect(check.status == 0, "\(check.output)")
        #expect(blocks.full > 0 && blocks.none > 8)
        print("ended within a block: \(blocks.none) times without it, \(blocks.full) times with it; \(check.output)")
    }

    /// Lets the node make a block until it is ended, and looks after it with a new one.
    /// - Returns: whether it was ended; otherwise the block has no more steps.
    private func isCutOff(
        _ node: NodeProcess, arm: String, at moment: String, _ blocks: inout (full: Int, none: Int)
    ) async throws -> Bool {
        #expect(!node.output.contains("refuses"), "\(moment): a kill blames no extrinsic")
        let before = try await node.client.head()
        // Numbers of accounts follow the chain's height, so that each attempt has its own.
        let recipients = (0..<3).map { FaultLoad.account(0xD0, Int(before.number) * 8 + $0) }
        let hotkey = FaultLoad.account(0xD1, Int(before.number))
        var signer = try await FaultLoad.Signer(node.client)
        for recipient in recipients {
            try await node.client.call("author_submitExtrinsic", [signer.transfer(to: recipient)])
        }
        try await node.client.call("author_submitExtrinsic", [signer.registration(of: hotkey)])
        try Data().write(to: URL(filePath: arm))
        let made = try? await node.client.call("dev_mine", [1])
        try FileManager.default.removeItem(atPath: arm)
        if made != nil {
            #expect(try await node.end(SIGTERM)?.status == 0)
            return false
        }
        #expect(try await node.end(SIGKILL)?.bySignal == true)

        let next = try await NodeProcess(["--data", folder(of: arm), "--seal", "manual"])
        let head = try await next.client.head()
        #expect(head.number == before.number || head.number == before.number + 1, "\(moment)")
        let isThere = head.number > before.number
        if isThere { blocks.full += 1 } else { blocks.none += 1 }
        for recipient in recipients {
            let balance = try await FaultLoad.balance(recipient, at: head.hash, next.client)
            #expect(balance == (isThere ? 1_000_000_000 : 0), "\(moment)")
        }
        let isRegistered = try await FaultLoad.isRegistered(hotkey, at: head.hash, next.client)
        #expect(isRegistered == isThere, "\(moment)")
        #expect(try await next.client.text("chain_getBlockHash", [Int(before.number)]) == before.hash, "\(moment)")
        try await next.client.call("dev_mine", [1])
        #expect(try await next.client.head().number == head.number + 1, "\(moment)")
        #expect(try await next.end(SIGTERM)?.status == 0)
        return true
    }

    private func folder(of arm: String) -> String {
        URL(filePath: arm).deletingLastPathComponent().appending(path: "chain").path
    }
}

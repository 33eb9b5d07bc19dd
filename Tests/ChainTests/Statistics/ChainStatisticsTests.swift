import Cryptography
import Frame
import Primitives
import RuntimeInterface
import SCALE
import StateStore
import Synchronization
import Testing

@testable import Chain

@Suite struct ChainStatisticsTests {
    @Test("a histogram counts each duration once, the bound itself in its own bucket")
    func histogram() {
        let histogram = DurationHistogram(bounds: [.milliseconds(1), .milliseconds(10)])
        for milliseconds in [0, 1, 2, 10, 11, 5_000] { histogram.record(.milliseconds(milliseconds)) }
        let snapshot = histogram.snapshot
        #expect(snapshot.cumulativeCounts == [2, 4])
        #expect(snapshot.count == 6)
        #expect(snapshot.sum == .milliseconds(5_024))
    }

    @Test("nothing is lost when many threads count")
    func threads() async {
        let histogram = DurationHistogram()
        let tally = Tally<ExtrinsicOutcome>()
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<4 {
                group.addTask {
                    for number in 0..<1_000 {
                        histogram.record(.microseconds(number))
                        tally.add(2, to: .failed)
                    }
                }
            }
        }
        #expect(histogram.snapshot.count == 4_000)
        #expect(histogram.snapshot.sum == .microseconds(4 * 499_500))
        #expect(tally[.failed] == 8_000 && tally[.succeeded] == 0)
    }

    @Test("the thousandth report is told from the same depth of the stack as the first")
    func listeners() throws {
        let chain = try DevelopmentChain().chain
        let depths = Mutex<[UInt]>([])
        chain.setWitness { _ in
            var here: UInt8 = 0
            let address = withUnsafeMutablePointer(to: &here) { UInt(bitPattern: $0) }
            depths.withLock { $0.append(address) }
        }
        for _ in 0..<1_000 { chain.tell(.accepted(.zero)) }
        let heard = depths.withLock { $0 }
        let (lowest, highest) = (try #require(heard.min()), try #require(heard.max()))
        #expect(heard.count == 1_000)
        #expect(highest - lowest < 1_024, "each report came from deeper in the stack than the one before")
    }

    @Test("extrinsics are counted by what became of them, submissions by how they ended")
    func outcomes() throws {
        let development = try DevelopmentChain()
        let chain = development.chain
        let bob = DevelopmentChain.bob.accountID
        let good = try development.extrinsic(
            .balances(.transferKeepAlive(dest: .id(bob), value: 1_000_000)), by: DevelopmentChain.alice)
        try chain.submit(good)
        // More than there is: the call fails, the fee is paid.
        let failing = try development.extrinsic(
            .balances(.transferKeepAlive(dest: .id(bob), value: 9_000_000_000_000_000)), by: DevelopmentChain.alice)
        try chain.submit(failing)
        #expect(throws: SubmissionError.self) { try chain.submit([1, 2, 3]) }
        #expect(throws: SubmissionError.self) { try chain.submit(good) }
        #expect(chain.poolStatus.readyCount == 2 && chain.poolStatus.futureCount == 0)
        #expect(chain.poolStatus.byteCount == good.count + failing.count)
        try development.makeBlock()
        #expect(throws: SubmissionError.self) { try chain.submit(good) }

        let statistics = chain.statistics
        #expect(statistics.extrinsics[.succeeded] == 1)
        #expect(statistics.extrinsics[.failed] == 1)
        #expect(statistics.extrinsics[.inherent] == 2)
        #expect(statistics.submissions[.accepted] == 2)
        #expect(statistics.submissions[.undecodable] == 1)
        #expect(statistics.submissions[.duplicate] == 1)
        #expect(statistics.submissions[.invalidStale] == 1)
        #expect(statistics.bodyByteCount >= UInt64(good.count + failing.count))
        #expect(chain.poolStatus.readyCount == 0 && chain.poolStatus.byteCount == 0)
    }

    @Test("each epoch is counted in the block where it ran")
    func epochs() throws {
        let development = try DevelopmentChain()
        let reports = Mutex<[(BlockNumber, [NetUID])]>([])
        development.chain.setWitness { report in
            guard case .block(let block) = report, !block.epochs.isEmpty else { return }
            reports.withLock { $0.append((block.number, block.epochs)) }
        }
        while development.chain.statistics.epochCount < 2, try development.height < 250 { try development.makeBlock() }
        let seen = reports.withLock { $0 }
        #expect(development.chain.statistics.epochCount == 2)
        #expect(development.chain.statistics.epochOpening.snapshot.count == UInt64(seen.count))
        let last = try #require(seen.last)
        let netuid = try #require(last.1.last)
        try development.chain.executor.withLatestState { (state, _) throws(ChainError) in
            #expect(state.get(Subtensor.lastMechansimStepBlock, netuid) == UInt64(last.0))
        }
    }

    @Test("times are counted once a block, the interval from the second one on")
    func times() throws {
        let development = try DevelopmentChain()
        for _ in 0..<3 { try development.makeBlock() }
        let statistics = development.chain.statistics
        #expect(statistics.blockExecution.snapshot.count == 3)
        #expect(statistics.blockCommit.snapshot.count == 3)
        #expect(statistics.blockInterval.snapshot.count == 2)
        #expect(statistics.latestProduction.failure == nil)
    }

    @Test("a block that cannot be made is a failure until the next one")
    func failures() throws {
        let development = try DevelopmentChain()
        let chain = development.chain
        let first = try chain.execute(try chain.proposal(at: DevelopmentChain.start))
        try chain.commit(first)
        #expect(throws: ChainError.self) { try chain.commit(first) }
        #expect(chain.statistics.blockFailureCount == 1)
        #expect(chain.statistics.latestProduction.failure != nil)
        try development.makeBlock()
        #expect(chain.statistics.blockFailureCount == 1)
        #expect(chain.statistics.latestProduction.failure == nil)
    }
}

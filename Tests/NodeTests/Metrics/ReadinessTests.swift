import Foundation
import Runtime
import StateStore
import Testing

@testable import Chain
@testable import Node

@Suite struct ReadinessTests {
    private func words(_ failure: ChainError?, age: Duration = .zero, isStopping: Bool = false) -> [String] {
        var production = ChainStatistics.Production()
        production.failure = failure
        let now = production.lastProgress + age
        return Readiness(production, patience: .seconds(10), isStopping: isStopping, now: now).obstacles.map(\.reason)
    }

    @Test("each obstacle has its word")
    func obstacles() {
        #expect(words(nil) == [])
        #expect(words(nil, age: .seconds(10)) == [])
        #expect(words(nil, age: .seconds(11)) == ["no_block"])
        #expect(words(.store(.diskFull)) == ["disk_full"])
        #expect(words(.store(.inputOutput(code: 5))) == ["store_damaged"])
        #expect(words(.store(.tooManyReaders), age: .seconds(20)) == ["failing", "no_block"])
        #expect(words(.genesisMismatch) == ["failing"])
        #expect(words(nil, age: .seconds(20), isStopping: true) == ["stopping"])
    }

    @Test("a chain may pause for four of its intervals, and one without a beat for ever")
    func patience() {
        #expect(Readiness.patience(of: .interval(milliseconds: 250)) == .seconds(10))
        #expect(Readiness.patience(of: .interval(milliseconds: 12_000)) == .seconds(48))
        #expect(Readiness.patience(of: .instant) == nil)
        #expect(Readiness.patience(of: .manual) == nil)
    }

    @Test("the page names reason and sentence of every obstacle")
    func page() {
        var production = ChainStatistics.Production()
        production.failure = .store(.diskFull)
        let readiness = Readiness(production, patience: nil, isStopping: true)
        #expect(
            String(decoding: readiness.json, as: UTF8.self)
                == #"{"ready":false,"reasons":[{"reason":"stopping","message":"the node is stopping"},"#
                + #"{"reason":"disk_full","message":"no block can be written before there is room on the disk: "#
                + #"make room, and blocks go on"}]}"#)
    }

    @Test("a chain whose store is full is not ready, and says why")
    func full() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "myelin-full-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let store = try StateStore(directory: folder, durability: .temporary, mapSize: 2 << 20)
        let chain = try Chain(store: store, genesis: .development(slotMilliseconds: 250))
        let status = NodeStatus(chain: chain, seal: .manual, connectionCountMaximum: 1)
        #expect(status.readiness().isWell)
        var failure: ChainError?
        for number in 1...10_000 {
            do throws(ChainError) {
                try chain.makeBlock(at: UInt64(number) * 1_000)
            } catch {
                failure = error
                break
            }
        }
        guard case .store(.diskFull)? = failure else {
            Issue.record("the store never filled up: \(String(describing: failure))")
            return
        }
        let report = status.readiness()
        #expect(!report.isWell && String(decoding: report.body, as: UTF8.self).contains("\"disk_full\""))
        #expect(chain.statistics.blockFailureCount == 1)
        status.stop()
        #expect(String(decoding: status.readiness().body, as: UTF8.self).contains("\"stopping\""))
    }
}

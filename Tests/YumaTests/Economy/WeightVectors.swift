import Hashing
import Primitives
import Testbed
import Testing
import Yuma

struct EpochScheduleVector: EconomyVector {
    static let name = "epoch_schedule"

    struct Subnet: Decodable {
        let netuid: UInt64
        let tempo: UInt16
        let lastEpochBlock: UInt64
        let pendingEpochAt: UInt64
        let blocksSinceLastStep: UInt64
        let epochIndex: UInt64
        let revealPeriod: UInt64
        let inputConsistent: Bool
        let commitEpoch: UInt64
        let shouldRun: Bool
        let blocksUntilNext: UInt64
        let nextStart: UInt64?
        let epochWithLookahead: UInt64
        let revealNow: Bool
        let commitExpired: Bool

        var schedule: EpochSchedule {
            EpochSchedule(
                tempo: tempo, lastEpochBlock: lastEpochBlock, pendingEpochBlock: pendingEpochAt,
                blocksSinceLastStep: blocksSinceLastStep)
        }
    }

    let block: UInt64
    let maxEpochsPerBlock: Int
    let subnets: [Subnet]
    let deferred: [UInt64]

    func check(_ place: Comment) throws {
        for subnet in subnets {
            let schedule = subnet.schedule
            #expect(schedule.isDue(at: block) == subnet.shouldRun, place)
            #expect(schedule.blocksUntilNext(at: block) == subnet.blocksUntilNext, place)
            #expect(schedule.nextStart == subnet.nextStart, place)
            let epoch = schedule.epochIndex(subnet.epochIndex, at: block)
            #expect(epoch == subnet.epochWithLookahead, place)
            let window = RevealWindow(commitEpoch: subnet.commitEpoch, period: subnet.revealPeriod)
            #expect(window.isOpen(in: epoch) == subnet.revealNow, place)
            #expect(window.isExpired(in: epoch) == subnet.commitExpired, place)
        }
        let waiting = EpochSchedule.deferred(
            subnets.map { ($0.schedule, $0.inputConsistent) }, at: block, maximum: maxEpochsPerBlock)
        #expect(waiting.map { subnets[$0].netuid } == deferred, place)
    }
}

struct WeightsVector: EconomyVector {
    static let name = "weights_u16"
    let weights: [UInt16]
    let normalized: [UInt16]
    let maxUpscaled: [UInt16]
    let limit: UInt16
    let maxLimited: Bool

    func check(_ place: Comment) throws {
        #expect(WeightVector.normalized(weights) == normalized, place)
        #expect(WeightVector.upscaled(weights) == maxUpscaled, place)
        #expect(WeightVector.isWithin(limit: limit, weights) == maxLimited, place)
    }
}

struct CommitHashVector: EconomyVector {
    static let name = "commit_hash"
    let hotkey: String
    let netuidIndex: UInt16
    let uids: [UInt16]
    let values: [UInt16]
    let salt: [UInt16]
    let versionKey: UInt64
    let encoded: String
    let hash: String

    func check(_ place: Comment) throws {
        let account = try #require([UInt8](hex: hotkey).flatMap { AccountID($0) })
        let commit = WeightCommit(
            hotkey: account, storageIndex: netuidIndex, uids: uids, values: values, salt: salt, versionKey: versionKey)
        #expect(commit.preimage.hex == encoded, place)
        #expect(Blake2b.hash256(commit.preimage).hex == hash, place)
    }
}

import Foundation
import Testing

/// The node serves only what works: every event, error, call and storage item of the generated interface is used by the
/// state machine.
@Suite struct ServedItemsTests {
    /// Items that clients must find although this chain never writes them; each reads as its default, which is the
    /// truth.
    private static let alwaysDefault: Set<String> = [
        // No drand beacon is followed yet: clients read that no pulse is stored.
        "beaconConfig", "pulses", "lastStoredRound", "oldestStoredRound",
        // Timelocked commitments are refused, so none is ever revealed.
        "revealedCommitments",
        // SDK 11 reads it before it registers a neuron: no collateral.
        "collateralLockShare",
        // The btcli of SDK 11 shows it among the hyper-parameters.
        "collateralDrainRatio",
        // btcli 9 reads them before it shows a subnet or gives stake away: nothing is locked.
        "decayingLock", "hotkeyLock", "decayingHotkeyLock", "ownerLock", "decayingOwnerLock",
        "maturityRate", "unlockRate",
        // SDK 11 reads it before it claims root dividends: nobody has claimed from a basket.
        "basketClaimed",
        // Nobody suspends children of a parent below the threshold: that is a rule of newer sources.
        "childkeyThresholdSuspended",
        // btcli 9 lists the first for every subnet. No rule of spec 425 computes them any more.
        "subnetEmaTaoFlow", "subnetEmaProtocolFlow",
    ]

    @Test("every served event, error, call and storage item is used")
    func servedItemsAreUsed() throws {
        let sources = try SourceTree.swiftFiles(in: ["Sources"]).filter { !$0.isGenerated }
        let words = Set(
            sources.flatMap { file in
                file.lines.flatMap { $0.split(whereSeparator: { !$0.isLetter && !$0.isNumber }).map(String.init) }
            })
        let generated = try SourceTree.swiftFiles(in: ["Sources/RuntimeInterface"]).filter(\.isGenerated)
        for file in generated {
            for name in Self.items(in: file) where !Self.alwaysDefault.contains(name) {
                #expect(words.contains(name), "\(file.path) serves \(name), and nothing uses it: Interface/README.md")
            }
        }
    }

    private static func items(in file: SourceTree.File) -> [String] {
        let name = file.path.split(separator: "/").last.map(String.init) ?? ""
        let isStorage = name.contains("+Storage")
        guard isStorage || ["+Event.swift", "+Call.swift", "+Failure.swift"].contains(where: name.hasSuffix) else {
            return []
        }
        let declaration = isStorage ? #/public static let (\w+) = /# : #/^\ {8}case `?(\w+)`?/#
        return file.lines.compactMap { $0.firstMatch(of: declaration).map { String($0.1) } }
    }
}

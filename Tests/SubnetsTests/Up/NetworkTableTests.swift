import Primitives
import Testing

@testable import Subnets

@Suite struct NetworkTableTests {
    private func snapshot() -> NetworkSnapshot {
        NetworkSnapshot(
            netuid: 2, block: 250, epoch: 3, lastStep: 200, blocksToEpoch: 50,
            neurons: [
                .init(
                    uid: 0, name: "owner", role: "owner", scoreBits: nil, incentive: 0, dividends: 0,
                    earned: 1_500_000_000),
                .init(
                    uid: 10, name: "five-gram", role: "miner", scoreBits: 5.4321, incentive: .max, dividends: 0,
                    earned: 12_345_678_900_000),
            ])
    }

    @Test("columns are aligned, numbers to the right")
    func plain() {
        #expect(
            NetworkTable(hasColours: false).lines(snapshot()) == [
                "block 250 · epoch 3 · next in 50 blocks · subnet 2",
                "UID  role   name       score  incentive  dividends  alpha earned",
                "  0  owner  owner          -     0.0000     0.0000        1.5000",
                " 10  miner  five-gram  5.432     1.0000     0.0000    12345.6789",
            ])
    }

    @Test("colours only where they are wanted, and they do not change the text")
    func colours() {
        let coloured = NetworkTable(hasColours: true).lines(snapshot())
        #expect(coloured.contains { $0.contains("\u{1B}[") })
        let stripped = coloured.map { line in
            line.replacing(/\x1B\[[0-9]*m/, with: "")
        }
        #expect(stripped == NetworkTable(hasColours: false).lines(snapshot()))
    }

    @Test(
        "numbers keep their decimals",
        arguments: [
            (0.0, 2, "0.00"), (1.005, 1, "1.0"), (-0.26, 1, "-0.3"), (-0.001, 2, "0.00"), (12.5, 0, "13"),
            (0.05, 1, "0.1"), (.infinity, 2, "-"), (.nan, 2, "-"), (99.999, 2, "100.00"),
        ])
    func decimals(value: Double, decimals: Int, text: String) {
        #expect(value.text(decimals: decimals) == text)
    }
}

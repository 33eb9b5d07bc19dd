/// The bonds step over dense columns: new bonds of one server after another, and what they yield.
struct DenseBonds: ~Copyable {
    private let count: Int
    private let width: Int
    /// Room per line of the bonds to store: an entry per server and a cache line, lest all lines' ends compete for the
    /// same place in the cache when there are 4096 servers.
    private let stride: Int
    private let yuma3: Bool
    private let penalty: Int64
    private let rate: Int64
    private let isLiquid: Bool
    /// The consensus that liquid alpha compares weights with, by server.
    private let compared: FixedBuffer<Int64>
    private let liquid: LiquidColumn
    /// What of one server's weights buys bonds, and its new bonds, by line.
    private let buying: FixedBuffer<Int64>
    private let fresh: FixedBuffer<Int64>
    /// Normalised bonds times incentive, by line.
    private let totals: FixedBuffer<Int64>
    /// Bonds to store, line by line in steps of `stride`; `ends` counts those of a line.
    private let columns: FixedBuffer<UInt16>
    private let values: FixedBuffer<UInt16>
    private let ends: FixedBuffer<Int>

    init(_ input: EpochInput, lines: [Int], consensus: [Int64]) {
        count = input.count
        width = lines.count
        stride = input.count + 32
        yuma3 = input.yuma3
        penalty = RawFixed.share(input.bondsPenalty)
        rate = input.bondsRate
        let compared = input.comparedConsensus(own: consensus)
        isLiquid = input.yuma3 && input.liquidAlpha && compared.contains { $0 != 0 }
        self.compared = FixedBuffer(compared)
        liquid = LiquidColumn(LiquidAlpha(input), width: isLiquid ? lines.count : 0)
        buying = FixedBuffer(repeating: 0, count: width)
        fresh = FixedBuffer(repeating: 0, count: width)
        totals = FixedBuffer(repeating: 0, count: width)
        columns = FixedBuffer(repeating: 0, count: width * stride)
        values = FixedBuffer(repeating: 0, count: width * stride)
        ends = FixedBuffer(repeating: 0, count: width)
    }

    /// Computes all bonds and adds up what they yield.
    func settle(_ epoch: borrowing DenseEpoch, incentive: [Int64]) {
        for server in 0..<count {
            let column = DenseColumn(start: server * width, width: width)
            let score = epoch.consensus[server]
            if !epoch.weightsAreBids {
                column.choose(epoch.weights, consensus: score, penalty: penalty, into: buying)
            }
            if yuma3 {
                let sum =
                    isLiquid
                    ? liquid.average(
                        buying, epoch.columns.bonds, column, consensus: compared[server], into: fresh)
                    : column.average(buying, epoch.columns.bonds, rate: rate, into: fresh)
                column.pay(fresh, sum: sum, incentive[server], totals)
                column.store(fresh, scale: nil, server, stride, columns, values, ends)
            } else {
                let sum: Int64
                if epoch.weightsAreBids {
                    sum = column.trade(epoch.weights, from: column.start, epoch.columns.bonds, rate: rate, into: fresh)
                } else {
                    column.bid(buying, epoch.stakes)
                    sum = column.trade(buying, from: 0, epoch.columns.bonds, rate: rate, into: fresh)
                }
                let greatest = column.normaliseAndPay(fresh, sum: sum, incentive[server], totals)
                column.store(fresh, scale: FixedDivider(greatest), server, stride, columns, values, ends)
            }
        }
    }

    /// Dividends before normalisation. Yuma 3 counts a validator's stake here, Yuma 2 counted it in the trade.
    func dividends(activeStake: [Int64], lines: [Int]) -> [Int64] {
        var dividends = [Int64](repeating: 0, count: activeStake.count)
        for (line, uid) in lines.enumerated() {
            dividends[uid] = yuma3 ? RawFixed.multiply(activeStake[uid], totals[line]) : totals[line]
        }
        return dividends
    }

    /// The bonds of all neurons with a permit.
    func rows(lines: [Int], permits: [Bool]) -> SparseRows<UInt16> {
        var lineOf = [Int](repeating: -1, count: count)
        var entries = 0
        for (line, uid) in lines.enumerated() where permits[uid] {
            lineOf[uid] = line
            entries += ends[line]
        }
        var rows = SparseRows<UInt16>(capacity: entries)
        for line in lineOf {
            if line >= 0 {
                let range = line * stride..<line * stride + ends[line]
                rows.append(contentsOf: columns, values, range)
            }
            rows.endRow()
        }
        return rows
    }
}

public import FixedPoint
public import Primitives

/// Who gets what after an epoch, as credits in the order in which the chain performs them; hotkeys in the order of
/// their bytes. Source: pallets/subtensor/src/coinbase/run_coinbase.rs, `distribute_emission`.
public struct DividendDistribution: Sendable {
    /// A hotkey and an amount.
    public struct Entry<Amount: Hashable & Sendable>: Hashable, Sendable {
        public var hotkey: AccountID
        public var amount: Amount
    }

    /// The alpha of the validators: with that of the miners where no miner earned anything.
    public private(set) var validatorAlpha: Alpha
    /// Incentive by hotkey.
    public private(set) var incentives: [Entry<Alpha>] = []
    /// Dividends in alpha by hotkey, before takes.
    public private(set) var alphaDividends: [Entry<U96F32>] = []
    /// Dividends for root stakers by hotkey, before takes.
    public private(set) var rootDividends: [Entry<U96F32>] = []
    /// The changes of state, in order.
    public private(set) var credits: [DividendCredit] = []
    /// Alpha dividends after takes: what the chain records for each hotkey.
    public private(set) var alphaRecords: [Entry<Alpha>] = []
    /// Root dividends after takes: what the chain records for each hotkey.
    public private(set) var rootRecords: [Entry<Alpha>] = []
    /// The share of all incentives that was withheld.
    public private(set) var minerBurned: U96F32 = .zero

    /// Computes the distribution of one epoch.
    public init(_ input: DividendInput) {
        incentives = Self.summed(input.neurons.map { Entry(hotkey: $0.hotkey, amount: $0.incentive) }) {
            $0.addingClamped($1)
        }
        let earns = incentives.contains { !$0.amount.isZero }
        validatorAlpha =
            earns ? input.pending.validator : input.pending.validator.addingClamped(input.pending.server)
        splitDividends(of: input)
        payOwner(input)
        payIncentives(input)
        payAlphaDividends(input)
        payRootDividends(input)
    }

    private mutating func splitDividends(of input: DividendInput) {
        var received: [Entry<U96F32>] = []
        for neuron in input.neurons where !(input.skipsEmptyDividends && neuron.dividend.isZero) {
            let split = Self.parentSplit(of: neuron, in: input)
            append(.recycled(amount: split.burned), split.burned)
            received += split.parts.map { Entry(hotkey: $0.hotkey, amount: U96F32($0.amount.units)) }
        }
        received = Self.summed(received) { $0.addingSaturated($1) }
        let parts = received.map { entry in
            let position = input.position(of: entry.hotkey)
            let root = U96F32(position.root.units).multipliedSaturated(by: input.taoWeight)
            let total = U96F32(position.alpha.units).addingSaturated(root)
            let rootPart = entry.amount.multipliedSaturated(by: root.dividedSafely(by: total))
            return (root: rootPart, alpha: entry.amount.subtractingSaturated(rootPart))
        }
        let hotkeys = received.map(\.hotkey)
        alphaDividends = Self.prorated(validatorAlpha, hotkeys, by: parts.map(\.alpha))
        rootDividends = Self.prorated(input.pending.root, hotkeys, by: parts.map(\.root))
    }

    private static func parentSplit(of neuron: DividendInput.Neuron, in input: DividendInput) -> ParentDividends {
        let position = input.position(of: neuron.hotkey)
        let contribution = StakeInheritance.selfContribution(
            alpha: position.alpha, root: position.root, children: position.children.map(\.proportion),
            taoWeight: input.taoWeight)
        let parents = position.parents.map { relation in
            let parent = input.position(of: relation.hotkey)
            return ParentDividends.Parent(
                hotkey: relation.hotkey, proportion: relation.proportion, sharesOwner: parent.owner == position.owner,
                alpha: parent.alpha, root: parent.root)
        }
        return ParentDividends(
            of: neuron.hotkey, dividends: neuron.dividend, selfContribution: contribution, parents: parents,
            taoWeight: input.taoWeight, childkeyTake: position.childkeyTake, burn: input.childkeyBurn)
    }

    private mutating func payOwner(_ input: DividendInput) {
        guard let owner = input.owner else { return }
        append(
            .stake(hotkey: owner.hotkey, coldkey: owner.coldkey, amount: input.pending.owner), input.pending.owner)
    }

    private mutating func payIncentives(_ input: DividendInput) {
        var total = Alpha.zero
        var withheld = Alpha.zero
        for entry in incentives {
            total = total.addingClamped(entry.amount)
            if input.ownerHotkeys.contains(entry.hotkey) {
                withheld = withheld.addingClamped(entry.amount)
                append(.withheld(hotkey: entry.hotkey, amount: entry.amount), entry.amount)
                continue
            }
            let position = input.position(of: entry.hotkey)
            let credit = DividendCredit.incentive(
                miner: entry.hotkey, destination: position.autoStakeDestination ?? entry.hotkey,
                coldkey: position.owner, amount: entry.amount, isRedirected: position.autoStakeDestination != nil)
            append(credit, entry.amount)
        }
        minerBurned = U96F32(withheld.units).dividedSafely(by: U96F32(total.units))
    }

    private mutating func payAlphaDividends(_ input: DividendInput) {
        for entry in alphaDividends {
            let position = input.position(of: entry.hotkey)
            let rest = payTake(of: entry, position)
            append(.reward(hotkey: entry.hotkey, amount: rest), rest)
            alphaRecords.append(Entry(hotkey: entry.hotkey, amount: rest))
        }
    }

    private mutating func payRootDividends(_ input: DividendInput) {
        for entry in rootDividends {
            let position = input.position(of: entry.hotkey)
            let rest = payTake(of: entry, position)
            if rest.units > position.root.units {
                append(.stake(hotkey: entry.hotkey, coldkey: position.owner, amount: rest), rest)
            } else {
                let rate = I96F32(rest.units).dividedSafely(by: I96F32(position.root.units))
                append(.claimable(hotkey: entry.hotkey, rate: rate, amount: rest), rest)
            }
            rootRecords.append(Entry(hotkey: entry.hotkey, amount: rest))
        }
    }

    /// Stakes the hotkey's take for its owner and returns the rest.
    private mutating func payTake(of entry: Entry<U96F32>, _ position: HotkeyPosition) -> Alpha {
        let take = U96F32(partOf65535: position.delegateTake).multipliedSaturated(by: entry.amount)
        let amount = Alpha(take.flooredUInt64)
        append(.stake(hotkey: entry.hotkey, coldkey: position.owner, amount: amount), amount)
        return Alpha(entry.amount.subtractingSaturated(take).flooredUInt64)
    }

    /// Credits of nothing change nothing and are left out.
    private mutating func append(_ credit: DividendCredit, _ amount: Alpha) {
        if !amount.isZero { credits.append(credit) }
    }

    private static func prorated(
        _ amount: Alpha, _ hotkeys: [AccountID], by parts: [U96F32]
    ) -> [Entry<U96F32>] {
        let total = parts.reduce(U96F32.zero) { $0.addingSaturated($1) }
        return zip(hotkeys, parts).map { hotkey, part in
            Entry(hotkey: hotkey, amount: U96F32(amount.units).multipliedSaturated(by: part.dividedSafely(by: total)))
        }
    }

    /// One entry for each hotkey, in the order of their bytes.
    private static func summed<Amount>(
        _ entries: [Entry<Amount>], _ add: (Amount, Amount) -> Amount
    ) -> [Entry<Amount>] {
        var result: [Entry<Amount>] = []
        for entry in entries.sorted(by: { $0.hotkey < $1.hotkey }) {
            if let last = result.last, last.hotkey == entry.hotkey {
                result[result.count - 1].amount = add(last.amount, entry.amount)
            } else {
                result.append(entry)
            }
        }
        return result
    }
}

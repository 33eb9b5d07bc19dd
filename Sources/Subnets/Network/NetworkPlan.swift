public import Client
public import Cryptography
import Primitives

/// Who takes part in a demonstration network of the `language` subnet, by UID: the owner, validators, miners.
///
/// All keys are development keys that everybody can derive: the plan is for chains on one machine.
public struct NetworkPlan: Sendable {
    /// What a member does.
    public enum Role: Sendable, Equatable {
        /// Holds the subnet and runs nothing.
        case owner
        /// Asks and scores; its split and its challenges follow from the seed.
        case validator(seed: UInt64)
        /// Serves a model.
        case miner(LanguageModelClass)

        /// One word for a table.
        public var name: String {
            switch self {
            case .owner: "owner"
            case .validator: "validator"
            case .miner: "miner"
            }
        }
    }

    /// One neuron.
    public struct Member: Sendable {
        /// What the network calls it; one word.
        public let name: String
        /// What it does.
        public let role: Role
        /// Key URI of its coldkey.
        public let coldkeyURI: String
        /// The key that owns it and pays.
        public let coldkey: Keypair
        /// The key that it runs with.
        public let hotkey: Keypair

        /// Key URI of its hotkey.
        public var hotkeyURI: String { coldkeyURI + "//hot" }

        init(_ name: String, _ role: Role, coldkeyURI: String) {
            self.name = name
            self.role = role
            self.coldkeyURI = coldkeyURI
            coldkey = NetworkPlan.keypair(coldkeyURI)
            hotkey = NetworkPlan.keypair(coldkeyURI + "//hot")
        }

        /// The class of its model, if it mines.
        public var modelClass: LanguageModelClass? {
            guard case .miner(let modelClass) = role else { return nil }
            return modelClass
        }

        /// Whether it validates.
        public var isValidator: Bool {
            if case .validator = role { true } else { false }
        }
    }

    /// The members in the order in which they register; on a new subnet the place is the UID.
    public let members: [Member]

    /// The account that pays for everything and owns the subnet.
    public var owner: Member { members[0] }
    /// Those who ask.
    public var validators: [Member] { members.filter(\.isValidator) }
    /// Those who answer.
    public var miners: [Member] { members.filter { $0.modelClass != nil } }

    /// The classes of a network that is to show that better models earn more, worst first, and one that does no work.
    public static let modelClasses: [LanguageModelClass] = [.unigram, .bigram, .trigram, .fiveGram, .garbage]

    /// An owner, two validators with seeds of their own, and one miner for each class.
    public init(seed: UInt64 = 0) {
        var random = SplitMix64(seed: seed)
        var members = [Member("owner", .owner, coldkeyURI: "//Alice")]
        for number in 1...2 {
            members.append(
                Member("validator-\(number)", .validator(seed: random.next()), coldkeyURI: "//Validator\(number)"))
        }
        for (index, modelClass) in Self.modelClasses.enumerated() {
            members.append(Member(modelClass.rawValue, .miner(modelClass), coldkeyURI: "//Miner\(index + 1)"))
        }
        self.members = members
    }

    private static func keypair(_ uri: String) -> Keypair {
        // Hard junctions on the development phrase are always valid.
        guard let keypair = try? Keypair(uri: uri) else { preconditionFailure("\(uri) is a valid key URI") }
        return keypair
    }
}

extension NetworkPlan {
    /// Whether every validator has set weights since the last epoch.
    public func hasFreshWeights(_ metagraph: SubnetMetagraph) -> Bool {
        validators.allSatisfy { member in
            guard let uid = metagraph.uid(of: member.hotkey.accountID) else { return false }
            return metagraph.lastUpdate[Int(uid)] > metagraph.lastStep
        }
    }
}

import Cryptography
public import Primitives
public import SubtensorPallets

/// What a chain begins with.
public struct GenesisConfiguration: Sendable {
    /// Rules for new subnets and what a developer's chain relaxes.
    public var profile: NetworkProfile
    /// Milliseconds from one block to the next, as clients are told.
    public var slotMilliseconds: UInt64
    /// The account whose calls through Sudo have the chain's own authority.
    public var sudoKey: AccountID
    /// Accounts that make blocks in turn and earn their fees.
    public var authorities: [AccountID]
    /// Free balances.
    public var balances: [(account: AccountID, balance: Rao)]

    public init(
        profile: NetworkProfile, slotMilliseconds: UInt64, sudoKey: AccountID, authorities: [AccountID],
        balances: [(account: AccountID, balance: Rao)]
    ) {
        self.profile = profile
        self.slotMilliseconds = slotMilliseconds
        self.sudoKey = sudoKey
        self.authorities = authorities
        self.balances = balances
    }

    /// A development account: its key is derived from the phrase that everybody knows.
    public struct DevelopmentAccount: Sendable {
        /// Name without slashes; the key's URI is `//` and this.
        public let name: String
        public let account: AccountID
        public let balance: Rao
    }

    /// The accounts of a developer's chain, funded as the reference's local chain funds them.
    /// Source: node/src/chain_spec/localnet.rs of the reference.
    public static let developmentAccounts: [DevelopmentAccount] =
        [("Alice", 1_000_000), ("Bob", 1_000_000), ("Charlie", 1_000_000)].map(developmentAccount)
        + ["Dave", "Eve", "Ferdie", "One", "Two", "Three"].map { developmentAccount($0, tao: 2_000) }

    private static func developmentAccount(_ name: String, tao: UInt64) -> DevelopmentAccount {
        // A URI of one hard junction on the development phrase is always valid.
        guard let keypair = try? Keypair(uri: "//" + name) else { preconditionFailure("//\(name) is a valid key URI") }
        return DevelopmentAccount(name: name, account: keypair.accountID, balance: .tao(tao))
    }

    /// A chain for developers on one machine: Alice is sudo, One makes the blocks.
    /// - Parameter extra: further accounts to fund with 1,000,000 TAO each.
    public static func development(slotMilliseconds: UInt64, funding extra: [AccountID] = []) -> GenesisConfiguration {
        let accounts = developmentAccounts
        func account(_ name: String) -> AccountID { accounts.first { $0.name == name }?.account ?? .zero }
        var balances = accounts.map { (account: $0.account, balance: $0.balance) }
        for account in extra {
            balances.removeAll { $0.account == account }
            balances.append((account, .tao(1_000_000)))
        }
        return GenesisConfiguration(
            profile: .dev, slotMilliseconds: slotMilliseconds, sudoKey: account("Alice"),
            authorities: [account("One")], balances: balances)
    }
}

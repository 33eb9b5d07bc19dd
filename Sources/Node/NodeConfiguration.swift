public import Chain
public import Primitives
public import StateStore

/// How a node runs.
public struct NodeConfiguration: Sendable {
    /// When blocks are made.
    public var seal: Seal
    /// Where the chain is kept; `nil` for a chain that is gone when the node stops.
    public var dataDirectory: String?
    /// How many blocks keep their state. A history that is longer than before brings nothing back that was dropped.
    public var history: History
    /// How much may wait for a block.
    public var poolLimits = TransactionPool.Limits()
    /// What is looked at before the chain in the directory is believed.
    public var audit: Audit
    /// Where and how clients are answered.
    public var server: ServerConfiguration
    /// TCP port, at the server's address, that has the metrics to itself; `nil` for the server's own port.
    public var prometheusPort: Int?
    /// Accounts beyond the development ones that genesis funds with 1,000,000 TAO each.
    public var fundedAccounts: [AccountID]

    /// A developer's chain with these choices.
    public init(
        seal: Seal = .interval(milliseconds: 250), dataDirectory: String? = nil,
        history: History = .standard, audit: Audit = .everyPage,
        server: ServerConfiguration = ServerConfiguration(),
        prometheusPort: Int? = nil, fundedAccounts: [AccountID] = []
    ) {
        self.seal = seal
        self.dataDirectory = dataDirectory
        self.history = history
        self.audit = audit
        self.server = server
        self.prometheusPort = prometheusPort
        self.fundedAccounts = fundedAccounts
    }
}

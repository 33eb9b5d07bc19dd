import Client
import Cryptography
import Primitives
import Runtime
import Subnets

/// What is said once a network stands: where it is, whose keys have TAO, and how to look at it from Python.
struct NetworkBanner {
    private let client: ChainClient
    private let plan: NetworkPlan
    private let url: String
    private let netuid: NetUID

    init(_ client: ChainClient, _ plan: NetworkPlan, url: String, netuid: NetUID) {
        self.client = client
        self.plan = plan
        self.url = url
        self.netuid = netuid
    }

    func lines() async throws -> [String] {
        var accounts = GenesisConfiguration.developmentAccounts.map { ($0.name, $0.account, "//" + $0.name) }
        for member in plan.members.dropFirst() {
            accounts.append((member.name, member.coldkey.accountID, member.coldkeyURI))
        }
        let width = accounts.map(\.0.count).max() ?? 0
        var lines = ["", "Bittensor network at \(url), language subnet \(netuid). Funded accounts:", ""]
        for (name, account, uri) in accounts {
            let tao = Double(try await client.balance(of: account).units) / 1e9
            let amount = tao.text(decimals: 3)
            lines.append(
                "  " + name + String(repeating: " ", count: width - name.count) + "  \(account.ss58)  "
                    + String(repeating: " ", count: max(12 - amount.count, 0)) + amount + " TAO  \(uri)")
        }
        return lines + [
            "", "The hotkey of each is its URI and //hot. To read the metagraph with bittensor 11.3.0 from PyPI:", "",
            "  import asyncio, bittensor as bt",
            "  async def main():",
            "      async with bt.Client(\"\(url)\") as client:",
            "          for n in await client.subnets.metagraph(\(netuid)):",
            "              print(n.uid, n.hotkey, n.incentive, n.dividends, n.emission)",
            "  asyncio.run(main())", "",
        ]
    }
}

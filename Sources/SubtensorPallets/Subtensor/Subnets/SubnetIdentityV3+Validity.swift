import RuntimeInterface

extension SubnetIdentityV3 {
    private static let shortMaximum = 256
    private static let longMaximum = 1024

    /// Whether every field is short enough. Source: pallets/subtensor/src/utils/identity.rs.
    var isValid: Bool {
        let short = [subnetName, discord]
        let long = [githubRepo, subnetContact, subnetURL, description, logoURL, additional]
        return short.allSatisfy { $0.count <= Self.shortMaximum } && long.allSatisfy { $0.count <= Self.longMaximum }
    }
}

import SCALE

extension RuntimeVersion {
    /// The version of this runtime: it serves the interface of spec 461 and the few items that other clients name.
    public static let current = RuntimeVersion(
        specName: "node-subtensor", implName: "myelin", authoringVersion: 1, specVersion: 461, implVersion: 1,
        apis: RuntimeAPI.versions.map { Pair($0.identifier, $0.version) }, transactionVersion: 1, systemVersion: 1)
}

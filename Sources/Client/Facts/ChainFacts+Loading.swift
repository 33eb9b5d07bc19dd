import JSON
import Primitives
import RuntimeInterface
import SCALE

extension ChainFacts {
    /// Asks a node.
    ///
    /// - Parameter known: facts whose metadata is kept where the runtime is still the same.
    static func load(
        from connection: ChainConnection, known: ChainFacts? = nil
    ) async throws(ClientError) -> ChainFacts {
        let outcomes = try await connection.call(batch: [
            RPCRequest("chain_getBlockHash", [.integer(0)]), RPCRequest("state_getRuntimeVersion", [.null]),
        ])
        guard outcomes.count == 2 else {
            throw .malformedAnswer(request: "a batch of 2 requests", detail: "it has \(outcomes.count) answers")
        }
        let genesisHash = try outcomes[0].get().hash(of: "chain_getBlockHash")
        let version = try outcomes[1].get()
        let name = "state_getRuntimeVersion"
        let specVersion = try version.member("specVersion", of: name).integer(UInt32.self, of: name)
        let transactionVersion = try version.member("transactionVersion", of: name).integer(UInt32.self, of: name)
        guard case .string(let specName) = try version.member("specName", of: name) else {
            throw .malformedAnswer(request: name, detail: "'specName' is no text")
        }
        let metadata: RuntimeMetadata
        if let known, known.genesisHash == genesisHash, known.specVersion == specVersion {
            metadata = known.metadata
        } else {
            metadata = try await Self.metadata(from: connection)
        }
        return ChainFacts(
            genesisHash: genesisHash, specName: specName, specVersion: specVersion,
            transactionVersion: transactionVersion, metadata: metadata)
    }

    /// Version 15 where the runtime has it, else version 14.
    private static func metadata(from connection: ChainConnection) async throws(ClientError) -> RuntimeMetadata {
        let method = MetadataAPI.metadataAtVersion
        var blob: [UInt8]?
        do throws(ClientError) {
            let answer = try await connection.call(
                "state_call", [.string(method.name), .hexadecimal(method.encode(15)), .null])
            let bytes = try answer.bytes(of: method.name)
            guard let opaque = try? method.output(bytes) else {
                throw .malformedAnswer(request: method.name, detail: "it is no optional metadata blob")
            }
            blob = opaque.rawValue
        } catch {
            // Runtimes before version 15 do not export the method.
            guard case .rpc = error else { throw error }
        }
        let name = blob == nil ? "state_getMetadata" : method.name
        if blob == nil {
            blob = try await connection.call("state_getMetadata", [.null]).bytes(of: name)
        }
        do throws(ScaleError) {
            return try RuntimeMetadata(blob: blob ?? [])
        } catch {
            throw .malformedAnswer(request: name, detail: "the metadata does not decode: \(error)")
        }
    }
}

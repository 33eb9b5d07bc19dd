import SCALE

/// `Interface/extrinsic.json`: how extrinsics are put together, and the outer enumerations.
struct ExtrinsicRecord: Codable, Equatable {
    struct Extension: Codable, Equatable {
        var identifier: String
        var extra: UInt32
        var additional: UInt32
    }

    var version: UInt8
    var address: UInt32
    var call: UInt32
    var signature: UInt32
    var extra: UInt32
    var runtime: UInt32
    var outerCall: UInt32
    var outerEvent: UInt32
    var outerError: UInt32
    var extensions: [Extension]

    init(_ metadata: RuntimeMetadata) {
        let extrinsic = metadata.extrinsic
        version = extrinsic.version
        address = extrinsic.address.number
        call = extrinsic.call.number
        signature = extrinsic.signature.number
        extra = extrinsic.extra.number
        runtime = metadata.runtime.number
        outerCall = (metadata.outer?.call ?? extrinsic.call).number
        outerEvent = (metadata.outer?.event ?? metadata.runtime).number
        outerError = (metadata.outer?.error ?? metadata.runtime).number
        extensions = extrinsic.extensions.map {
            Extension(identifier: $0.identifier, extra: $0.extra.number, additional: $0.additional.number)
        }
    }

    var metadata: ExtrinsicMetadata {
        ExtrinsicMetadata(
            version: version, address: TypeID(address), call: TypeID(call), signature: TypeID(signature),
            extra: TypeID(extra),
            extensions: extensions.map {
                SignedExtensionMetadata(
                    identifier: $0.identifier, extra: TypeID($0.extra), additional: TypeID($0.additional))
            })
    }
}

/// A runtime API as `Interface/apis.json` holds it.
struct APIRecord: Codable, Equatable {
    struct Input: Codable, Equatable {
        var name: String
        var type: UInt32
    }

    struct Method: Codable, Equatable {
        var name: String
        var inputs: [Input]?
        var output: UInt32
    }

    var name: String
    var methods: [Method]

    init(_ api: RuntimeAPIMetadata) {
        name = api.name
        methods = api.methods.map { method in
            let inputs = method.inputs.map { Input(name: $0.name, type: $0.type.number) }
            return Method(name: method.name, inputs: inputs.isEmpty ? nil : inputs, output: method.output.number)
        }
    }

    var metadata: RuntimeAPIMetadata {
        RuntimeAPIMetadata(
            name: name,
            methods: methods.map { method in
                RuntimeAPIMethodMetadata(
                    name: method.name,
                    inputs: (method.inputs ?? []).map { RuntimeAPIInputMetadata(name: $0.name, type: TypeID($0.type)) },
                    output: TypeID(method.output))
            })
    }
}

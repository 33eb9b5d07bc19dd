/// A trait of functions that the runtime answers without a transaction.
public struct RuntimeAPIMetadata: ScaleCodable, Hashable {
    /// The trait's name, such as `SubnetInfoRuntimeApi`.
    public var name: String
    public var methods: [RuntimeAPIMethodMetadata]
    public var docs: [String]

    public init(name: String, methods: [RuntimeAPIMethodMetadata], docs: [String] = []) {
        self.name = name
        self.methods = methods
        self.docs = docs
    }

    public func encode(to encoder: inout ScaleEncoder) {
        name.encode(to: &encoder)
        methods.encode(to: &encoder)
        docs.encode(to: &encoder)
    }

    public init(from decoder: inout ScaleDecoder) throws(ScaleError) {
        name = try decoder.decode()
        methods = try decoder.decode()
        docs = try decoder.decode()
    }
}

/// A function of a runtime API.
public struct RuntimeAPIMethodMetadata: ScaleCodable, Hashable {
    public var name: String
    public var inputs: [RuntimeAPIInputMetadata]
    public var output: TypeID
    public var docs: [String]

    public init(name: String, inputs: [RuntimeAPIInputMetadata], output: TypeID, docs: [String] = []) {
        self.name = name
        self.inputs = inputs
        self.output = output
        self.docs = docs
    }

    public func encode(to encoder: inout ScaleEncoder) {
        name.encode(to: &encoder)
        inputs.encode(to: &encoder)
        output.encode(to: &encoder)
        docs.encode(to: &encoder)
    }

    public init(from decoder: inout ScaleDecoder) throws(ScaleError) {
        name = try decoder.decode()
        inputs = try decoder.decode()
        output = try decoder.decode()
        docs = try decoder.decode()
    }
}

/// An argument of a runtime API's function.
public struct RuntimeAPIInputMetadata: ScaleCodable, Hashable {
    public var name: String
    public var type: TypeID

    public init(name: String, type: TypeID) {
        self.name = name
        self.type = type
    }

    public func encode(to encoder: inout ScaleEncoder) {
        name.encode(to: &encoder)
        type.encode(to: &encoder)
    }

    public init(from decoder: inout ScaleDecoder) throws(ScaleError) {
        name = try decoder.decode()
        type = try decoder.decode()
    }
}

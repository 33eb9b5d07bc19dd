import FoundationEssentials

/// What every synapse carries beside its own fields, as it stands in headers and bodies.
struct SynapseFrame: Sendable {
    var name: String
    var timeoutSeconds: Double
    var dendrite: TerminalInfo
    var axon: TerminalInfo

    /// The body: the frame's entries in the reference implementation's order, then the fields.
    func body(with fields: [PythonValue.Member]) -> PythonValue {
        .dictionary(
            [
                .init("name", .text(name)), .init("timeout", .float(timeoutSeconds)),
                .init("total_size", .integer(0)), .init("header_size", .integer(0)),
                .init("dendrite", dendrite.body), .init("axon", axon.body),
                .init("computed_body_hash", .text("")),
            ] + fields.filter { !Self.names.contains($0.name) })
    }

    private static let names: Set<String> = [
        "name", "timeout", "total_size", "header_size", "dendrite", "axon", "computed_body_hash",
    ]

    /// The headers, without those of HTTP itself.
    ///
    /// `samples` are fields without a default in the Python class, for which an axon in Python wants an empty value of
    /// the same type. The sizes are the bytes that travel; in the reference implementation they are those of its
    /// objects in memory, and nobody reads them.
    func headers(
        bodyBytes: Int, bodyHash: String, samples: [PythonValue.Member] = []
    ) -> [(name: String, value: String)] {
        var headers: [(name: String, value: String)] = [
            ("name", HeaderText.singleLine(name)), ("timeout", PythonValue.float(timeoutSeconds).str),
        ]
        headers += axon.headers(of: "axon")
        headers += dendrite.headers(of: "dendrite")
        for sample in samples where sample.value != .none {
            let empty = Data(sample.value.emptyOfSameType.json).base64EncodedString()
            headers.append(("bt_header_input_obj_\(sample.name)", empty))
        }
        let headerBytes = headers.reduce(0) { $0 + $1.name.utf8.count + $1.value.utf8.count + 4 }
        headers.append(("header_size", String(headerBytes)))
        headers.append(("total_size", String(bodyBytes)))
        headers.append(("computed_body_hash", HeaderText.singleLine(bodyHash)))
        return headers
    }
}

extension PythonValue {
    /// What Python's constructor of the value's type gives without arguments.
    fileprivate var emptyOfSameType: PythonValue {
        switch self {
        case .none: .none
        case .bool: .bool(false)
        case .integer: .integer(digits: "0")
        case .float: .float(0)
        case .text: .text("")
        case .list, .tuple: .list([])
        case .dictionary: .dictionary([])
        }
    }
}

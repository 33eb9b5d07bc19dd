import FoundationEssentials

extension Synapse where Self: Codable {
    public init(fields: PythonValue) throws(SynapseError) {
        do {
            self = try JSONDecoder().decode(Self.self, from: Data(fields.json))
        } catch let error as DecodingError {
            throw .invalidField(error.fieldName)
        } catch {
            throw .invalidField("")
        }
    }

    public var fields: [PythonValue.Member] {
        get throws(SynapseError) {
            do {
                let json = try JSONEncoder().encode(self)
                guard case .dictionary(let members) = try PythonValue(json: json) else {
                    throw SynapseError.invalidField("")
                }
                return members
            } catch let error as SynapseError {
                throw error
            } catch {
                throw .invalidField("")
            }
        }
    }
}

extension DecodingError {
    /// The field that could not be decoded; empty when the whole value could not.
    fileprivate var fieldName: String {
        switch self {
        case .keyNotFound(let key, _): key.stringValue
        case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context):
            context.codingPath.first?.stringValue ?? ""
        @unknown default: ""
        }
    }
}

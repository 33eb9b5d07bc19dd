public import Chain
import NIOCore
import NIOPosix
import StateStore

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Why a node did not start.
public enum NodeError: Error, Sendable {
    /// The chain in this directory cannot be opened.
    case chain(ChainError, directory: String)
    /// Another program listens there.
    case portTaken(host: String, port: Int)
    /// The system does not let this user listen on the port.
    case portForbidden(port: Int)
    /// This machine does not have the address.
    case noAddress(host: String)
    /// Listening failed in another way; the text is the system's.
    case cannotListen(host: String, port: Int, reason: String)
    /// No directory can be made for a chain that is gone at the end.
    case temporaryDirectory(path: String)

    init(binding error: any Error, host: String, port: Int) {
        switch (error as? IOError)?.errnoCode {
        case EADDRINUSE: self = .portTaken(host: host, port: port)
        case EACCES, EPERM: self = .portForbidden(port: port)
        case EADDRNOTAVAIL: self = .noAddress(host: host)
        default:
            if case .unknown(let host, _)? = error as? SocketAddressError {
                self = .noAddress(host: host)
            } else {
                self = .cannotListen(host: host, port: port, reason: "\(error)")
            }
        }
    }
}

extension NodeError: CustomStringConvertible {
    /// One sentence for the operator: the cause and what to do about it.
    public var description: String {
        switch self {
        case .chain(.store(let error), let directory): Self.sentence(error, directory)
        case .chain(let error, let directory): "\(directory): \(error)"
        case .portTaken(let host, let port):
            "port \(port) on \(host) is taken by another program (perhaps another node): "
                + "end that one, or choose another port with --port (0 takes any free one)"
        case .portForbidden(let port):
            "this user may not listen on port \(port): choose one above 1023 with --port"
        case .noAddress(let host):
            "this machine has no address '\(host)' to listen on: choose another with --host, such as 127.0.0.1"
        case .cannotListen(let host, let port, let reason):
            "listening on \(host), port \(port), failed (\(reason)): choose others with --host and --port"
        case .temporaryDirectory(let path):
            "the temporary directory \(path) cannot be created: make room there, or name a directory with --data"
        }
    }

    private static func sentence(_ error: StoreError, _ directory: String) -> String {
        switch error {
        case .alreadyOpen:
            "the data directory \(directory) is in use by another node: end that one, "
                + "or name another directory with --data"
        case .notAStore(let path):
            "\(path) is no file of a Myelin node and was left as it is: name an empty or new directory with --data"
        case .truncated(let path):
            "\(path) is incomplete and was left as it is: restore the directory from a copy, "
                + "or name a new one with --data"
        case .damaged(let path, let finding):
            "\(path) is damaged and was left as it is (\(finding)): restore the directory from a copy, "
                + "or make a new one from an export with `myelin import`"
        case .inaccessible(let path, let code):
            "\(path) cannot be created or opened (\(String(cString: strerror(code)))): "
                + "correct its permissions, or name another directory with --data"
        case .diskFull:
            "there is no room for a chain in \(directory): make room, or name another directory with --data"
        default: "the chain in \(directory) cannot be opened: \(error)"
        }
    }
}

import ArgumentParser
import Client
import Cryptography
import Foundation
import Primitives
import RuntimeInterface

/// `myelin register`: makes a hotkey a neuron of a subnet.
struct RegisterCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "register",
        abstract: "Register a hotkey on a subnet, for the burn price or by proof of work.",
        discussion: """
            Without --pow the coldkey pays the subnet's burn price. With --pow it pays nothing, not even a fee: this \
            machine searches for a nonce, on all its cores unless --threads says otherwise, where the subnet's owner \
            allows it. A hotkey that is registered keeps its UID.
            """)

    @Option(help: "The chain's endpoint.")
    var url = "ws://127.0.0.1:9944"

    @Option(help: "The subnet's number.")
    var netuid: UInt16

    @Option(
        help: """
            Key URI of the coldkey, which signs and owns the hotkey. A URI such as //Bob names a development key that \
            everybody can derive: good for a chain on your own machine, never for TAO of value.
            """)
    var coldkey: String

    @Option(help: "The hotkey to register: its SS58 address, or a key URI.")
    var hotkey: String

    @Flag(help: "Register by proof of work.")
    var pow = false

    @Option(help: "With --pow: threads that search at the same time; by default one a core.")
    var threads: Int?

    @Option(help: "With --pow: seconds after which the search is given up.")
    var timeout = 300

    @OptionGroup var logging: LogOptions

    func validate() throws {
        do { _ = try Endpoint(url) } catch { throw ValidationError("\(error)") }
        do { _ = try Keypair(uri: coldkey) } catch { throw ValidationError("--coldkey is no key URI: \(error)") }
        guard account != nil else { throw ValidationError("--hotkey is neither an SS58 address nor a key URI") }
        guard pow || threads == nil else { throw ValidationError("--threads needs --pow") }
        guard (threads ?? 1) > 0, timeout > 0 else { throw ValidationError("--threads and --timeout are above 0") }
    }

    /// The hotkey's account; `nil` where the text names none.
    private var account: AccountID? {
        (try? AccountID(ss58: hotkey)) ?? (try? Keypair(uri: hotkey).accountID)
    }

    func run() async throws {
        ParentWatch.begin()
        guard let account else { return }
        let signer = try Keypair(uri: coldkey)
        let client = try await ChainClient.connect(to: url, logger: logging.logger(.client))
        let netuid = NetUID(netuid)
        guard try await client.storage(Subtensor.networksAdded, netuid) else {
            throw CommandFailure("there is no subnet \(netuid) on the chain at \(url)")
        }
        guard pow else {
            let (uid, inclusion) = try await client.register(hotkey: account, on: netuid, by: signer)
            report(uid, inclusion)
            return
        }
        let solver = WorkSolver(taskCount: threads ?? ProcessInfo.processInfo.activeProcessorCount)
        let result = try await client.registerByWork(
            hotkey: account, on: netuid, by: signer, solver: solver, timeout: .seconds(timeout))
        report(result.uid, result.inclusion)
        if result.inclusion != nil { Output.line("it took about \(result.tried) nonces") }
    }

    private func report(_ uid: UID, _ inclusion: Inclusion?) {
        if let inclusion {
            Output.line("registered with UID \(uid) in block \(inclusion.blockNumber)")
        } else {
            Output.line("the hotkey was registered before, with UID \(uid)")
        }
    }
}

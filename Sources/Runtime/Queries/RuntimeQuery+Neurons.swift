import Frame
import RuntimeInterface
import SCALE
import SubtensorPallets

/// Answers about neurons and delegates.
extension RuntimeQuery {
    func neurons(_ state: borrowing State) throws(RuntimeCallError) -> [UInt8] {
        try answer(NeuronInfoAPI.getNeurons) { Subtensor.neurons(on: $0, in: state) }
    }

    func neuron(_ state: borrowing State) throws(RuntimeCallError) -> [UInt8] {
        try answer(NeuronInfoAPI.getNeuron) { Subtensor.neuron($1, on: $0, in: state) }
    }

    func neuronsLite(_ state: borrowing State) throws(RuntimeCallError) -> [UInt8] {
        try answer(NeuronInfoAPI.getNeuronsLite) { Subtensor.neuronsLite(on: $0, in: state) }
    }

    func neuronLite(_ state: borrowing State) throws(RuntimeCallError) -> [UInt8] {
        try answer(NeuronInfoAPI.getNeuronLite) { Subtensor.neuronLite($1, on: $0, in: state) }
    }

    func delegates(_ state: borrowing State) throws(RuntimeCallError) -> [UInt8] {
        try answer(DelegateInfoAPI.getDelegates) { Subtensor.delegates(in: state) }
    }

    func delegate(_ state: borrowing State) throws(RuntimeCallError) -> [UInt8] {
        try answer(DelegateInfoAPI.getDelegate) { Subtensor.delegate($0, in: state) }
    }

    func delegations(_ state: borrowing State) throws(RuntimeCallError) -> [UInt8] {
        try answer(DelegateInfoAPI.getDelegated) { Subtensor.delegations(of: $0, in: state) }
    }
}

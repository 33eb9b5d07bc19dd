import Frame
import RuntimeInterface
import SCALE
import SubtensorPallets

/// Answers about subnets.
extension RuntimeQuery {
    func subnetInfo(_ state: borrowing State) throws(RuntimeCallError) -> [UInt8] {
        try answer(SubnetInfoAPI.getSubnetInfo) { Subtensor.subnetInfoV1(of: $0, in: state) }
    }

    func subnetInfos(_ state: borrowing State) throws(RuntimeCallError) -> [UInt8] {
        try answer(SubnetInfoAPI.getSubnetsInfo) { Subtensor.subnetInfosV1(in: state) }
    }

    func subnetInfoV2(_ state: borrowing State) throws(RuntimeCallError) -> [UInt8] {
        try answer(SubnetInfoAPI.getSubnetInfoV2) { Subtensor.subnetInfo(of: $0, in: state) }
    }

    func subnetInfosV2(_ state: borrowing State) throws(RuntimeCallError) -> [UInt8] {
        try answer(SubnetInfoAPI.getSubnetsInfoV2) { Subtensor.subnetInfos(in: state) }
    }

    func hyperparameters(_ state: borrowing State) throws(RuntimeCallError) -> [UInt8] {
        try answer(SubnetInfoAPI.getSubnetHyperparams) { Subtensor.hyperparameters(of: $0, in: state) }
    }

    func hyperparametersV2(_ state: borrowing State) throws(RuntimeCallError) -> [UInt8] {
        try answer(SubnetInfoAPI.getSubnetHyperparamsV2) { Subtensor.hyperparametersV2(of: $0, in: state) }
    }

    func hyperparametersV3(_ state: borrowing State) throws(RuntimeCallError) -> [UInt8] {
        try answer(SubnetInfoAPI.getSubnetHyperparamsV3) { Subtensor.hyperparametersV3(of: $0, in: state) }
    }

    func dynamicInfo(_ state: borrowing State) throws(RuntimeCallError) -> [UInt8] {
        try answer(SubnetInfoAPI.getDynamicInfo) { Subtensor.dynamicInfo(of: $0, in: state) }
    }

    func dynamicInfos(_ state: borrowing State) throws(RuntimeCallError) -> [UInt8] {
        try answer(SubnetInfoAPI.getAllDynamicInfo) { Subtensor.dynamicInfos(in: state) }
    }

    func metagraph(_ state: borrowing State) throws(RuntimeCallError) -> [UInt8] {
        try answer(SubnetInfoAPI.getMetagraph) { Subtensor.metagraph(of: $0, in: state) }
    }

    func metagraphs(_ state: borrowing State) throws(RuntimeCallError) -> [UInt8] {
        try answer(SubnetInfoAPI.getAllMetagraphs) { Subtensor.metagraphs(in: state) }
    }

    func mechagraph(_ state: borrowing State) throws(RuntimeCallError) -> [UInt8] {
        try answer(SubnetInfoAPI.getMechagraph) { Subtensor.metagraph(of: $0, mechanism: $1, in: state) }
    }

    func mechagraphs(_ state: borrowing State) throws(RuntimeCallError) -> [UInt8] {
        try answer(SubnetInfoAPI.getAllMechagraphs) { Subtensor.mechagraphs(in: state) }
    }

    func selectiveMetagraph(_ state: borrowing State) throws(RuntimeCallError) -> [UInt8] {
        try answer(SubnetInfoAPI.getSelectiveMetagraph) { Subtensor.selectiveMetagraph(of: $0, $1, in: state) }
    }

    func selectiveMechagraph(_ state: borrowing State) throws(RuntimeCallError) -> [UInt8] {
        try answer(SubnetInfoAPI.getSelectiveMechagraph) {
            Subtensor.selectiveMetagraph(of: $0, mechanism: $1, $2, in: state)
        }
    }

    func subnetState(_ state: borrowing State) throws(RuntimeCallError) -> [UInt8] {
        try answer(SubnetInfoAPI.getSubnetState) { Subtensor.subnetState(of: $0, in: state) }
    }

    func subnetToPrune(_ state: borrowing State) throws(RuntimeCallError) -> [UInt8] {
        try answer(SubnetInfoAPI.getSubnetToPrune) { Subtensor.subnetToPrune(in: state) }
    }

    func subnetAccount(_ state: borrowing State) throws(RuntimeCallError) -> [UInt8] {
        try answer(SubnetInfoAPI.getSubnetAccountID) { Subtensor.account(ofSubnet: $0, in: state) }
    }

    func nextEpochStart(_ state: borrowing State) throws(RuntimeCallError) -> [UInt8] {
        try answer(SubnetInfoAPI.getNextEpochStartBlock) { Subtensor.nextEpochStart(of: $0, in: state) }
    }

    func blockEmission(_ state: borrowing State) throws(RuntimeCallError) -> [UInt8] {
        try answer(SubnetInfoAPI.getBlockEmission) { Subtensor.taoEmissionOfBlock(in: state) }
    }

    func autoStakeHotkey(_ state: borrowing State) throws(RuntimeCallError) -> [UInt8] {
        try answer(SubnetInfoAPI.getColdkeyAutoStakeHotkey) { Subtensor.autoStakeHotkey(of: $0, on: $1, in: state) }
    }

    func registrationCost(_ state: borrowing State) throws(RuntimeCallError) -> [UInt8] {
        try answer(SubnetRegistrationAPI.getNetworkRegistrationCost) { Subtensor.networkRegistrationCost(in: state) }
    }
}

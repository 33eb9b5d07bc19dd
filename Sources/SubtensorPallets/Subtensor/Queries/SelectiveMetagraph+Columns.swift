import Primitives
import RuntimeInterface
import SCALE

/// The columns of a metagraph, by the index with which a client asks for each.
/// Source: pallets/subtensor/src/rpc_info/metagraph.rs, `SelectiveMetagraphIndex`; 74 to 76 as the interface orders
/// them.
extension SelectiveMetagraph {
    /// The columns that are not taken from the metagraph: UIDs of validators and neurons' commitments.
    static let validatorsIndex: UInt16 = 72
    static let commitmentsIndex: UInt16 = 73

    /// The asked columns of `full`. Indices that mean nothing are passed over; the netuid is always there.
    init(_ indices: [UInt16], of full: Metagraph) {
        self = .empty(full.netuid)
        for index in indices {
            switch index {
            case 1...21: setSubnet(index, from: full)
            case 22...51: setHyperparameter(index, from: full)
            default: setNeurons(index, from: full)
            }
        }
    }

    /// The subnet itself: names, owner, epochs, pool.
    private mutating func setSubnet(_ index: UInt16, from full: Metagraph) {
        switch index {
        case 1: name = full.name
        case 2: symbol = full.symbol
        case 3: identity = full.identity
        case 4: networkRegisteredAt = Compact(full.networkRegisteredAt)
        case 5: ownerHotkey = full.ownerHotkey
        case 6: ownerColdkey = full.ownerColdkey
        case 7: block = Compact(full.block)
        case 8: tempo = Compact(full.tempo)
        case 9: lastStep = Compact(full.lastStep)
        case 10: blocksSinceLastStep = Compact(full.blocksSinceLastStep)
        case 11: subnetEmission = Compact(full.subnetEmission)
        case 12: alphaIn = Compact(full.alphaIn)
        case 13: alphaOut = Compact(full.alphaOut)
        case 14: taoIn = Compact(full.taoIn)
        case 15: alphaOutEmission = Compact(full.alphaOutEmission)
        case 16: alphaInEmission = Compact(full.alphaInEmission)
        case 17: taoInEmission = Compact(full.taoInEmission)
        case 18: pendingAlphaEmission = Compact(full.pendingAlphaEmission)
        case 19: pendingRootEmission = Compact(full.pendingRootEmission)
        case 20: subnetVolume = Compact(full.subnetVolume)
        case 21: movingPrice = full.movingPrice
        default: break
        }
    }

    /// Hyper-parameters.
    private mutating func setHyperparameter(_ index: UInt16, from full: Metagraph) {
        switch index {
        case 22: rho = Compact(full.rho)
        case 23: kappa = Compact(full.kappa)
        case 24: minAllowedWeights = Compact(full.minAllowedWeights)
        case 25: maxWeightsLimit = Compact(full.maxWeightsLimit)
        case 26: weightsVersion = Compact(full.weightsVersion)
        case 27: weightsRateLimit = Compact(full.weightsRateLimit)
        case 28: activityCutoff = Compact(full.activityCutoff)
        case 29: maxValidators = Compact(full.maxValidators)
        case 30: numUIDs = Compact(full.numUIDs)
        case 31: maxUIDs = Compact(full.maxUIDs)
        case 32: burn = Compact(full.burn)
        case 33: difficulty = Compact(full.difficulty)
        case 34: registrationAllowed = full.registrationAllowed
        case 35: powRegistrationAllowed = full.powRegistrationAllowed
        case 36: immunityPeriod = Compact(full.immunityPeriod)
        case 37: minDifficulty = Compact(full.minDifficulty)
        case 38: maxDifficulty = Compact(full.maxDifficulty)
        case 39: minBurn = Compact(full.minBurn)
        case 40: maxBurn = Compact(full.maxBurn)
        case 41: adjustmentAlpha = Compact(full.adjustmentAlpha)
        case 42: adjustmentInterval = Compact(full.adjustmentInterval)
        case 43: targetRegsPerInterval = Compact(full.targetRegsPerInterval)
        case 44: maxRegsPerBlock = Compact(full.maxRegsPerBlock)
        case 45: servingRateLimit = Compact(full.servingRateLimit)
        case 46: commitRevealWeightsEnabled = full.commitRevealWeightsEnabled
        case 47: commitRevealPeriod = Compact(full.commitRevealPeriod)
        case 48: liquidAlphaEnabled = full.liquidAlphaEnabled
        case 49: alphaHigh = Compact(full.alphaHigh)
        case 50: alphaLow = Compact(full.alphaLow)
        case 51: bondsMovingAvg = Compact(full.bondsMovingAvg)
        default: break
        }
    }

    /// Columns by UID.
    private mutating func setNeurons(_ index: UInt16, from full: Metagraph) {
        switch index {
        case 52: hotkeys = full.hotkeys
        case 53: coldkeys = full.coldkeys
        case 54: identities = full.identities
        case 55: axons = full.axons
        case 56: active = full.active
        case 57: validatorPermit = full.validatorPermit
        case 58: pruningScore = full.pruningScore
        case 59: lastUpdate = full.lastUpdate
        case 60: emission = full.emission
        case 61: dividends = full.dividends
        case 62: incentives = full.incentives
        case 63: consensus = full.consensus
        case 64: trust = full.trust
        case 65: rank = full.rank
        case 66: blockAtRegistration = full.blockAtRegistration
        case 67: alphaStake = full.alphaStake
        case 68: taoStake = full.taoStake
        case 69: totalStake = full.totalStake
        case 70: taoDividendsPerHotkey = full.taoDividendsPerHotkey
        case 71: alphaDividendsPerHotkey = full.alphaDividendsPerHotkey
        case 74: collateralLocked = full.collateralLocked
        case 75: collateralMin = full.collateralMin
        case 76: collateralEarned = full.collateralEarned
        default: break
        }
    }

    /// A metagraph of which nothing was asked.
    private static func empty(_ netuid: NetUID) -> SelectiveMetagraph {
        SelectiveMetagraph(
            netuid: netuid, name: nil, symbol: nil, identity: nil, networkRegisteredAt: nil, ownerHotkey: nil,
            ownerColdkey: nil, block: nil, tempo: nil, lastStep: nil, blocksSinceLastStep: nil, subnetEmission: nil,
            alphaIn: nil, alphaOut: nil, taoIn: nil, alphaOutEmission: nil, alphaInEmission: nil, taoInEmission: nil,
            pendingAlphaEmission: nil, pendingRootEmission: nil, subnetVolume: nil, movingPrice: nil, rho: nil,
            kappa: nil, minAllowedWeights: nil, maxWeightsLimit: nil, weightsVersion: nil, weightsRateLimit: nil,
            activityCutoff: nil, maxValidators: nil, numUIDs: nil, maxUIDs: nil, burn: nil, difficulty: nil,
            registrationAllowed: nil, powRegistrationAllowed: nil, immunityPeriod: nil, minDifficulty: nil,
            maxDifficulty: nil, minBurn: nil, maxBurn: nil, adjustmentAlpha: nil, adjustmentInterval: nil,
            targetRegsPerInterval: nil, maxRegsPerBlock: nil, servingRateLimit: nil, commitRevealWeightsEnabled: nil,
            commitRevealPeriod: nil, liquidAlphaEnabled: nil, alphaHigh: nil, alphaLow: nil, bondsMovingAvg: nil,
            hotkeys: nil, coldkeys: nil, identities: nil, axons: nil, active: nil, validatorPermit: nil,
            pruningScore: nil, lastUpdate: nil, emission: nil, dividends: nil, incentives: nil, consensus: nil,
            trust: nil, rank: nil, blockAtRegistration: nil, alphaStake: nil, taoStake: nil, totalStake: nil,
            taoDividendsPerHotkey: nil, alphaDividendsPerHotkey: nil, validators: nil, commitments: nil,
            collateralLocked: nil, collateralMin: nil, collateralEarned: nil)
    }
}

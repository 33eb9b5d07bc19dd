import Primitives
import RuntimeInterface

extension CallScenarios {
    /// Calls that always fail, whoever sends them and with whatever arguments, and the error that each answers with.
    /// Their failing is what costs: it is measured, with arguments of the right kind.
    static let alwaysFailing: [String: DispatchError] = [
        "SubtensorModule.schedule_swap_coldkey": .subtensor(.deprecated),
        "AdminUtils.sudo_set_total_issuance": .adminUtils(.deprecated),
        "Swap.toggle_user_liquidity": .swap(.deprecated),
        "Swap.add_liquidity": .swap(.deprecated),
        "Swap.remove_liquidity": .swap(.deprecated),
        "Swap.modify_position": .swap(.deprecated),
        "Swap.disable_lp": .swap(.deprecated),
    ]
}

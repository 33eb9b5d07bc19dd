"""What other issues bring: intents that must be refused with an error that names what is missing, and reads."""

BASKETS = "baskets of root validators"
COLLATERAL = "collateral of miners"
CROWDLOANS = "crowdloans"
EVM = "EVM"
LEASES = "leases"
LOCKS = "locks and conviction"
MULTISIG = "multisig accounts"
PROXIES = "proxies"
TIMELOCKS = "weights locked in time by drand"


def intents(hot, cold, netuid):
    """{intent with a detail, as in the table: (what it belongs to, arguments)}."""
    call = {"op": "transfer", "dest_ss58": cold, "amount_tao": 1}
    timepoint = {"height": 1, "index": 1}
    signers = {"threshold": 2, "other_signatories": [hot], "call": call}
    loan = {"crowdloan_id": 0}
    leg = {"origin_netuid": 0, "dest_netuid": netuid, "amount": 1}
    return {
        "add_collateral": (COLLATERAL, {"netuid": netuid, "amount_alpha": 1}),
        "set_min_collateral": (COLLATERAL, {"netuid": netuid, "min_alpha": 1}),
        "add_proxy": (PROXIES, {"delegate_ss58": cold}),
        "create_pure_proxy": (PROXIES, {}),
        "execute_proxy_announced": (
            PROXIES,
            {
                "delegate_ss58": cold,
                "real_ss58": cold,
                "inner_op": "transfer",
                "inner_args": {"dest_ss58": cold, "amount_tao": 1},
            },
        ),
        "kill_pure_proxy": (PROXIES, {"spawner_ss58": cold, "height": 1, "ext_index": 1}),
        "remove_proxies": (PROXIES, {}),
        "remove_proxy": (PROXIES, {"delegate_ss58": cold}),
        "associate_evm_key": (
            EVM,
            {"netuid": netuid, "evm_key": "0x" + "11" * 20, "block_number": 1, "signature": "0x" + "00" * 65},
        ),
        "evm_withdraw": (EVM, {"amount_tao": 1}),
        "commit_weights": (TIMELOCKS, {"netuid": netuid, "uids": [0], "weights": [1.0]}),
        "multisig_approve": (MULTISIG, signers),
        "multisig_cancel": (MULTISIG, {**signers, "timepoint": timepoint}),
        "multisig_execute": (MULTISIG, signers),
        "multisig_threshold_1": (MULTISIG, {"other_signatories": [hot], "call": call}),
        "create_crowdloan": (
            CROWDLOANS,
            {"deposit_tao": 10, "min_contribution_tao": 1, "cap_tao": 100, "end": 10_000, "target_ss58": cold},
        ),
        "contribute_crowdloan": (CROWDLOANS, {**loan, "amount_tao": 1}),
        "dissolve_crowdloan": (CROWDLOANS, loan),
        "finalize_crowdloan": (CROWDLOANS, loan),
        "refund_crowdloan": (CROWDLOANS, loan),
        "set_crowdloan_max_contribution": (CROWDLOANS, {**loan, "new_max_contribution_tao": 5}),
        "update_crowdloan_cap": (CROWDLOANS, {**loan, "new_cap_tao": 5}),
        "update_crowdloan_end": (CROWDLOANS, {**loan, "new_end": 10_000}),
        "update_crowdloan_min_contribution": (CROWDLOANS, {**loan, "new_min_contribution_tao": 1}),
        "withdraw_crowdloan": (CROWDLOANS, loan),
        "register_leased_network": (LEASES, {"emissions_share": 10}),
        "terminate_lease": (LEASES, {"lease_id": 0}),
        "lock_stake": (LOCKS, {"netuid": netuid, "amount_alpha": 1}),
        "move_lock": (LOCKS, {"netuid": netuid, "destination_hotkey_ss58": hot}),
        "set_perpetual_lock": (LOCKS, {"netuid": netuid, "enabled": True}),
        "set_reject_locked_alpha": (LOCKS, {"enabled": True}),
        "claim_root_with_hotkey": (BASKETS, {"hotkey_ss58": hot}),
        "stake_into_basket": (BASKETS, {"hotkey_ss58": hot, "amount_tao": 1}),
        "swap_basket": (BASKETS, {"hotkey_ss58": hot, **leg}),
        "set_hyperparameter collateral_drain_ratio": (
            COLLATERAL,
            {"netuid": netuid, "name": "collateral_drain_ratio", "value": 2.0},
        ),
        "set_hyperparameter collateral_lock_share": (
            COLLATERAL,
            {"netuid": netuid, "name": "collateral_lock_share", "value": 0.5},
        ),
        "set_hyperparameter owner_cut_auto_lock_enabled": (
            LOCKS,
            {"netuid": netuid, "name": "owner_cut_auto_lock_enabled", "value": True},
        ),
        "swap_basket_many": (BASKETS, {"hotkey_ss58": hot, "legs": [leg]}),
    }


READS = {
    "accepts_locked_alpha": LOCKS,
    "associated_evm_key": EVM,
    "basket_position": BASKETS,
    "basket_trading_status": BASKETS,
    "crowdloan": CROWDLOANS,
    "crowdloan_contributors": CROWDLOANS,
    "crowdloans": CROWDLOANS,
    "lease": LEASES,
    "leases": LEASES,
    "locks_for_hotkey": LOCKS,
    "miner_collateral": COLLATERAL,
    "multisig": MULTISIG,
    "proxies": PROXIES,
    "root_basket_portfolio": BASKETS,
    "root_basket_total_nav": BASKETS,
    "subnet_collateral": COLLATERAL,
    "validator_basket_nav": BASKETS,
    "validator_basket_summary": BASKETS,
}

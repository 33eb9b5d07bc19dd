"""Everyday commands of the btcli of bittensor 11.3.0."""

from network import TAO, calls, equal, sm

from .effects import exists, holds, read, registered, staked, stored
from .lanes import Command

PHRASE = "bottom drive obey lake curtain smoke basket hold race lonely fit walk"
PHRASE_ADDRESS = "5DfhGyQdFobKM8NsWvEeAKk5EQQgYe9AydgJ7rMB6E1EqRzV"


def person(at, name):
    """Options of a command that changes something, as this person."""
    return f"--wallet-path {at.wallets} --wallet {name} --wallet-hotkey hot {at.node} --yes"


def keys(at):
    """Files of keys, settings and the address book: no node."""
    new = f"--wallet-path {at.wallets} --no-password"
    return [
        Command("wallet create", f"wallet create --wallet dan --wallet-hotkey hot {new}", ("mnemonic",)),
        Command("wallet new-coldkey", f"wallet new-coldkey --wallet eve {new}", ("mnemonic",)),
        Command(
            "wallet new-hotkey",
            f"wallet new-hotkey --wallet eve --wallet-hotkey second --wallet-path {at.wallets}",
            ("mnemonic",),
        ),
        Command(
            "wallet regen-coldkey",
            f"wallet regen-coldkey --wallet fay {new} --mnemonic '{PHRASE}'",
            (PHRASE_ADDRESS,),
        ),
        Command(
            "wallet regen-hotkey",
            f"wallet regen-hotkey --wallet fay --wallet-hotkey hot --wallet-path {at.wallets} --mnemonic '{PHRASE}'",
            (PHRASE_ADDRESS,),
        ),
        Command(
            "wallet show",
            f"wallet show --wallet fay --wallet-hotkey hot --wallet-path {at.wallets}",
            (PHRASE_ADDRESS,),
        ),
        Command("wallet list", f"wallet list --wallet-path {at.wallets}", ("dan", "eve", "second")),
        Command(
            "wallet sign",
            f"wallet sign --wallet fay --wallet-path {at.wallets} --message hello --json",
            ("signed_message", PHRASE_ADDRESS),
        ),
        Command("config set", "config set wallet ada", ("ada",)),
        Command("config get", "config get wallet", ("ada",)),
        Command("config unset", "config unset wallet", ("unset",)),
        Command("addr add", f"addr add fay {PHRASE_ADDRESS}", ("fay",)),
        Command("addr list", "addr list", ("fay", PHRASE_ADDRESS)),
        Command("misc convert", "misc convert 1.5", ("1500000000",)),
        Command("explain", "explain insufficient_balance", ("balance",)),
        Command("tools", "tools", ("add_stake", "input_schema")),
    ]


def owner(at):
    """Ada makes a subnet and runs it."""
    ada, netuid = person(at, "ada"), at.created
    return [
        Command("subnets create-cost", f"subnets create-cost {at.node}", ("τ",)),
        Command("subnets create", f"subnets create {ada}", effect=stored(sm.SubnetOwner, netuid, value=at.ada_cold)),
        Command(
            "hparams check-start", f"hparams check-start --netuid {at.created} {at.node}", ("earliest_start_block",)
        ),
        Command(
            "hparams start",
            f"hparams start --netuid {at.created} {ada}",
            effect=exists(sm.FirstEmissionBlockNumber, netuid),
        ),
        Command("hparams start (again)", f"hparams start --netuid {at.created} {ada}", ("already",), status=1),
        Command(
            "hparams set-identity",
            f"hparams set-identity --netuid {at.created} --name Looms --url https://looms.example "
            f"--description cloth {ada}",
            effect=read("subnet_identity", netuid=netuid, gives=lambda identity: identity["subnet_name"] == "Looms"),
        ),
        Command("hparams get-identity", f"hparams get-identity {at.created} {at.node}", ("Looms", "cloth")),
        Command("hparams get", f"hparams get --netuid {at.created} {at.node}", ("immunity_period", "5000")),
        Command(
            "hparams set",
            f"hparams set --netuid {at.created} --name immunity_period --value 4321 {ada}",
            effect=stored(sm.ImmunityPeriod, netuid, value=4321),
        ),
        Command(
            "hparams set (not the owner)",
            f"hparams set --netuid {at.netuid} --name immunity_period --value 4321 {ada}",
            ("BadOrigin",),
            status=1,
        ),
        Command(
            "hparams set max_allowed_uids",
            f"hparams set --netuid {at.created} --name max_allowed_uids --value 100 {ada}",
            effect=stored(sm.MaxAllowedUids, netuid, value=100),
        ),
        Command("subnets hyperparameters", f"subnets hyperparameters {at.created} {at.node}", ("4321",)),
        Command(
            "hparams mechanisms count",
            f"hparams mechanisms count --netuid {at.created} --value 2 {ada}",
            effect=stored(sm.MechanismCountCurrent, netuid, value=2),
        ),
        Command(
            "hparams mechanisms emissions",
            f"hparams mechanisms emissions --netuid {at.created} {at.node}",
            ("split",),
        ),
        Command(
            "hparams set-symbol",
            f"hparams set-symbol --netuid {at.created} --symbol ω {ada}",
            effect=read("token_symbols", gives=lambda symbols: symbols[netuid] == "ω"),
        ),
        Command("stake burn", f"stake burn --netuid {at.created} --amount 2 {ada} --no-mev-shield", ("extrinsic",)),
        Command(
            "hparams trim",
            f"hparams trim --netuid {at.created} --max-n 64 {ada}",
            effect=stored(sm.MaxAllowedUids, netuid, value=64),
        ),
    ]


def staker(at):
    """Bob gets a UID, stakes on Cyd's hotkey and moves his stake around."""
    bob, clear = person(at, "bob"), "--no-mev-shield"
    cold, hot, cyd, netuid, other = (at.bob_cold, at.bob_hot, at.cyd_hot, at.netuid, at.other)
    return [
        Command(
            "wallet transfer",
            f"wallet transfer --dest {at.dee_cold} --amount 5 {bob}",
            effect=holds(cold, 1990 * TAO, 1995 * TAO),
        ),
        Command(
            "wallet transfer (dry run)",
            f"wallet transfer --dest {at.dee_cold} --amount 5 {bob} --dry-run",
            ("fee",),
            effect=holds(cold, 1990 * TAO),
        ),
        Command(
            "wallet transfer (too much)",
            f"wallet transfer --dest {at.dee_cold} --amount 5000 {bob}",
            ("FundsUnavailable",),
            status=1,
            effect=holds(cold, 1990 * TAO),
        ),
        Command("subnets register", f"subnets register --netuid {at.netuid} {bob}", effect=registered(hot, netuid)),
        Command(
            "subnets register (again)",
            f"subnets register --netuid {at.netuid} {bob}",
            ("HotKeyAlreadyRegisteredInSubNet",),
            status=1,
        ),
        Command(
            "stake add",
            f"stake add --netuid {at.netuid} --amount 20 --hotkey {at.cyd_hot} {bob}",
            effect=staked(cold, cyd, netuid),
        ),
        Command(
            "stake add (in the clear)",
            f"stake add --netuid {at.other} --amount 20 --hotkey {at.cyd_hot} {bob} {clear}",
            effect=staked(cold, cyd, other),
        ),
        Command("stake list", f"stake list --coldkey {at.bob_cold} {at.node}", ("total",)),
        Command(
            "stake show",
            f"stake show --hotkey {at.cyd_hot} --netuid {at.netuid} --coldkey {at.bob_cold} {at.node}",
            ("stake_amount",),
        ),
        Command(
            "stake move",
            f"stake move --netuid {at.netuid} --origin-hotkey {at.cyd_hot} --dest-hotkey {at.bob_hot} --amount 0.3 "
            f"{bob} {clear}",
            effect=staked(cold, hot, netuid, least=3 * TAO // 10 - 10, most=3 * TAO // 10 + TAO // 10),
        ),
        Command(
            "stake swap",
            f"stake swap --hotkey {at.cyd_hot} --origin-netuid {at.netuid} --dest-netuid {at.other} --amount 0.3 "
            f"--rate-tolerance 0.5 {bob} {clear}",
            effect=staked(cold, cyd, other),
        ),
        Command(
            "stake move-swap",
            f"stake move-swap --origin-hotkey {at.cyd_hot} --dest-hotkey {at.bob_hot} --origin-netuid {at.netuid} "
            f"--dest-netuid {at.other} --amount 0.3 --rate-tolerance 0.5 {bob} {clear}",
            effect=staked(cold, hot, other),
        ),
        Command(
            "stake transfer",
            f"stake transfer --dest {at.ada_cold} --hotkey {at.cyd_hot} --netuid {at.netuid} --amount 0.3 {bob} {clear}",
            effect=staked(at.ada_cold, cyd, netuid),
        ),
        Command(
            "stake remove",
            f"stake remove --netuid {at.netuid} --hotkey {at.cyd_hot} --amount 0.3 {bob} {clear}",
            ("extrinsic",),
        ),
        Command(
            "stake unstake-all",
            f"stake unstake-all --hotkey {at.cyd_hot} {bob} {clear}",
            effect=staked(cold, cyd, netuid, least=0, most=0),
        ),
        Command(
            "stake set-auto",
            f"stake set-auto --netuid {at.netuid} --hotkey {at.cyd_hot} {bob}",
            effect=read("auto_stake", coldkey_ss58=cold, netuid=netuid, gives=lambda found: found == cyd),
        ),
        Command("stake auto", f"stake auto --coldkey {at.bob_cold} {at.node}", (at.cyd_hot,)),
        Command(
            "wallet set-identity",
            f"wallet set-identity --name Bob --description miner {bob}",
            effect=read("identity", coldkey_ss58=cold, gives=lambda identity: identity["name"] == "Bob"),
        ),
        Command("wallet get-identity", f"wallet get-identity --coldkey {at.bob_cold} {at.node}", ("Bob", "miner")),
        Command(
            "misc axon set",
            f"misc axon set --netuid {at.netuid} --ip 203.0.113.9 --port 8091 {bob}",
            effect=lambda net: axon_port(net, netuid, hot, 8091),
        ),
        Command(
            "misc axon reset",
            f"misc axon reset --netuid {at.netuid} {bob}",
            effect=lambda net: axon_port(net, netuid, hot, 1),
        ),
    ]


async def axon_port(net, netuid, hot, port):
    equal((await net.value(sm.Axons, netuid, hot))["port"], port, "the port of the axon")


def validator(at):
    """What anybody reads, and Cyd's weights, takes and children."""
    cyd, hot, netuid = person(at, "cyd"), at.cyd_hot, at.netuid
    look = f"--wallet-path {at.wallets} --wallet cyd --wallet-hotkey hot {at.node}"
    return [
        Command("subnets list", f"subnets list {at.node}", ("β",)),
        Command("subnets show", f"subnets show {at.netuid} {at.node}", ("tempo",)),
        Command("subnets price", f"subnets price --netuid {at.netuid} {at.node}", ("tao_per_alpha",)),
        Command("subnets burn-cost", f"subnets burn-cost {at.netuid} {at.node}", ("burn_cost",)),
        Command("subnets metagraph", f"subnets metagraph {at.netuid} {at.node}", ("hotkey",)),
        Command("wallet balance", f"wallet balance {look}", ("cyd",)),
        Command("wallet balance --all", f"wallet balance --all {look}", ("ada", "bob", "cyd")),
        Command("wallet overview", f"wallet overview {look}", ("total",)),
        Command("wallet inspect", f"wallet inspect {look}", ("no on-chain identity",)),
        Command("wallet registrations", f"wallet registrations {look}", (at.cyd_hot,)),
        Command("query metagraph", f"query metagraph --netuid {at.netuid} {at.node} --json", (at.cyd_hot,)),
        Command("query alpha-prices", f"query alpha-prices {at.node} --json", ('"0": 1.0',)),
        Command(
            "misc weights set",
            f"misc weights set --netuid {at.netuid} --uids 1 --weights 1 {cyd}",
            effect=read("weights", netuid=netuid, gives=lambda rows: rows[1] == {1: 1.0}),
        ),
        Command("hparams get-take", f"hparams get-take {look}", ("18.00%",)),
        Command(
            "hparams set-take", f"hparams set-take --take 0.1 {cyd}", effect=stored(sm.Delegates, hot, value=6554)
        ),
        Command(
            "stake child set",
            f"stake child set --netuid {at.netuid} --children '[[0.5, \"{at.dee_hot}\"]]' {cyd}",
            effect=read("pending_children", hotkey_ss58=hot, netuid=netuid, gives=lambda p: len(p["children"]) == 1),
        ),
        Command("stake child get", f"stake child get --netuid {at.netuid} {look}", (at.cyd_hot,)),
        Command(
            "stake child take",
            f"stake child take --netuid {at.netuid} --take 0.1 {cyd}",
            effect=stored(sm.ChildkeyTake, hot, netuid, value=6554),
        ),
        Command("call", f'call System.remark --args \'{{"remark": "0x01"}}\' {cyd}', ("extrinsic",)),
        Command("root list", f"root list {at.node}", ("fund",)),
        Command("root register", f"root register {cyd}", effect=registered(hot, 0)),
        Command(
            "tx add-proxy (left for later)", f"tx add-proxy --delegate {at.dee_cold} {cyd}", ("Proxy",), status=1
        ),
        Command(
            "subnets list (nobody answers)",
            "subnets list --network ws://127.0.0.1:1 --fallback-endpoints none --archive-endpoints none",
            ("Connect call failed",),
            status=1,
        ),
    ]


async def short_delays(net):
    au = calls.AdminUtils
    await net.root(au.sudo_set_coldkey_swap_announcement_delay(duration=2))
    await net.root(au.sudo_set_coldkey_swap_reannouncement_delay(duration=2))


def swapper(at):
    """Dee changes keys."""
    dee, netuid = person(at, "dee"), at.netuid
    return [
        Command(
            "tx burned-register",
            f"tx burned-register --netuid {at.netuid} {dee}",
            effect=registered(at.dee_hot, netuid),
        ),
        Command(
            "wallet associate-hotkey",
            f"wallet associate-hotkey --hotkey {at.dee_second} {person(at, 'cyd')}",
            effect=read("hotkey_owner", hotkey_ss58=at.dee_second, gives=lambda o: o == at.cyd_cold),
        ),
        Command(
            "wallet swap-hotkey",
            f"wallet swap-hotkey --new-hotkey {PHRASE_ADDRESS} --netuid {at.netuid} {dee}",
            effect=registered(PHRASE_ADDRESS, netuid),
        ),
        Command(
            "wallet announce-coldkey-swap",
            f"wallet announce-coldkey-swap --new-coldkey {at.heir} {dee}",
            before=short_delays,
            effect=read("coldkey_swap_announcement", coldkey_ss58=at.dee_cold, gives=lambda a: a is not None),
        ),
        Command("wallet swap-check", f"wallet swap-check --coldkey {at.dee_cold} {at.node}", ("execut",)),
        Command(
            "wallet swap-coldkey", f"wallet swap-coldkey --new-coldkey {at.heir} {dee}", effect=holds(at.heir, TAO)
        ),
    ]


def commands(at):
    at.node = f"--network {at.url} --fallback-endpoints none --archive-endpoints none"
    lanes = {"keys": keys, "owner": owner, "staker": staker, "validator": validator, "swapper": swapper}
    return {name: lane(at) for name, lane in lanes.items()}

"""Everyday commands of btcli 9.23.2."""

from network import TAO, calls, equal, sm

from .effects import exists, holds, read, registered, staked, stored
from .lanes import Command

PHRASE = "bottom drive obey lake curtain smoke basket hold race lonely fit walk"
PHRASE_ADDRESS = "5DfhGyQdFobKM8NsWvEeAKk5EQQgYe9AydgJ7rMB6E1EqRzV"
IDENTITY = (
    "--github-repo https://github.com/ada/looms --subnet-contact ada@looms.example --subnet-url https://looms.example "
    "--discord looms --description cloth --logo-url https://looms.example/logo.png --additional-info none"
)


def wallet(at, name):
    return f"--wallet-path {at.wallets} --wallet-name {name} --hotkey hot"


def keys(at):
    """Files of keys, and settings: no node."""
    new = f"--wallet-path {at.wallets} --no-use-password"
    return [
        Command("wallet create", f"wallet create --wallet-name dan --hotkey hot {new} --n-words 12", ("mnemonic",)),
        Command(
            "wallet new-coldkey", f"wallet new-coldkey --wallet-name eve {new} --n-words 12", ("Coldkey created",)
        ),
        Command(
            "wallet new-hotkey",
            f"wallet new-hotkey --wallet-name eve --hotkey second {new} --n-words 12",
            ("Hotkey created",),
        ),
        Command(
            "wallet regen-coldkey",
            f"wallet regen-coldkey --wallet-name fay {new} --mnemonic '{PHRASE}'",
            (PHRASE_ADDRESS,),
        ),
        Command(
            "wallet regen-hotkey",
            f"wallet regen-hotkey --wallet-name fay --hotkey hot {new} --mnemonic '{PHRASE}'",
            (PHRASE_ADDRESS,),
        ),
        Command(
            "wallet regen-coldkeypub",
            f"wallet regen-coldkeypub --wallet-name gus --wallet-path {at.wallets} --ss58-address {PHRASE_ADDRESS}",
            (PHRASE_ADDRESS,),
        ),
        Command("wallet list", f"wallet list --wallet-path {at.wallets}", ("dan", "eve", "second", PHRASE_ADDRESS)),
        Command(
            "wallet sign",
            f"wallet sign {wallet(at, 'fay')} --message hello --no-use-hotkey --json-output",
            ("signed_message", PHRASE_ADDRESS),
        ),
        Command("config set", "config set --tolerance 0.01 --no-disk-cache", ("0.01",)),
        Command("config get", "config get", ("rate_tolerance", "0.01")),
        Command("config clear", "config clear --tolerance", ("rate_tolerance",), typed="y\n"),
        Command("utils convert", "utils convert --rao 1500000000", ("1.5",)),
    ]


def owner(at):
    """Ada makes a subnet and runs it."""
    net, ada, netuid = f"--network {at.url}", wallet(at, "ada") + f" --network {at.url} --no-prompt", at.created
    return [
        Command("subnets burn-cost", f"subnets burn-cost {net}", ("Subnet burn cost",)),
        Command(
            "subnets create",
            f"subnets create {ada} --no-mev-protection --subnet-name Looms {IDENTITY}",
            (f"Registered subnetwork with netuid: {at.created}",),
            effect=stored(sm.SubnetOwner, netuid, value=at.ada_cold),
        ),
        Command("subnets check-start", f"subnets check-start --netuid {at.created} {net}", (f"Subnet {at.created}",)),
        Command(
            "subnets start",
            f"subnets start --netuid {at.created} {ada}",
            ("Successfully started",),
            effect=exists(sm.FirstEmissionBlockNumber, netuid),
        ),
        Command(
            "subnets set-identity",
            f"subnets set-identity --netuid {at.created} {ada} --subnet-name Weavers {IDENTITY}",
            ("Weavers",),
            effect=read("subnet_identity", netuid=netuid, gives=lambda i: i["subnet_name"] == "Weavers"),
        ),
        Command("subnets get-identity", f"subnets get-identity --netuid {at.created} {net}", ("Weavers", "cloth")),
        Command("sudo get", f"sudo get --netuid {at.created} {net}", ("immunity_period", "5000")),
        Command(
            "sudo set",
            f"sudo set --netuid {at.created} --param immunity_period --value 4321 {ada}",
            ("immunity_period", "4321"),
            effect=stored(sm.ImmunityPeriod, netuid, value=4321),
        ),
        Command(
            "sudo set (not the owner)",
            f"sudo set --netuid {at.netuid} --param immunity_period --value 4321 {ada}",
            ("This wallet doesn't own the specified subnet",),
        ),
        Command("subnets hyperparameters", f"subnets hyperparameters --netuid {at.created} {net}", ("4321",)),
        Command(
            "subnets mechanisms count", f"subnets mechanisms count --netuid {at.created} {net}", ("1 mechanism",)
        ),
        Command(
            "sudo set max_allowed_uids",
            f"sudo set --netuid {at.created} --param max_allowed_uids --value 100 {ada}",
            effect=stored(sm.MaxAllowedUids, netuid, value=100),
        ),
        Command(
            "subnets mechanisms set",
            f"subnets mechanisms set --netuid {at.created} --count 2 {ada}",
            typed="y\n",
            effect=stored(sm.MechanismCountCurrent, netuid, value=2),
        ),
        Command(
            "subnets mechanisms split-emissions",
            f"subnets mechanisms split-emissions --netuid {at.created} --split 70,30 {ada}",
            typed="y\n",
            effect=stored(sm.MechanismEmissionSplit, netuid, value=[45875, 19660]),
        ),
        Command("subnets mechanisms emissions", f"subnets mechanisms emissions --netuid {at.created} {net}", ("70",)),
        Command(
            "subnets set-symbol",
            f"subnets set-symbol --netuid {at.created} {ada} ω",
            effect=read("token_symbols", gives=lambda symbols: symbols[netuid] == "ω"),
        ),
        Command("sudo trigger-epoch", f"sudo trigger-epoch --netuid {at.created} {ada}", ("Epoch triggered",)),
        Command(
            "sudo stake-burn",
            f"sudo stake-burn --netuid {at.created} --amount 2 --unsafe {ada} --no-mev-protection",
            ("stake burn succeeded",),
        ),
        Command(
            "sudo trim",
            f"sudo trim --netuid {at.created} --max 64 {ada}",
            effect=stored(sm.MaxAllowedUids, netuid, value=64),
        ),
    ]


def staker(at):
    """Bob gets a UID, stakes on Cyd's hotkey and moves his stake around."""
    bob = wallet(at, "bob") + f" --network {at.url} --no-prompt"
    cold, hot, cyd, netuid, other = (at.bob_cold, at.bob_hot, at.cyd_hot, at.netuid, at.other)
    on_cyd = f"--wallet-path {at.wallets} --wallet-name bob --hotkey {at.cyd_hot} --network {at.url} --no-prompt"
    return [
        Command(
            "wallet transfer",
            f"wallet transfer --dest {at.dee_cold} --amount 5 {bob}",
            ("Finalized",),
            effect=holds(at.bob_cold, 1990 * TAO, 1995 * TAO),
        ),
        Command(
            "wallet transfer (too much)",
            f"wallet transfer --dest {at.dee_cold} --amount 5000 {bob}",
            ("Not enough balance",),
            effect=holds(cold, 1990 * TAO),
        ),
        Command(
            "subnets register",
            f"subnets register --netuid {at.netuid} {bob}",
            (f"Registered on netuid {at.netuid}",),
            effect=registered(hot, netuid),
        ),
        Command("subnets register (again)", f"subnets register --netuid {at.netuid} {bob}", ("Already Registered",)),
        Command(
            "stake add",
            f"stake add --netuid {at.netuid} --amount 100 --hotkey-ss58-address {at.cyd_hot} --unsafe {bob}",
            effect=staked(cold, cyd, netuid),
        ),
        Command(
            "stake add (safe)",
            f"stake add --netuid {at.other} --amount 20 --hotkey-ss58-address {at.cyd_hot} --safe --tolerance 0.3 "
            f"{bob} --no-mev-protection",
            effect=staked(cold, cyd, other),
        ),
        Command("stake list", f"stake list {bob}", (at.cyd_hot,)),
        Command(
            "stake move",
            f"stake move --origin-netuid {at.netuid} --dest-netuid {at.netuid} --from {at.cyd_hot} --to {at.bob_hot} "
            f"--amount 2 --wallet-path {at.wallets} --wallet-name bob --network {at.url} --no-prompt "
            "--no-mev-protection",
            effect=staked(cold, hot, netuid, least=2 * TAO - 10, most=2 * TAO + TAO // 10),
        ),
        Command(
            "stake swap",
            f"stake swap --origin-netuid {at.netuid} --dest-netuid {at.other} --amount 1 --unsafe {bob} "
            "--no-mev-protection",
            effect=staked(cold, hot, other),
        ),
        Command(
            "stake transfer",
            f"stake transfer --origin-netuid {at.netuid} --dest-netuid {at.netuid} --dest {at.ada_cold} --amount 1 "
            f"{on_cyd} --no-mev-protection",
            effect=staked(at.ada_cold, cyd, netuid),
        ),
        Command(
            "stake remove",
            f"stake remove --netuid {at.netuid} --amount 1 --hotkey-ss58-address {at.cyd_hot} --unsafe {bob} "
            "--no-mev-protection",
            ("Unstaking operations completed",),
        ),
        Command(
            "stake remove --all",
            f"stake remove --all --hotkey-ss58-address {at.cyd_hot} --unsafe {bob} " "--no-mev-protection",
            effect=staked(cold, cyd, netuid, least=0, most=0),
        ),
        Command(
            "stake set-claim",
            f"stake set-claim keep {bob}",
            ("Successfully changed claim type",),
            effect=stored(("SubtensorModule", "RootClaimType"), cold, value="Keep"),
        ),
        Command("stake process-claim", f"stake process-claim --netuids {at.netuid} {bob}", ("No claimable",)),
        Command(
            "wallet set-identity",
            f"wallet set-identity {bob} --id-name Bob --web-url https://bob.example "
            "--image-url https://bob.example/i.png --discord bob --description miner --additional none "
            "--github https://code.example/bob",
            effect=read("identity", coldkey_ss58=cold, gives=lambda identity: identity["name"] == "Bob"),
        ),
        Command(
            "wallet get-identity", f"wallet get-identity --key {at.bob_cold} --network {at.url}", ("Bob", "miner")
        ),
        Command("wallet associate-hotkey", f"wallet associate-hotkey {bob}", ("already associated",)),
        Command(
            "axon set",
            f"axon set --netuid {at.netuid} --ip 203.0.113.9 --port 8091 {bob}",
            ("Axon set successfully",),
            effect=lambda net: axon_port(net, netuid, hot, 8091),
        ),
        Command(
            "axon reset",
            f"axon reset --netuid {at.netuid} {bob}",
            ("Axon reset successfully",),
            effect=lambda net: axon_port(net, netuid, hot, 1),
        ),
    ]


async def axon_port(net, netuid, hot, port):
    equal((await net.value(sm.Axons, netuid, hot))["port"], port, "the port of the axon")


def validator(at):
    """What anybody reads, and Cyd's takes and children."""
    net, cyd, quiet = (
        f"--network {at.url}",
        wallet(at, "cyd") + f" --network {at.url}",
        wallet(at, "cyd") + f" --network {at.url} --no-prompt",
    )
    hot, netuid = at.cyd_hot, at.netuid
    return [
        Command("subnets list", f"subnets list {net}", ("root",)),
        Command("subnets show", f"subnets show --netuid {at.netuid} {net} --no-prompt", (at.cyd_hot[:6],)),
        Command(
            "subnets show (root)", f"subnets show --netuid 0 {net} --no-prompt", ("root-subnet is currently empty",)
        ),
        Command("subnets price", f"subnets price --netuid {at.netuid} --current {net}", ("Supply",)),
        Command("wallet balance", f"wallet balance {cyd}", ("cyd", "Total Balance")),
        Command(
            "wallet balance --all",
            f"wallet balance --all --wallet-path {at.wallets} --network {at.url}",
            ("ada", "bob", "cyd"),
        ),
        Command("wallet overview", f"wallet overview {cyd}", (f"Subnet: {at.netuid}",)),
        Command("sudo get-take", f"sudo get-take {cyd}", ("18.00%",)),
        Command("sudo set-take", f"sudo set-take --take 0.1 {cyd}", effect=stored(sm.Delegates, hot, value=6553)),
        Command(
            "stake child set",
            f"stake child set --netuid {at.netuid} --children {at.dee_hot} --proportions 0.5 {quiet}",
            ("Set children hotkeys",),
            effect=read("pending_children", hotkey_ss58=hot, netuid=netuid, gives=lambda p: len(p["children"]) == 1),
        ),
        Command("stake child get", f"stake child get --netuid {at.netuid} {cyd}", ("not error",)),
        Command(
            "stake child revoke (too soon)",
            f"stake child revoke --netuid {at.netuid} {quiet}",
            ("txratelimitexceeded",),
        ),
        Command(
            "stake child take",
            f"stake child take --netuid {at.netuid} --take 0.1 {quiet}",
            ("10.00%",),
            effect=stored(sm.ChildkeyTake, hot, netuid, value=6553),
        ),
        Command(
            "stake set-auto",
            f"stake set-auto --netuid {at.netuid} --wallet-path {at.wallets} --wallet-name cyd --network {at.url} "
            "--no-prompt",
            typed=f"{at.cyd_hot}\n",
            effect=read("auto_stake", coldkey_ss58=at.cyd_cold, netuid=netuid, gives=lambda found: found == hot),
        ),
        Command("stake auto", f"stake auto --ss58 {at.cyd_cold} --network {at.url}", ("Custom destinations: 1",)),
        Command("lock list", f"lock list --ss58 {at.cyd_cold} --network {at.url}", ("No",)),
        Command(
            "subnets list (nobody answers)",
            "subnets list --network ws://127.0.0.1:1",
            ("Unable to connect to the chain",),
        ),
    ]


async def short_delays(net):
    au = calls.AdminUtils
    await net.root(au.sudo_set_coldkey_swap_announcement_delay(duration=2))
    await net.root(au.sudo_set_coldkey_swap_reannouncement_delay(duration=2))


def swapper(at):
    """Dee changes keys."""
    dee, netuid = wallet(at, "dee") + f" --network {at.url} --no-prompt", at.netuid
    return [
        Command(
            "subnets register (limit)",
            f"subnets register --netuid {at.netuid} --unsafe {dee}",
            effect=registered(at.dee_hot, netuid),
        ),
        Command(
            "wallet swap-hotkey",
            f"wallet swap-hotkey second --netuid {at.netuid} {dee}",
            effect=registered(at.dee_second, netuid),
        ),
        Command(
            "wallet swap-coldkey announce",
            f"wallet swap-coldkey announce --new-coldkey {at.heir} {dee}",
            before=short_delays,
            effect=read("coldkey_swap_announcement", coldkey_ss58=at.dee_cold, gives=lambda a: a is not None),
        ),
        Command(
            "wallet swap-check", "wallet swap-check " + wallet(at, "dee") + f" --network {at.url}", (at.dee_cold,)
        ),
        Command(
            "wallet swap-coldkey execute",
            f"wallet swap-coldkey execute --new-coldkey {at.heir} {dee}",
            effect=holds(at.heir, TAO),
        ),
    ]


def commands(at):
    lanes = {"keys": keys, "owner": owner, "staker": staker, "validator": validator, "swapper": swapper}
    return {name: lane(at) for name, lane in lanes.items()}

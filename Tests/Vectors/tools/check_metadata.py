"""Decodes served metadata with the libraries that clients use, and compares what both sides make of it.

Usage: check_metadata.py V15_BLOB V14_BLOB EXPECTATIONS_JSON
Runs in an environment with `bittensor_core` (SDK 11) or `scalecodec` (SDK 10 and btcli 9), whichever is installed.
Expectations: {"calls": [[pallet, call, hex]], "storage": [[pallet, item, hex prefix]], "constants": [[pallet, name]],
"errors": [[pallet, pallet index, error index, name, docs]], "apis": {trait: [methods]}, "eventsType": type name,
"events": [[pallet, event, hex of a list with one record]]}. Prints `ok: …` or raises.
"""
import json
import sys


def with_bittensor_core(v15, v14, expected):
    import bittensor_core

    for blob in (v15, v14):
        runtime = bittensor_core.Runtime(blob, 461, 1, 42)
        assert runtime.extrinsic_version == 4, runtime.extrinsic_version
        for pallet, call, data in expected["calls"]:
            decoded = runtime.decode_call(bytes.fromhex(data))
            assert decoded["call_module"] == pallet, decoded
            assert decoded["call_function"] == call, decoded
            arguments = {entry["name"]: entry["value"] for entry in decoded["call_args"]}
            if not any(name in arguments for name in ("call", "calls", "info", "identity")):
                composed = runtime.compose_call(pallet, call, arguments)
                assert bytes(composed).hex() == data, (pallet, call, bytes(composed).hex(), data)
        for pallet, event, data in expected["events"]:
            (record,) = runtime.decode(expected["eventsType"], bytes.fromhex(data))
            assert event in json.dumps(record, default=str), (pallet, event, record)
        for pallet, item, prefix in expected["storage"]:
            assert runtime.storage_prefix(pallet, item).hex() == prefix, (pallet, item)
            runtime.storage_entry(pallet, item)
        for pallet, name in expected["constants"]:
            assert runtime.constant(pallet, name) is not None, (pallet, name)
        for pallet, index, error, name, docs in expected["errors"]:
            found = runtime.module_error(index, error)
            assert found[0] == name, (pallet, error, found)
            assert docs in " ".join(found[1]) if isinstance(found[1], list) else docs in found[1], (pallet, found)
    runtime = bittensor_core.Runtime(v15, 461, 1, 42)
    apis = runtime.runtime_api_map()
    for api, methods in expected["apis"].items():
        assert sorted(apis[api]) == sorted(methods), (api, sorted(apis[api]))
    count = len(expected["calls"]), len(expected["storage"]), len(expected["constants"]), len(expected["errors"])
    print("ok: bittensor_core decodes V15 and V14: %d calls, %d storage items, %d constants, %d errors" % count)


def with_scalecodec(v15, v14, expected):
    from scalecodec.base import RuntimeConfigurationObject, ScaleBytes
    from scalecodec.type_registry import load_type_registry_preset

    for blob in (v15, v14):
        config = RuntimeConfigurationObject(ss58_format=42)
        config.clear_type_registry()
        config.update_type_registry(load_type_registry_preset(name="core"))
        metadata = config.create_scale_object("MetadataVersioned", data=ScaleBytes(bytearray(blob)))
        metadata.decode()
        config.add_portable_registry(metadata)
        pallets = {pallet.name: pallet for pallet in metadata.pallets}
        for pallet, call, data in expected["calls"]:
            assert call in [entry.name for entry in pallets[pallet].calls], (pallet, call)
            decoded = config.create_scale_object("Call", data=ScaleBytes("0x" + data), metadata=metadata).decode()
            assert decoded["call_module"] == pallet and decoded["call_function"] == call, decoded
        for pallet, event, data in expected["events"]:
            value = config.create_scale_object(expected["eventsType"], data=ScaleBytes("0x" + data), metadata=metadata)
            (record,) = value.decode()
            assert record["module_id"] == pallet and record["event_id"] == event, record
        for pallet, item, _ in expected["storage"]:
            assert pallets[pallet].get_storage_function(item) is not None, (pallet, item)
        for pallet, name in expected["constants"]:
            assert name in [entry.value["name"] for entry in pallets[pallet].constants], (pallet, name)
        for pallet, index, error, name, _ in expected["errors"]:
            found = metadata.get_module_error(module_index=index, error_index=error)
            assert found.name == name, (pallet, found.name)
    count = len(expected["calls"]), len(expected["storage"]), len(expected["constants"]), len(expected["errors"])
    print("ok: scalecodec decodes V15 and V14: %d calls, %d storage items, %d constants, %d errors" % count)


def main():
    v15, v14 = (open(path, "rb").read() for path in sys.argv[1:3])
    expected = json.load(open(sys.argv[3]))
    try:
        import bittensor_core  # noqa: F401
    except ImportError:
        with_scalecodec(v15, v14, expected)
    else:
        with_bittensor_core(v15, v14, expected)


main()

"""Prints what cloud-init reads from a folder with a config drive: python3 cloud_init.py FOLDER KNOWN_MACS"""

import base64
import copy
import json
import sys
import tempfile

from cloudinit import helpers, sources, user_data
from cloudinit.net import netplan, network_state
from cloudinit.sources import DataSourceConfigDrive
from cloudinit.sources.helpers import openstack


def base64_of(content):
    return base64.b64encode(content if isinstance(content, bytes) else content.encode()).decode()


def netplan_of(network):
    folder = tempfile.mkdtemp()
    options = {"netplan_path": "netplan.yaml", "postcmds": False}
    state = network_state.parse_net_config_data(network)
    netplan.Renderer(options).render_network_state(state, target=folder)
    with open(f"{folder}/netplan.yaml") as file:
        from yaml import safe_load

        return safe_load(file)["network"]


def parts_of(content):
    paths = helpers.Paths({"cloud_dir": tempfile.mkdtemp(), "run_dir": tempfile.mkdtemp()})
    message = user_data.UserDataProcessor(paths).process(content)
    return [
        {
            "type": part.get_content_type(),
            "filename": part.get_filename(),
            "content": base64_of(part.get_payload(decode=True)),
        }
        for part in message.walk()
        if part.get_content_maintype() != "multipart"
    ]


def main(folder, known_macs):
    found = DataSourceConfigDrive.read_config_drive(folder)
    network_data = found.get("networkdata")
    network = network_data and openstack.convert_net_json(
        copy.deepcopy(network_data), known_macs=json.loads(known_macs)
    )
    metadata = {key: value for key, value in found["metadata"].items() if not isinstance(value, bytes)}
    print(
        json.dumps(
            {
                "metadata": metadata,
                "publicKeys": sources.normalize_pubkey_data(metadata.get("public_keys")),
                "files": {path: base64_of(content) for path, content in found["files"].items()},
                "userData": base64_of(found["userdata"]),
                "parts": parts_of(found["userdata"]) if found["userdata"] else [],
                "vendorData": found.get("vendordata2"),
                "networkData": network_data,
                "netplan": network and netplan_of(network),
            }
        )
    )


main(*sys.argv[1:])

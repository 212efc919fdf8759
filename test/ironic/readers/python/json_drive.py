"""Writes the files of Ironic's JSON form as Ironic does, with the same library: python3 json_drive.py FILE FOLDER"""

import json
import shutil
import sys

from openstack.baremetal import configdrive

with open(sys.argv[1]) as file:
    drive = json.load(file)
user_data = drive.get("user_data")
with configdrive.populate_directory(
    drive.get("meta_data", {}),
    user_data=user_data and user_data.encode(),
    network_data=drive.get("network_data"),
    vendor_data=drive.get("vendor_data"),
) as made:
    shutil.copytree(made, sys.argv[2])
print(json.dumps(sys.argv[2]))

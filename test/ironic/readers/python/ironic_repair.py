"""Prints a config drive after Ironic has checked its networks: python3 ironic_repair.py FILE NETWORK_DATA"""

import json
import sys
import types

from ironic.conf import CONF
from ironic.conductor import configdrive_utils

CONF([], project="ironic", default_config_files=[])
configdrive_utils.generate_config_metadata = lambda task: json.loads(sys.argv[2])
with open(sys.argv[1]) as file:
    drive = file.read()
task = types.SimpleNamespace(node=types.SimpleNamespace(uuid="n", instance_uuid="i"))
print(json.dumps(configdrive_utils.check_and_fix_configdrive(task, drive)))

"""Prints the documents that cloud-init would misread: python3 yaml_differences.py FILE"""

import json
import sys

from cloudinit import util

with open(sys.argv[1]) as file:
    written = json.load(file)
differences = []
for one in written:
    read = util.load_yaml(one["text"], default="cloud-init could not read it", allowed=(dict,))
    if read != one["document"] and one["document"]:
        differences.append({"read": repr(read), **one})
print(json.dumps(differences))

"""Prints the outcome of each step of a script with openstacksdk, in lines of JSON."""

import json
import time
import types

import guard  # noqa: F401
import openstack
from openstack import exceptions, resource


class Session:
    def __init__(self, url, run, mac):
        options = {"auth_type": "none", "endpoint": url, "baremetal_endpoint_override": url}
        self.metal = openstack.connect(load_yaml_config=False, load_envvars=False, **options).baremetal
        self.run = run
        self.mac = mac
        self.ids = {}

    def step(self, title, action, saves=None):
        """Runs one action; an exception is an outcome too."""
        try:
            value = action()
            said = {"value": self.plain(value)}
            if saves is not None:
                self.ids[saves] = value.id
        except Exception as error:
            said = {"raised": type(error).__name__, "text": str(error)}
        names = {name: id for name, id in self.ids.items() if name == saves}
        print(json.dumps({"step": title, "said": said, "names": names}), flush=True)

    def plain(self, value):
        if isinstance(value, resource.Resource):
            return value.to_dict(computed=False, original_names=True)
        if isinstance(value, types.GeneratorType):
            return [row for row in map(self.plain, value) if self.is_ours(row)]
        if isinstance(value, dict):
            return {str(key): self.plain(item) for key, item in value.items()}
        if isinstance(value, (list, tuple)):
            return [self.plain(item) for item in value]
        if isinstance(value, (str, int, float, bool, type(None))):
            return value
        return self.plain(vars(value))

    def is_ours(self, row):
        """Leaves out what others have created, since the real Ironic is shared."""
        text = json.dumps(row)
        ours = [self.run, self.run.upper().replace("-", "_"), self.mac, *self.ids.values()]
        return any(word in text for word in ours) or "hostname" in row or "hosts" in row

    def settle(self, node, timeout=60):
        """Waits until nothing works on the node any more."""
        end = time.time() + timeout
        while time.time() < end:
            try:
                seen = self.metal.get_node(self.ids.get(node, node))
            except exceptions.SDKException:
                return
            if seen.reservation is None and seen.target_power_state is None and self.rests(seen):
                return
            time.sleep(2)

    @staticmethod
    def rests(node):
        return node.target_provision_state is None or node.provision_state.endswith(("failed", "error"))

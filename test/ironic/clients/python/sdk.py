"""Runs one script with openstacksdk: `sdk.py URL RUN MAC INSTANCE`."""

import sys

from sdk_instances import instances, management, states
from sdk_nodes import nodes, ports
from sdk_resources import removal, resources
from sdk_session import Session


def main(url, run, mac, instance):
    session = Session(url, run, mac)
    session.ids["<instance>"] = instance
    for part in [nodes, ports, states, management, instances, resources, removal]:
        part(session)


main(*sys.argv[1:])

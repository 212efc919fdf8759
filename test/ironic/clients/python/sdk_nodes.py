"""Nodes with their traits, ports, port groups and VIFs."""

NOBODY = "11111111-2222-3333-4444-555555555555"


def nodes(session):
    metal, step, run, ids = session.metal, session.step, session.run, session.ids
    wanted = {
        "driver": "fake-hardware",
        "resource_class": run,
        "properties": {"cpus": 8, "cpu_arch": "x86_64", "memory_mb": 16384, "local_gb": 100},
    }
    step(
        "create a",
        lambda: metal.create_node(name=f"{run}-a", provision_state="enroll", **wanted),
        saves="<a>",
    )
    step(
        "create b",
        lambda: metal.create_node(name=f"{run}-b", provision_state="enroll", **wanted),
        saves="<b>",
    )
    step(
        "create an available one",
        lambda: metal.create_node(name=f"{run}-x", provision_state="available", **wanted).provision_state,
    )
    session.settle(f"{run}-x")
    step("the available one", lambda: metal.get_node(f"{run}-x"))
    step(
        "create with a name that is taken", lambda: metal.create_node(name=f"{run}-a", driver="fake-hardware")
    )
    step("create with an unknown driver", lambda: metal.create_node(name=f"{run}-x", driver="nothing"))
    step(
        "create with an unknown field",
        lambda: metal.post(
            "/nodes", json={"driver": "fake-hardware", "wobble": 1}, microversion="1.82"
        ).json(),
    )
    step("get a", lambda: metal.get_node(ids["<a>"]))
    step("get a by name, two fields", lambda: metal.get_node(f"{run}-a", fields=["uuid", "name"]))
    step("get an unknown node", lambda: metal.get_node(NOBODY))
    step("find a", lambda: metal.find_node(f"{run}-a"))
    step("find nothing", lambda: metal.find_node(f"{run}-nowhere", ignore_missing=True))
    step("update a", lambda: metal.update_node(ids["<a>"], extra={"rack": "r1"}, name=f"{run}-new"))
    step("patch a", lambda: metal.patch_node(ids["<a>"], [{"op": "add", "path": "/extra/room", "value": 7}]))
    step("patch a badly", lambda: metal.patch_node(ids["<a>"], [{"op": "remove", "path": "/extra/nothing"}]))
    step(
        "patch an unknown field",
        lambda: metal.patch_node(ids["<a>"], [{"op": "add", "path": "/wobble", "value": 7}]),
    )
    step(
        "patch a read-only field",
        lambda: metal.patch_node(
            ids["<a>"], [{"op": "replace", "path": "/power_state", "value": "power on"}]
        ),
    )
    step("name a as b", lambda: metal.update_node(ids["<a>"], name=f"{run}-b"))
    step("name a again", lambda: metal.update_node(ids["<a>"], name=f"{run}-a"))
    step("list", lambda: metal.nodes(resource_class=run))
    step("list in detail", lambda: metal.nodes(details=True, resource_class=run))
    step(
        "list with fields, sorted",
        lambda: metal.nodes(resource_class=run, fields=["uuid", "name"], sort_key="name"),
    )
    step("list one at a time", lambda: metal.nodes(resource_class=run, limit=1))
    step("list what is associated", lambda: metal.nodes(resource_class=run, associated=True))
    step("list by an unknown state", lambda: metal.nodes(provision_state="nonsense"))
    step("validate", lambda: metal.validate_node(ids["<a>"], required=None))
    step("add a trait", lambda: metal.add_node_trait(ids["<a>"], "CUSTOM_GPU"))
    step("add a wrong trait", lambda: metal.add_node_trait(ids["<a>"], "GPU"))
    step("set traits", lambda: metal.set_node_traits(ids["<a>"], ["CUSTOM_FAST", "CUSTOM_BIG"]))
    step("remove a trait", lambda: metal.remove_node_trait(ids["<a>"], "CUSTOM_BIG"))
    step(
        "remove a trait that is not there",
        lambda: metal.remove_node_trait(ids["<a>"], "CUSTOM_BIG", ignore_missing=False),
    )
    step("traits", lambda: metal.get_node(ids["<a>"]).traits)


def ports(session):
    metal, step, run, mac, ids = session.metal, session.step, session.run, session.mac, session.ids
    step(
        "create a port",
        lambda: metal.create_port(node_id=ids["<a>"], address=f"{mac}:21", extra={"vlan": 7}),
        saves="<port>",
    )
    step("create it again", lambda: metal.create_port(node_id=ids["<a>"], address=f"{mac}:21"))
    step("create one with a wrong address", lambda: metal.create_port(node_id=ids["<a>"], address="nonsense"))
    step("create one of no node", lambda: metal.create_port(node_id=NOBODY, address=f"{mac}:22"))
    step("get the port", lambda: metal.get_port(ids["<port>"]))
    step("find the port", lambda: metal.find_port(ids["<port>"]))
    step("ports of a", lambda: metal.ports(node=ids["<a>"]))
    step("ports in detail", lambda: metal.ports(details=True, node_id=ids["<a>"]))
    step("ports by address", lambda: metal.ports(address=f"{mac}:21", fields=["uuid", "address"]))
    step(
        "update the port", lambda: metal.update_port(ids["<port>"], is_pxe_enabled=False, address=f"{mac}:23")
    )
    step(
        "create a group",
        lambda: metal.create_port_group(node_id=ids["<a>"], name=f"{run}-bond", mode="802.3ad"),
        saves="<group>",
    )
    step("groups of a", lambda: metal.port_groups(node=ids["<a>"]))
    step("get the group", lambda: metal.get_port_group(f"{run}-bond"))
    step("update the group", lambda: metal.update_port_group(ids["<group>"], extra={"a": "b"}))
    step("put the port in it", lambda: metal.update_port(ids["<port>"], port_group_id=ids["<group>"]))
    step(
        "take the port out",
        lambda: metal.patch_port(ids["<port>"], [{"op": "remove", "path": "/portgroup_uuid"}]),
    )
    step("delete the group", lambda: metal.delete_port_group(ids["<group>"]))
    step("attach a VIF", lambda: metal.attach_vif_to_node(ids["<a>"], "33333333-2222-3333-4444-555555555555"))
    step("VIFs", lambda: metal.list_node_vifs(ids["<a>"]))
    step(
        "detach the VIF",
        lambda: metal.detach_vif_from_node(ids["<a>"], "33333333-2222-3333-4444-555555555555"),
    )

"""Everything other than nodes and ports, and the removal of everything."""

from sdk_nodes import NOBODY

STEP = {"interface": "bios", "step": "factory_reset", "args": {}}


def resources(session):
    metal, step, run, ids = session.metal, session.step, session.run, session.ids
    step(
        "allocate",
        lambda: metal.wait_for_allocation(
            metal.create_allocation(resource_class=run, name=f"{run}-1", candidate_nodes=[ids["<a>"]]).id,
            timeout=30,
        ),
        saves="<allocation>",
    )
    step("allocations", lambda: metal.allocations(resource_class=run))
    step("get the allocation", lambda: metal.get_allocation(f"{run}-1"))
    step("update the allocation", lambda: metal.update_allocation(ids["<allocation>"], extra={"a": "b"}))
    step(
        "allocate what is not there",
        lambda: metal.wait_for_allocation(
            metal.create_allocation(resource_class=f"{run}-none", name=f"{run}-2").id, timeout=30
        ),
    )
    step(
        "delete the allocations",
        lambda: [metal.delete_allocation(f"{run}-{number}", ignore_missing=False) for number in (1, 2)],
    )

    step(
        "create a chassis", lambda: metal.create_chassis(description=run, extra={"a": "b"}), saves="<chassis>"
    )
    step("chassis", lambda: metal.chassis(details=True))
    step("update the chassis", lambda: metal.update_chassis(ids["<chassis>"], description=f"{run}-new"))
    step("delete the chassis", lambda: metal.delete_chassis(ids["<chassis>"]))
    step("get the chassis", lambda: metal.get_chassis(ids["<chassis>"]))

    step(
        "create a connector",
        lambda: metal.create_volume_connector(node_id=ids["<a>"], type="iqn", connector_id=f"iqn.{run}"),
        saves="<connector>",
    )
    step("connectors", lambda: metal.volume_connectors(details=True, node=ids["<a>"]))
    step("update the connector", lambda: metal.update_volume_connector(ids["<connector>"], extra={"a": "b"}))
    step(
        "create a target",
        lambda: metal.create_volume_target(
            node_id=ids["<a>"], volume_type="iscsi", boot_index=0, volume_id=run
        ),
        saves="<target>",
    )
    step("targets", lambda: metal.volume_targets(details=True, node=ids["<a>"]))
    step("find the target", lambda: metal.find_volume_target(ids["<target>"]))
    step("delete the target", lambda: metal.delete_volume_target(ids["<target>"], ignore_missing=False))
    step(
        "delete the connector",
        lambda: metal.delete_volume_connector(ids["<connector>"], ignore_missing=False),
    )

    name = f"CUSTOM_{run.upper().replace('-', '_')}"
    step(
        "create a template",
        lambda: metal.create_deploy_template(name=name, steps=[{**STEP, "priority": 1}]),
        saves="<template>",
    )
    step("templates", lambda: metal.deploy_templates(details=True))
    step("get the template", lambda: metal.get_deploy_template(name))
    step("update the template", lambda: metal.update_deploy_template(ids["<template>"], extra={"a": "b"}))
    step("delete the template", lambda: metal.delete_deploy_template(ids["<template>"], ignore_missing=False))
    step(
        "create a runbook",
        lambda: metal.create_runbook(name=name, steps=[{**STEP, "order": 1}]),
        saves="<runbook>",
    )
    step("runbooks", lambda: metal.runbooks(details=True))
    step("delete the runbook", lambda: metal.delete_runbook(ids["<runbook>"], ignore_missing=False))

    step("conductors", lambda: metal.conductors())
    step("no such conductor", lambda: metal.get_conductor("nowhere.example"))
    step("drivers", lambda: metal.drivers(details=True))
    step("the driver", lambda: metal.get_driver("fake-hardware"))
    step("no such driver", lambda: metal.get_driver("nothing"))
    step("passthru of the driver", lambda: metal.list_driver_vendor_passthru("fake-hardware"))


def removal(session):
    metal, step, run, ids = session.metal, session.step, session.run, session.ids
    step("delete the port", lambda: metal.delete_port(ids["<port>"], ignore_missing=False))
    step("delete the port again", lambda: metal.delete_port(ids["<port>"], ignore_missing=False))
    step("delete a", lambda: metal.delete_node(ids["<a>"], ignore_missing=False))
    step("delete the available one", lambda: metal.delete_node(f"{run}-x", ignore_missing=False))
    step("delete b", lambda: metal.delete_node(ids["<b>"], ignore_missing=False))
    step("delete a again", lambda: metal.delete_node(ids["<a>"], ignore_missing=False))
    step("delete nothing", lambda: metal.delete_node(NOBODY))
    step("nothing is left", lambda: metal.nodes(resource_class=run))

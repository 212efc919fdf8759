"""Power, provision states and requests to the management controller."""

IMAGE = {"image_source": "http://127.0.0.1/image", "image_checksum": "0" * 32, "root_gb": 10}


def states(session):
    metal, step, ids, settle = session.metal, session.step, session.ids, session.settle

    def verb(target, **more):
        """Waits only for the state, since the node may stay locked for a moment longer."""
        options = {"wait": True, "timeout": 60, **more}
        return lambda: metal.set_node_provision_state(ids["<a>"], target, **options).provision_state

    step("provide too early", verb("provide"))
    step("manage", verb("manage"))
    settle("<a>")
    step("a is manageable", lambda: metal.get_node(ids["<a>"]))
    for target in ["power on", "soft rebooting", "rebooting", "soft power off", "power off"]:
        step(target, lambda: metal.set_node_power_state(ids["<a>"], target, wait=True, timeout=60))
        settle("<a>")
        step(f"power state after {target}", lambda: metal.get_node(ids["<a>"]).power_state)
    step("wobble", lambda: metal.set_node_power_state(ids["<a>"], "wobble"))
    step("inspect", verb("inspect"))
    settle("<a>")
    step("a was inspected", lambda: metal.get_node(ids["<a>"]))
    step("inventory", lambda: metal.get_node_inventory(ids["<a>"]))
    step("clean", verb("clean", clean_steps=[{"interface": "bios", "step": "factory_reset"}]))
    settle("<a>")
    step("manage after cleaning", verb("manage"))
    step("maintenance", lambda: metal.set_node_maintenance(ids["<a>"], "a new fan"))
    step("in maintenance", lambda: metal.get_node(ids["<a>"], fields=["maintenance", "maintenance_reason"]))
    step("no maintenance", lambda: metal.unset_node_maintenance(ids["<a>"]))
    step("provide", verb("provide"))
    settle("<a>")
    step("a is available", lambda: metal.get_node(ids["<a>"]))


def management(session):
    metal, step, ids, settle = session.metal, session.step, session.ids, session.settle
    step("set boot device", lambda: metal.set_node_boot_device(ids["<a>"], "pxe", persistent=True))
    step("boot device", lambda: metal.get_node_boot_device(ids["<a>"]))
    step("boot devices", lambda: metal.get_node_supported_boot_devices(ids["<a>"]))
    step("set boot mode", lambda: metal.set_node_boot_mode(ids["<a>"], "uefi"))
    settle("<a>")
    step("set secure boot", lambda: metal.set_node_secure_boot(ids["<a>"], True))
    settle("<a>")
    # It leaves an error, which Ironic clears within the next minute, or at once after a power change.
    step("power off", lambda: metal.set_node_power_state(ids["<a>"], "power off", wait=True))
    settle("<a>")
    step("inject NMI", lambda: metal.inject_nmi_to_node(ids["<a>"]))
    step("enable console", lambda: metal.enable_node_console(ids["<a>"]))
    settle("<a>")
    step("console", lambda: metal.get_node_console(ids["<a>"]))
    step("disable console", lambda: metal.disable_node_console(ids["<a>"]))
    settle("<a>")
    step("firmware", lambda: metal.list_node_firmware(ids["<a>"]))
    step("vendor passthru", lambda: metal.list_node_vendor_passthru(ids["<a>"]))
    step(
        "call vendor passthru",
        lambda: metal.call_node_vendor_passthru(ids["<a>"], "POST", "first_method", {"bar": "meow"}).json(),
    )


def instances(session):
    metal, step, ids, settle = session.metal, session.step, session.ids, session.settle

    def verb(target, **more):
        """Waits only for the state, since the node may stay locked for a moment longer."""
        options = {"wait": True, "timeout": 60, **more}
        return lambda: metal.set_node_provision_state(ids["<a>"], target, **options).provision_state

    step("reserve", lambda: metal.update_node(ids["<a>"], instance_id=ids["<instance>"], instance_info=IMAGE))
    step("reserve b for the same", lambda: metal.update_node(ids["<b>"], instance_id=ids["<instance>"]))
    step("delete in use", lambda: metal.delete_node(ids["<a>"]))
    step("deploy", verb("active", config_drive={"meta_data": {"hostname": "one"}, "user_data": "#!/bin/sh"}))
    settle("<a>")
    step("a is active", lambda: metal.get_node(ids["<a>"]))
    step("nodes of the instance", lambda: metal.nodes(instance_id=ids["<instance>"]))
    step("deploy again", verb("active"))
    step("rebuild", verb("rebuild"))
    settle("<a>")
    step("rescue", verb("rescue", rescue_password="secret"))
    settle("<a>")
    step("unrescue", lambda: metal.set_node_provision_state(ids["<a>"], "unrescue") and None)
    settle("<a>")
    step("undeploy", verb("deleted"))
    settle("<a>")
    step("a is available again", lambda: metal.get_node(ids["<a>"]))

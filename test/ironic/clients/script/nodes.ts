/** Creates nodes, changes their records and finds them again. */
export const nodeCommands = `
<a> = node create --driver fake-hardware --name <run>-a --resource-class <run> --property cpus=8 --property cpu_arch=x86_64 --property memory_mb=16384 --property local_gb=100 -f json
<b> = node create --driver fake-hardware --name <run>-b --resource-class <run> --property capabilities=boot_mode:uefi --extra rack=r1 -f json
node create --driver fake-hardware --name <run>-x1 --description 'a third one' --owner <run>-owner -f json
node delete <run>-x1
<c> = node create --driver fake-hardware --resource-class <run>-other --driver-info ipmi_address=10.0.0.1 --driver-info ipmi_password=secret -f json

node show <run>-a -f json
node show <c> -f json
node show <a> --fields uuid name provision_state extra -f json
node show <run>-nowhere -f json
node show 11111111-2222-3333-4444-555555555555 -f json
node show not/a/name -f json
node create --driver fake-hardware --name <run>-a -f json
node create --driver no-such-driver --name <run>-x2 -f json
node create --driver fake-hardware --name 'not a name' -f json
node create --driver fake-hardware --uuid 123 -f json
node create --driver fake-hardware --name <run>-x3 --deploy-interface nothing -f json
node create --driver fake-hardware --name <run>-x4 --network-interface nothing -f json
node create --driver fake-hardware --name <run>-x5 --resource-class 'a class' -f json
node create --driver fake-hardware --name <run>-x6 --chassis-uuid 11111111-2222-3333-4444-555555555555 -f json

node set <a> --property cpus=16 --extra room=1 --extra rack=r2
node set <a> --instance-info image_source=http://127.0.0.1/image --instance-info root_gb=10
node set <a> --name <run>-renamed
node show <run>-renamed --fields name properties extra instance_info -f json
node set <a> --name <run>-a
node set <a> --name <run>-b
node set <a> --name 'not a name'
node unset <a> --extra room --property local_gb
node unset <a> --extra nothing
node unset <a> --property nothing
node unset <a> --instance-info root_gb --instance-info image_source
node set <a> --driver no-such-driver
node set <a> --deploy-interface nothing
node set <a> --power-interface fake
node unset <a> --power-interface
node set <a> --target-raid-config '{"logical_disks":[]}'
node set <a> --raid-interface no-raid
node set <a> --chassis-uuid 11111111-2222-3333-4444-555555555555
node set <a> --instance-uuid 123
node set <a> --protected
node set <b> --description 'second one'
node set <a> --description 'one of two' --lessee <run>-tenant --owner <run>-owner
node set <a> --automated-clean
node unset <a> --automated-clean
node set <a> --network-data '{"links":[]}'
node set <a> --network-data '{"links":[{"id":"eth0","type":"phy"}],"networks":[],"services":[]}'
node unset <a> --network-data --lessee --description
node set <a> --shard <run>-shard
node set <a> --driver-info deploy_username=x --driver-info ipmi_password=hidden
node set <run>-nowhere --extra a=b
node set 11111111-2222-3333-4444-555555555555 --extra a=b
node show <a> -f json

node trait list <a> -f json
node add trait <a> CUSTOM_GPU HW_CPU_X86_VMX
node add trait <a> CUSTOM_FAST
node trait add <b> CUSTOM_SMALL CUSTOM_SLOW
node trait remove <b> CUSTOM_SLOW
node add trait <a> WRONG
node add trait <run>-nowhere CUSTOM_GPU
node trait list <a> -f json
node remove trait <a> CUSTOM_GPU
node remove trait <a> CUSTOM_GPU
node trait list <a> -f json
node remove trait <a> --all
node trait list <a> -f json

node list --resource-class <run> -f json
node list --resource-class <run> --long -f json
node list --resource-class <run> --sort name:desc -f json
node list --resource-class <run> --sort name:asc --fields uuid name resource_class -f json
node list --resource-class <run> --limit 1 -f json
node list --resource-class <run> --marker <a> -f json
node list --marker 11111111-2222-3333-4444-555555555555 -f json
node list --sort nothing -f json
node list --sort extra -f json
node list --resource-class <run>-nothing -f json
node list --owner <run>-owner --fields uuid owner lessee -f json
node list --provision-state enroll --resource-class <run>-other -f json
node list --provision-state nonsense -f json
node list --driver fake-hardware --resource-class <run>-other -f json
node list --driver nothing -f json
node list --unassociated --resource-class <run> -f json
node list --associated --resource-class <run> -f json
node list --maintenance --resource-class <run> -f json
node list --no-maintenance --resource-class <run> -f json
node list --fault 'power failure' -f json
node list --fault nothing -f json
node list --description-contains second -f json
node list --chassis 11111111-2222-3333-4444-555555555555 -f json
node list --retired -f json
node list --no-retired --resource-class <run> -f json
node list --conductor nowhere.example -f json
node list --instance-name <run>-nobody -f json
node list --lessee <run>-nobody -f json
node list --shards <run>-shard -f json
node list --sharded --resource-class <run> -f json
node list --unsharded --resource-class <run> -f json
shard list -f json
node children list <a> -f json
node set <c> --parent-node <b>
node set <c> --parent-node <run>-nowhere
node children list <b> -f json
node list --resource-class <run>-other -f json
node list --resource-class <run>-other --include-children -f json
node list --parent-node <b> -f json
node unset <c> --parent-node
node unset <a> --shard
node set <c> --conductor-group <run>
node list --conductor-group <run> -f json
node unset <c> --conductor-group
node unset <a> --owner --raid-interface --target-raid-config
`

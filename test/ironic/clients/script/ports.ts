/** Ports, port groups and VIFs, all on nodes that are not in use yet. */
export const portCommands = `
<port> = port create <mac>:01 --node <a> -f json
<port-2> = port create <mac>:02 --node <a> --extra vlan=7 --local-link-connection switch_id=0a:1b:2c:3d:4e:5f --local-link-connection port_id=eth1 --local-link-connection switch_info=sw1 --pxe-enabled False --physical-network physnet1 -f json
port create <mac>:01 --node <a> -f json
port create nonsense --node <a> -f json
port create <mac>:03 --node 11111111-2222-3333-4444-555555555555 -f json
port create <mac>:03 --node <run>-a -f json
port create <mac>:03 --node <a> --local-link-connection nothing=1 -f json
port create <mac>:03 --node <a> --uuid 123 -f json
<named> = port create <mac>:04 --node <b> --name <run>-port --is-smartnic -f json
port list --node <a> -f json
port list --node <run>-a --long -f json
port list --address <mac>:01 -f json
port list --address nonsense -f json
port list --node <run>-nowhere -f json
port list --node <a> --fields uuid address extra -f json
port list --node <a> --sort address:desc -f json
port list --node <a> --sort nothing -f json
port list --node <a> --limit 1 -f json
port list --node <a> --marker <port> -f json
port show <port-2> -f json
port show --address <mac>:01 -f json
port show <port> --fields uuid node_uuid -f json
port show 11111111-2222-3333-4444-555555555555 -f json
port show not-a-uuid -f json
port set <port> --extra a=b --physical-network net2
port set <port> --address <mac>:02
port set <port> --address <mac>:05
port set <port> --pxe-enabled
port set <port> --pxe-disabled
port set <port> --name <run>-first
port set <port> --local-link-connection switch_id=nonsense
port set <port> --local-link-connection port_id=eth7 --local-link-connection switch_id=0a:1b:2c:3d:4e:50
port set <port> --node <b>
port set <port> --node <a>
port set <port> --node 11111111-2222-3333-4444-555555555555
port unset <port> --extra a --physical-network
port unset <port> --extra nothing
port set 11111111-2222-3333-4444-555555555555 --extra a=b
port show <port> -f json

<group> = port group create --node <a> --name <run>-bond --address <mac>:10 --mode 802.3ad --property miimon=100 -f json
<group-2> = port group create --node <a> -f json
port group create --node <a> --name <run>-bond -f json
port group create --node <a> --address <mac>:10 -f json
port group create --node <a> --name 'not a name' -f json
port group create --node 11111111-2222-3333-4444-555555555555 -f json
port group list -f json
port group list --node <a> -f json
port group list --node <a> --long -f json
port group list --node <run>-nowhere -f json
port group list --address <mac>:10 -f json
port group list --fields uuid name mode -f json
port group list --node <a> --sort name -f json
port group show <run>-bond -f json
port group show --address <mac>:10 -f json
port group show 11111111-2222-3333-4444-555555555555 -f json
port group show <run>-nothing -f json
port group set <group> --mode active-backup --extra a=b --support-standalone-ports
port group set <group> --unsupport-standalone-ports
port group set <group> --address nonsense
port group set <group> --name <run>-bond-2
port group unset <group> --extra a --property miimon
port group unset <group> --extra a
port group show <group> -f json
port set <port> --port-group <group>
port set <port> --port-group 11111111-2222-3333-4444-555555555555
port list --port-group <run>-bond-2 -f json
port list --port-group <group> --fields uuid portgroup_uuid -f json
port group delete <group>
port unset <port> --port-group
port group delete <group> <group-2>
port group delete <run>-nothing

node vif list <a> -f json
node vif attach <a> 33333333-2222-3333-4444-555555555555
node vif list <a> -f json
node vif detach <a> 33333333-2222-3333-4444-555555555555
node vif attach <a> 33333333-2222-3333-4444-555555555555 --vif-info port_uuid=<port>
node vif detach <a> 44444444-2222-3333-4444-555555555555
node vif list <run>-nowhere -f json
`

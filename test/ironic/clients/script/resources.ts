/** Everything other than nodes and ports. Two nodes are available. */
export const resourceCommands = `
<allocation> = allocation create --resource-class <run> --name <run>-allocation --trait CUSTOM_NOTHING --wait 30 -f json
allocation show <run>-allocation -f json
allocation delete <run>-allocation
<allocation> = allocation create --resource-class <run> --name <run>-small --trait CUSTOM_SMALL --wait 30 -f json
node show <b> --fields instance_uuid instance_info traits -f json
node unset <b> --instance-uuid
allocation show <allocation> -f json
<allocation> = allocation create --resource-class <run>-nothing --name <run>-nothing --wait 30 -f json
allocation show <run>-nothing -f json
allocation list --resource-class <run>-nothing --state error -f json
allocation set <run>-nothing --extra a=b
allocation delete <run>-nothing
allocation create --resource-class <run> --name <run>-owned --owner <run>-owner --wait 30 -f json
allocation list --owner <run>-owner -f json
allocation show <run>-owned -f json
allocation delete <run>-owned
node maintenance set <b>
allocation create --resource-class <run> --name <run>-b --candidate-node <b> --wait 30 -f json
allocation show <run>-b -f json
allocation delete <run>-b
node maintenance unset <b>
<allocation> = allocation create --resource-class <run> --name <run>-allocation --candidate-node <a> --extra a=b --wait 30 -f json
allocation show <allocation> -f json
allocation show <run>-allocation --fields uuid state node_uuid -f json
allocation show <run>-nothing -f json
allocation show 11111111-2222-3333-4444-555555555555 -f json
allocation create --resource-class <run> --name <run>-allocation -f json
allocation create --resource-class <run> --name 'not a name' -f json
allocation create --name <run>-x -f json
allocation create --resource-class <run> --candidate-node <run>-nowhere -f json
allocation list -f json
allocation list --resource-class <run> -f json
allocation list --resource-class <run> --long -f json
allocation list --state active --resource-class <run> -f json
allocation list --node <a> -f json
allocation list --node <run>-nowhere -f json
allocation list --fields uuid name state -f json
allocation list --marker 11111111-2222-3333-4444-555555555555 -f json
allocation list --resource-class <run> --marker <allocation> -f json
allocation list --resource-class <run> --limit 1 -f json
allocation list --sort nothing -f json
allocation list --resource-class <run> --sort name:desc -f json
allocation set <allocation> --name <run>-renamed --extra c=d
allocation unset <allocation> --extra a
allocation unset <allocation> --extra nothing
allocation set <run>-nothing --name x
allocation show <allocation> -f json
node show <a> --fields instance_uuid allocation_uuid -f json
node delete <a>
node unset <a> --instance-uuid
allocation show <allocation> -f json
node show <a> --fields instance_uuid allocation_uuid instance_info -f json
<allocation> = allocation create --resource-class <run> --name <run>-b --candidate-node <a> --candidate-node <b> --wait 30 -f json
allocation delete <allocation>
allocation delete <allocation>
allocation create --node <a> --name <run>-too-late -f json
allocation show <run>-too-late -f json
allocation delete <run>-too-late

<chassis> = chassis create --description <run> --extra a=b -f json
<chassis-2> = chassis create -f json
chassis create --uuid 123 -f json
chassis show <chassis> -f json
chassis show 11111111-2222-3333-4444-555555555555 -f json
chassis show <chassis> --fields uuid description -f json
chassis list -f json
chassis list --long -f json
chassis list --fields uuid extra -f json
chassis set <chassis> --description <run>-new --extra c=d
chassis unset <chassis> --extra a
chassis unset <chassis> --extra a
chassis unset <chassis> --description
node set <a> --chassis-uuid <chassis>
node show <a> --fields chassis_uuid -f json
node list --chassis <chassis> -f json
chassis delete <chassis>
node unset <a> --chassis-uuid
chassis delete <chassis> <chassis-2>
chassis delete <chassis>

node power off <a>
settle <a>
<connector> = volume connector create --node <a> --type iqn --connector-id iqn.2017-07.org.example:<run> --extra a=b -f json
volume connector create --node <a> --type iqn --connector-id iqn.2017-07.org.example:<run> -f json
volume connector create --node 11111111-2222-3333-4444-555555555555 --type ip --connector-id <run>-2 -f json
volume connector list -f json
volume connector list --node <a> -f json
volume connector list --node <a> --long -f json
volume connector list --node <run>-nowhere -f json
volume connector list --fields uuid type -f json
volume connector show <connector> -f json
volume connector show <connector> --fields uuid connector_id -f json
volume connector show 11111111-2222-3333-4444-555555555555 -f json
volume connector set <connector> --type wwnn --connector-id <run>-new --extra c=d
volume connector unset <connector> --extra a
volume connector unset <connector> --extra a
volume connector show <connector> -f json
<target> = volume target create --node <a> --type iscsi --boot-index 0 --volume-id <run>-volume --property target_iqn=iqn.x --property auth_password=secret -f json
volume target create --node <a> --type iscsi --boot-index 0 --volume-id <run>-volume-2 -f json
volume target create --node 11111111-2222-3333-4444-555555555555 --type iscsi --boot-index 1 --volume-id x -f json
volume target list -f json
volume target list --node <a> -f json
volume target list --node <a> --long -f json
volume target list --fields uuid volume_id -f json
volume target show <target> -f json
volume target show <target> --fields uuid boot_index -f json
volume target show 11111111-2222-3333-4444-555555555555 -f json
volume target set <target> --boot-index 1 --property a=b --volume-id <run>-other
volume target unset <target> --property a --property nothing
volume target unset <target> --property a
volume target show <target> -f json
node power on <a>
settle <a>
volume target set <target> --boot-index 2
volume target delete <target>
volume connector set <connector> --type wwnn
volume connector delete <connector>
node power off <a>
settle <a>
volume target delete <target>
volume connector delete <connector>
volume target delete <target>
volume connector delete <connector>

deploy template create CUSTOM_<RUN>_EMPTY --steps '[]' -f json
<template> = deploy template create CUSTOM_<RUN> --steps '[{"interface":"bios","step":"apply_configuration","args":{"settings":[]},"priority":150}]' --extra a=b -f json
deploy template create CUSTOM_<RUN> --steps '[{"interface":"bios","step":"factory_reset","args":{},"priority":1}]' -f json
deploy template create nonsense --steps '[{"interface":"bios","step":"factory_reset","args":{},"priority":1}]' -f json
deploy template create CUSTOM_<RUN>_OTHER --steps '[{"interface":"nothing","step":"factory_reset","args":{},"priority":1}]' -f json
deploy template create CUSTOM_<RUN>_OTHER --steps '[{"interface":"bios","step":"factory_reset","args":{}}]' -f json
deploy template list -f json
deploy template list --long -f json
deploy template list --fields uuid name -f json
deploy template show CUSTOM_<RUN> -f json
deploy template show <template> --fields uuid steps -f json
deploy template show CUSTOM_NOTHING -f json
deploy template set <template> --name CUSTOM_<RUN>_RENAMED --extra c=d
deploy template set <template> --steps '[{"interface":"bios","step":"factory_reset","args":{},"priority":10}]'
deploy template set <template> --name nonsense
deploy template unset <template> --extra a
deploy template unset <template> --extra a
deploy template show <template> -f json
deploy template delete <template>
deploy template delete <template>

<runbook> = runbook create --name CUSTOM_<RUN>_BOOK --steps '[{"interface":"bios","step":"factory_reset","args":{},"order":1}]' --extra a=b -f json
runbook create --name CUSTOM_<RUN>_BOOK --steps '[{"interface":"bios","step":"factory_reset","args":{},"order":1}]' -f json
runbook create --name <run>-book --steps '[{"interface":"bios","step":"factory_reset","args":{},"order":1}]' -f json
runbook create --name CUSTOM_<RUN>_OTHER --steps '[]' -f json
runbook list -f json
runbook list --long -f json
runbook list --fields uuid name -f json
runbook delete <run>-book
runbook show CUSTOM_<RUN>_BOOK -f json
runbook show CUSTOM_NOTHING -f json
runbook set <runbook> --name CUSTOM_<RUN>_OTHER_BOOK --extra c=d
runbook set <runbook> --public
runbook trait add <runbook> CUSTOM_GPU
runbook trait list <runbook> -f json
runbook trait remove <runbook> CUSTOM_GPU
runbook unset <runbook> --extra a
runbook unset <runbook> --owner
runbook show <runbook> -f json
runbook delete <runbook>
runbook delete <runbook>

<rule> = inspection rule create --description <run> --priority 5 --conditions '[]' --actions '[{"op":"set-attribute","args":{"path":"/extra/a","value":"b"}}]' -f json
inspection rule create --description <run> --conditions '[]' --actions '[{"op":"nothing","args":{}}]' -f json
inspection rule create --description <run> --conditions '[]' --actions '[]' -f json
inspection rule list -f json
inspection rule list --long -f json
inspection rule show <rule> -f json
inspection rule show 11111111-2222-3333-4444-555555555555 -f json
inspection rule set <rule> --priority 7 --description <run>-new
inspection rule set <rule> --conditions '[{"op":"is-true","args":{"value":"{inventory[cpu]}"}}]'
inspection rule unset <rule> --description
inspection rule show <rule> -f json
inspection rule delete <rule>
inspection rule delete <rule>
`

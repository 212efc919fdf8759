/** The life of an instance on a node. */
export const instanceCommands = `
node set <a> --instance-uuid <instance>
node set <b> --instance-uuid <instance>
node show --instance 11111111-2222-3333-4444-555555555555 -f json
node list --associated --resource-class <run> -f json
node show --instance <instance> --fields uuid instance_uuid -f json
node delete <a>
node set <a> --instance-info image_source=http://127.0.0.1/image --instance-info root_gb=10 --instance-info image_checksum=0123456789abcdef0123456789abcdef
node validate <a> -f json
node deploy <a> --config-drive '{"meta_data":{"hostname":"one"},"user_data":"#!/bin/sh","network_data":{}}' --deploy-steps '[{"interface":"deploy","step":"nothing","args":{},"priority":50}]' --wait 60
settle <a>
node show <a> --fields provision_state last_error instance_info -f json
node deploy <a> --config-drive '{"meta_data":{"hostname":"one"},"user_data":"#!/bin/sh","network_data":{}}' --wait 60
settle <a>
node show <a> -f json
node list --resource-class <run> --provision-state active -f json
node deploy <a>
node provide <a>
node manage <a>
<backfilled> = allocation create --node <a> --resource-class <run> --name <run>-backfilled --wait 30 -f json
allocation show <backfilled> -f json
allocation delete <backfilled>
node show <a> --fields instance_uuid allocation_uuid -f json
allocation create --node <a> --resource-class <run>-other -f json
allocation create --node <a> --uuid <instance-2> -f json
allocation show <instance-2> -f json
allocation delete <instance-2>
node unset <a> --instance-uuid
node set <a> --resource-class <run>-new
node set <a> --driver-info a=b
node delete <a>
node set <a> --protected --protected-reason 'not this one'
node undeploy <a>
node rebuild <a>
node delete <a>
node show <a> --fields protected protected_reason -f json
node unset <a> --protected
node rebuild <a> --wait 60 --config-drive '{"meta_data":{"hostname":"two"}}'
settle <a>
node show <a> -f json
node rescue <a> --wait 60 --rescue-password ''
node rescue <a> --wait 60 --rescue-password secret
settle <a>
node show <a> -f json
node rescue <a> --rescue-password secret
node reboot <a>
settle <a>
node unrescue <a> --wait 60
settle <a>
node show <a> --fields provision_state instance_info power_state -f json
node power off <a>
settle <a>
node power on <a>
settle <a>
node service <a> --service-steps '[{"interface":"bios","step":"factory_reset"}]' --wait 60
settle <a>
node show <a> --fields provision_state target_provision_state last_error -f json
node set <a> --retired --retired-reason 'too old'
node show <a> --fields retired retired_reason -f json
node list --retired --resource-class <run> --fields uuid retired -f json
node unset <a> --retired
node undeploy <a> --wait 60
settle <a>
node show <a> -f json
node history list <a> -f json
node history list <a> --long -f json
`

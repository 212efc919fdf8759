/** Power and provision states, up to a node that can be deployed. */
export const stateCommands = `
node provide <a>
node deploy <a>
node inspect <a>
node undeploy <a>
node rescue <a> --rescue-password x
node unrescue <a>
node rebuild <a>
node clean <a> --clean-steps '[{"interface":"deploy","step":"x"}]'
node abort <a>
node adopt <a>
node unhold <a>
node manage <run>-nowhere
node manage <a> --wait 60
settle <a>
node show <a> -f json
node power on <a>
settle <a>
node show <a> --fields power_state target_power_state last_error -f json
node power off <a> --soft
settle <a>
node show <a> --fields power_state target_power_state last_error -f json
node power off <a>
settle <a>
node reboot <a>
settle <a>
node show <a> --fields power_state target_power_state last_error -f json
node reboot <a> --soft --power-timeout 10
settle <a>
node power on <a> --power-timeout 0
node power on <a> --power-timeout 10
settle <a>
node power off <a>
settle <a>
node power off <run>-nowhere
node validate <a> -f json
node validate <run>-nowhere -f json

node maintenance set <a> --reason 'a new fan'
node show <a> --fields maintenance maintenance_reason -f json
node list --maintenance --resource-class <run> --fields uuid maintenance -f json
node maintenance set <a>
node maintenance unset <a>
node maintenance unset <a>
node maintenance set <run>-nowhere
node show <a> --fields maintenance maintenance_reason fault -f json

node inspect <a> --wait 60
settle <a>
node show <a> --fields provision_state inspection_started_at inspection_finished_at last_error -f json
node inventory save <a>
node clean <a> --wait 60 --clean-steps '[{"interface":"deploy","step":"nothing"}]'
settle <a>
node clean <a> --wait 60 --clean-steps '[{"interface":"bios","step":"factory_reset"}]'
settle <a>
node show <a> --fields provision_state target_provision_state clean_step last_error maintenance -f json
node clean <a> --clean-steps nonsense
node clean <a> --clean-steps '[{"step":"x"}]'
node manage <a> --wait 60
settle <a>
node clean <a> --wait 60 --clean-steps '[{"interface":"bios","step":"factory_reset"}]'
settle <a>
node clean <a> --wait 60 --clean-steps '[{"interface":"vendor","step":"log_passthrough","args":{}}]'
settle <a>
node provide <a> --wait 60
settle <a>
node show <a> -f json
node manage <b> --wait 60
node power off <b>
settle <b>
node provide <b> --wait 60
settle <b>
node list --resource-class <run> --provision-state available -f json
`

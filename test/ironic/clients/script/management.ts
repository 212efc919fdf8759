/** Reads and changes what the management controller of a node offers. */
export const managementCommands = `
node boot device show <a> -f json
node boot device show <a> --supported -f json
node boot device set <a> pxe
node boot device show <a> -f json
node boot device set <a> disk --persistent
node boot device show <a> -f json
node boot device set <run>-nowhere pxe
node boot mode set <a> uefi
settle <a>
node secure boot on <a>
settle <a>
node secure boot off <a>
settle <a>
node show <a> --fields boot_mode secure_boot last_error -f json
node inject nmi <a>
node inject nmi <run>-nowhere
node console show <a> -f json
node console enable <a>
settle <a>
node console show <a> -f json
node show <a> --fields console_enabled -f json
node console disable <a>
settle <a>
node console show <a> -f json
node console show <run>-nowhere -f json
node bios setting list <a> -f json
node bios setting list <a> --long -f json
node bios setting show <a> nothing -f json
node bios setting list <run>-nowhere -f json
node firmware list <a> -f json
node firmware list <run>-nowhere -f json
node passthru list <a> -f json
node passthru call <a> nothing
node passthru call <a> first_method --arg bar=meow
node passthru call <a> second_method --arg bar=kazoo
node passthru call <a> bmc_reset --http-method POST --arg warm=true
settle <a>
<event> = node history list <a> -f json
node history get <a> <event> -f json
node history get <a> 11111111-2222-3333-4444-555555555555 -f json

<conductor> = node show <a> --fields conductor -f json
conductor list -f json
conductor list --long -f json
conductor show <conductor> -f json
conductor show <conductor> --fields hostname conductor_group -f json
conductor list --fields hostname conductor_group alive -f json
conductor show nowhere.example -f json
driver list -f json
driver list --long -f json
driver list --fields name hosts -f json
driver list --type dynamic -f json
driver list --type classic -f json
driver show fake-hardware -f json
driver show fake-hardware --fields name hosts -f json
driver show nothing -f json
driver property list fake-hardware -f json
driver property list nothing -f json
driver passthru list fake-hardware -f json
driver passthru list nothing -f json
driver passthru call fake-hardware nothing
driver raid property list fake-hardware -f json
driver raid property list nothing -f json
`

/** Part of each secret. It has no shape that identifies it as a secret. */
export const CANARY = 'c4n4ry-7e1'

const SIGNED = `https://reader:${CANARY}@store.test/v1/a.raw?temp_url_sig=${CANARY}&temp_url_expires=1`

const NAMES =
  'password redfish_password ipmi_password ipmi_hex_kg_key irmc_password irmc_snmp_auth_password irmc_snmp_priv_password ' +
  'irmc_snmp_community drac_password ilo_password xclarity_password snmp_auth_key snmp_priv_key snmp_community ' +
  'auth_password discovery_auth_password rescue_password hashed_rescue_password admin_pass adminPass rootpwd ' +
  'auth_token agent_secret_token agent_token X-Auth-Token token swift_temp_url_key ' +
  'configdrive config_drive user_data image_pull_secret private_key'

const URL_NAMES = 'console_url image_url image_source temp_url kernel boot_iso agent_url endpoint'

/** Fields of Ironic, its drivers and its clients that contain a secret, with a realistic value. */
export const CANARY_FIELDS: readonly (readonly [name: string, value: string])[] = [
  ...NAMES.split(' ').map((name) => [name, CANARY] as const),
  ...URL_NAMES.split(' ').map((name) => [name, SIGNED] as const),
]

/** All of them in one object. */
export const ALL_CANARIES: Readonly<Record<string, string>> = Object.fromEntries(CANARY_FIELDS)

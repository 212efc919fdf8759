/** Why we read a described cloud differently from openstacksdk, by the titles of the cases. */
const reasons: Readonly<Record<string, readonly string[]>> = {
  'Keystone would refuse what is sent; we say what is missing or too much before.': [
    'scopes: a default domain beside auth',
    'logins: an application credential with a project',
    'logins: no user',
    'values: a password like a boolean',
    // openstacksdk 4 refuses them too
    'logins: no password',
    'values: an empty password',
  ],
  'It takes every login without an auth_type for one by password, and fails with a TypeError of Python.': [
    'logins: auth_plugin',
    'logins: an application credential without an auth_type',
    'logins: a token without an auth_type',
  ],
  'It takes the text for a number or a date; what somebody wrote there is what they mean.': [
    'values: a password with leading noughts',
    'values: a password with a dot',
    'values: a password with underscores',
    'values: a password like a time',
    'values: a password like a date',
    'values: a microversion as a number',
  ],
  'It takes the text "false" for the name of a file of authorities.': [
    'certificates: verify as a text',
    'environment: not verified',
  ],
  'It ignores a key without a certificate; we refuse it, since nobody writes it for nothing.': [
    'certificates: a key without its certificate',
  ],
  'It logs a warning and goes on without what it cannot use, and logs in somewhere else than was meant.': [
    'files: bad YAML here, a good file there',
    'files: keys that stand twice',
    'files: a profile that is not there',
  ],
  'It refuses the name even where no variables describe a cloud of that name.': [
    'files: a cloud named envvars',
  ],
  'The variable chooses a region of any cloud for the openstack command, and so it does for us.': [
    'environment: only what chooses',
  ],
  'Of a field in auth and beside it, openstacksdk of before 1.0 takes the former; we do as the later ones.': [
    'scopes: a project in auth and beside',
    'scopes: domains in auth and beside',
  ],
  'Its own defaults come before what the profile says, but only for variables.': ['environment: a profile'],
}

/** Every intended difference. One that no longer occurs must be removed here. */
export const meantDifferences: readonly { readonly title: string; readonly reason: string }[] =
  Object.entries(reasons).flatMap(([reason, titles]) => titles.map((title) => ({ title, reason })))

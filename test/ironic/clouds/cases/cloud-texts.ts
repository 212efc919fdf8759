export const FOLDER = '.config/openstack'

export const URL = 'https://keystone.example/v3'

export const USER = 'username: ada, password: pw, user_domain_id: users'

/** Returns a cloud of a clouds.yaml, from the contents of `auth` and those beside it. */
export const metal = (auth: string, beside = '', url = URL): Record<string, string> => ({
  [`${FOLDER}/clouds.yaml`]: `clouds: { metal: { auth: { auth_url: "${url}", ${auth} }, ${beside} } }`,
})

export const project = `${USER}, project_name: web, project_domain_name: Web`

export const clouds = (text: string) => ({ [`${FOLDER}/clouds.yaml`]: text })

export const secure = (text: string) => ({ [`${FOLDER}/secure.yaml`]: text })

export const profiles = (text: string) => ({ [`${FOLDER}/clouds-public.yaml`]: text })

export const variables = {
  OS_AUTH_URL: URL,
  OS_USERNAME: 'ada',
  OS_PASSWORD: 'pw',
  OS_PROJECT_NAME: 'web',
  OS_USER_DOMAIN_NAME: 'Users',
  OS_PROJECT_DOMAIN_NAME: 'Web',
}

export const plain = `clouds: { metal: { auth: { auth_url: "${URL}", ${project} } } }`

export const named = (name: string) => plain.replace('metal', name).replace('ada', `user-of-${name}`)

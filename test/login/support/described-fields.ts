export const URL = 'https://keystone.example/v3'

export const METAL = `
clouds:
  metal:
    auth:
      auth_url: ${URL}
      username: ironic
      password: secret
      project_name: service
      user_domain_name: Users
      project_domain_id: default
`

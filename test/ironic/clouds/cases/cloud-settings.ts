import type { DescribedCloud } from '../described-cloud.js'
import { metal, USER, project, clouds, URL } from './cloud-texts.js'

export const values: Readonly<Record<string, DescribedCloud>> = {
  'a password of digits': {
    files: metal('username: ada, user_domain_id: u, project_id: p, password: 12345'),
  },
  'a long id of digits': {
    files: metal('user_id: 12345678901234567890123456789012, password: pw, project_id: p'),
  },
  'a password with leading noughts': {
    files: metal('username: ada, user_domain_id: u, project_id: p, password: 0123'),
  },
  'a password with a dot': {
    files: metal('username: ada, user_domain_id: u, project_id: p, password: 1.50'),
  },
  'a password with underscores': {
    files: metal('username: ada, user_domain_id: u, project_id: p, password: 1_000'),
  },
  'a password like a time': {
    files: metal('username: ada, user_domain_id: u, project_id: p, password: 12:30:45'),
  },
  'a password like a date': {
    files: metal('username: ada, user_domain_id: u, project_id: p, password: 2024-01-31'),
  },
  'a password like a boolean': {
    files: metal('username: ada, user_domain_id: u, project_id: p, password: yes'),
  },
  'a password in braces': {
    files: metal('username: ada, user_domain_id: u, project_id: p, password: "{x}"'),
  },
  'a project like a number': { files: metal(`${USER}, project_id: 1e3`) },
  'an empty password': { files: metal('username: ada, user_domain_id: u, project_id: p, password: ""') },
  'a microversion as a text': { files: metal(project, 'baremetal_default_microversion: "1.80"') },
  'a microversion as a version': { files: metal(project, 'baremetal_api_version: "1.80"') },
  'a version with a nought': { files: metal(project, 'baremetal_api_version: "1.0"') },
  'a microversion as a number': { files: metal(project, 'baremetal_default_microversion: 1.80') },
  'a microversion of another number': { files: metal(project, 'baremetal_default_microversion: 1.82') },
  'a timeout': { files: metal(project, 'api_timeout: 30') },
  'a timeout as a text': { files: metal(project, 'api_timeout: "30"') },
  'a timeout with a fraction': { files: metal(project, 'api_timeout: 2.5') },
  'a timeout that is no number': { files: metal(project, 'api_timeout: soon') },
  'a timeout of the service': { files: metal(project, 'api_timeout: 30, baremetal_timeout: 60') },
  'merge keys': {
    files: clouds(
      `base: &base { auth_url: "${URL}", ${project} }\nclouds: { metal: { auth: { <<: *base, project_name: other } } }`,
    ),
  },
}

export const places: Readonly<Record<string, DescribedCloud>> = {
  'an interface': { files: metal(project, 'interface: internal') },
  'an interface of the service': { files: metal(project, 'interface: admin, baremetal_interface: internal') },
  'an interface by an alias of the service': {
    files: metal(project, 'interface: admin, bare_metal_interface: internal'),
  },
  'several interfaces': { files: metal(project, 'interface: [nowhere, internal]') },
  'an endpoint_type': { files: metal(project, 'endpoint_type: internalURL') },
  'an interface and an endpoint_type': { files: metal(project, 'interface: admin, endpoint_type: internal') },
  'an endpoint_type and an interface': { files: metal(project, 'endpoint_type: internal, interface: admin') },
  'an endpoint_type of the service': { files: metal(project, 'baremetal_endpoint_type: internal') },
  'an interface that there is not': { files: metal(project, 'interface: secret') },
  'a region': { files: metal(project, 'region_name: south') },
  'a region that the catalog has not': { files: metal(project, 'region_name: west') },
  'a region of the service': { files: metal(project, 'region_name: south, baremetal_region_name: north') },
  'a region of digits': { files: metal(project, 'region_name: 1, interface: internal') },
  'a region that is asked for': { files: metal(project), region: 'south' },
  'another region than the only one': { files: metal(project, 'region_name: south'), region: 'north' },
  'regions with a comma': { files: metal(project, 'region_name: "south,north"') },
  'the second of regions with a comma': {
    files: metal(project, 'region_name: "south,north"'),
    region: 'north',
  },
  'a list of regions': { files: metal(project, 'regions: [south, north]') },
  'the second of a list of regions': { files: metal(project, 'regions: [south, north]'), region: 'north' },
  'no region of a list': { files: metal(project, 'regions: [south, north]'), region: 'west' },
  'regions with values': {
    files: metal(project, 'regions: [{ name: south, values: { interface: internal } }, north]'),
  },
  'regions with a login of their own': {
    files: metal(
      project,
      'regions: [{ name: south, values: { auth: { auth_url: "https://south.example/v3", password: its } } }]',
    ),
  },
  'regions without values': { files: metal(project, 'regions: [{ name: south }]') },
  'a region without a name': { files: metal(project, 'regions: [{ values: {} }]') },
  'a region with what it may not have': { files: metal(project, 'regions: [{ name: south, interface: x }]') },
  'an empty list of regions': { files: metal(project, 'regions: []') },
  'an endpoint': { files: metal(project, 'baremetal_endpoint_override: "http://ironic:6385/v1"') },
  'an endpoint of old': { files: metal(project, 'baremetal_endpoint: "http://ironic:6385"') },
  'an endpoint by an alias of the service': {
    files: metal(project, 'bare_metal_endpoint_override: "http://ironic:6385"'),
  },
  'an endpoint with a hole': {
    files: metal(project, 'region_name: south, baremetal_endpoint_override: "http://{region_name}/metal"'),
  },
  'a type of the service': { files: metal(project, 'baremetal_service_type: bare-metal') },
  'another type of the service': { files: metal(project, 'baremetal_service_type: identity') },
  'a name of the service': { files: metal(project, 'baremetal_service_name: other') },
}

export const certificates: Readonly<Record<string, DescribedCloud>> = {
  'a CA': { files: metal(project, 'cacert: /etc/ca.pem') },
  'a CA at home': { files: metal(project, 'cacert: ~/ca.pem') },
  'a CA in the working folder': { files: metal(project, 'cacert: certs/ca.pem') },
  'verify false': { files: metal(project, 'verify: false') },
  'verify no': { files: metal(project, 'verify: no') },
  'verify as a text': { files: metal(project, 'verify: "false"') },
  'verify with the name of a file': { files: metal(project, 'verify: /etc/ca.pem') },
  'verify with the name of a file, and a CA': { files: metal(project, 'verify: /a.pem, cacert: /b.pem') },
  'verify null': { files: metal(project, 'verify: null') },
  'verify true and a CA': { files: metal(project, 'verify: true, cacert: /etc/ca.pem') },
  'verify false and a CA': { files: metal(project, 'verify: false, cacert: /etc/ca.pem') },
  insecure: { files: metal(project, 'insecure: true') },
  'insecure as a text': { files: metal(project, 'insecure: "True"') },
  'insecure yes as a text': { files: metal(project, 'insecure: "yes"') },
  'insecure false': { files: metal(project, 'insecure: false, cacert: /etc/ca.pem') },
  'insecure and verify': { files: metal(project, 'insecure: true, verify: true, cacert: /etc/ca.pem') },
  'a certificate': { files: metal(project, 'cert: ~/cert.pem') },
  'a certificate and its key': { files: metal(project, 'cert: ~/cert.pem, key: ~/key.pem') },
  'a key without its certificate': { files: metal(project, 'key: ~/key.pem') },
}

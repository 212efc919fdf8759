// Writes docs/coming-from/openstacksdk-coverage.md. Pass the folder of an openstacksdk and its release to read its methods again:
// npm run docs:coverage -- /usr/lib/python3/dist-packages/openstack 4.20.0
import { readFileSync, writeFileSync } from 'node:fs'
import { coveragePage, PAGE } from './coverage-page.js'
import { recordProxyMethods } from './proxy-methods.js'

const [folder, release] = process.argv.slice(2)
if (folder !== undefined && release !== undefined)
  recordProxyMethods(release, readFileSync(`${folder}/baremetal/v1/_proxy.py`, 'utf8'))
writeFileSync(PAGE, await coveragePage())

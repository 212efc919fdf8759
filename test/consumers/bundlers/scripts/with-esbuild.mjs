import { build } from 'esbuild'

const { entry, output, platform, format } = JSON.parse(process.argv[2])
await build({
  entryPoints: [entry],
  outfile: output,
  bundle: true,
  platform,
  format,
  target: platform === 'node' ? 'node20' : 'es2022',
  logLevel: 'warning',
})

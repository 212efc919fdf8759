import { build } from 'vite'

const { entry, output, platform, format } = JSON.parse(process.argv[2])
await build({
  configFile: false,
  logLevel: 'warn',
  ...(platform === 'node' && { ssr: { target: 'node', noExternal: true } }),
  build: {
    ...(platform === 'node'
      ? { ssr: entry }
      : { lib: { entry, formats: [format === 'esm' ? 'es' : 'cjs'] } }),
    outDir: '.',
    emptyOutDir: false,
    minify: false,
    rollupOptions: { output: { format: format === 'esm' ? 'es' : 'cjs', entryFileNames: output } },
  },
})

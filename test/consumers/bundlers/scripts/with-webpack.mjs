import webpack from 'webpack'

const { entry, output, platform, format } = JSON.parse(process.argv[2])
const esm = format === 'esm'
const stats = await new Promise((resolve, reject) => {
  webpack(
    {
      mode: 'production',
      optimization: { minimize: false },
      entry: `./${entry}`,
      target: platform === 'node' ? 'node20' : ['web', 'es2022'],
      output: {
        path: process.cwd(),
        filename: output,
        ...(esm && { module: true, library: { type: 'module' }, chunkFormat: 'module' }),
      },
      ...(esm && { experiments: { outputModule: true } }),
    },
    (error, result) => (error ? reject(error) : resolve(result)),
  )
})
if (stats.hasErrors() || stats.hasWarnings()) console.error(stats.toString('errors-warnings'))
process.exitCode = stats.hasErrors() ? 1 : 0

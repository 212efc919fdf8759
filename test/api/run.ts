import { Extractor, ExtractorConfig, ExtractorLogLevel } from '@microsoft/api-extractor'
import { declarationOf, ENTRIES, root } from '../../build/entries.js'

/**
 * Compares what each entry of the package exports, as it was built last, with its report in `etc`, so that a change of the
 * public names and types is seen in a review. With `--write` it writes the reports.
 */
const writes = process.argv.includes('--write')
const silent = { default: { logLevel: ExtractorLogLevel.None } }

const entries = Object.entries(ENTRIES).map(([entry, source]) => ({
  name: entry === 'index' ? 'ironic-driver' : entry,
  declaration: declarationOf(source),
}))
const changed = entries.filter(({ name, declaration }) => {
  const config = ExtractorConfig.prepare({
    configObject: {
      projectFolder: root,
      mainEntryPointFilePath: declaration,
      compiler: { tsconfigFilePath: `${root}tsconfig.build.json` },
      apiReport: {
        enabled: true,
        reportFileName: `${name}.api.md`,
        reportFolder: `${root}etc`,
        reportTempFolder: `${root}node_modules/.cache/api`,
        // A type that is not exported by name is part of the face all the same, where an exported one is made of it.
        includeForgottenExports: true,
      },
      docModel: { enabled: false },
      dtsRollup: { enabled: false },
      tsdocMetadata: { enabled: false },
      newlineKind: 'lf',
      messages: { extractorMessageReporting: silent, tsdocMessageReporting: silent },
    },
    configObjectFullPath: undefined,
    packageJsonFullPath: `${root}package.json`,
  })
  const { apiReportChanged } = Extractor.invoke(config, {
    localBuild: writes,
    messageCallback: (message) => {
      message.handled = message.logLevel !== ExtractorLogLevel.Error
    },
  })
  return apiReportChanged
})

const names = changed.map(({ name }) => `etc/${name}.api.md`).join(', ')
if (names === '') console.log('What the entries export is as their reports say.')
else if (writes) console.log(`Written: ${names}.`)
else {
  console.error(`The public face has changed. Run \`npm run api\`, and look at the changes of ${names}.`)
  process.exitCode = 1
}

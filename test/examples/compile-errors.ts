import { join } from 'node:path'
import ts from 'typescript'
import { projectRoot } from './run-example.js'

/** Compiles each text as a module of the project, without writing it anywhere. */
export function compileErrors(texts: readonly string[]): readonly string[] {
  const configPath = join(projectRoot, 'tsconfig.json')
  const read = ts.readConfigFile(configPath, (path) => ts.sys.readFile(path))
  const { options } = ts.parseJsonConfigFileContent(read.config, ts.sys, projectRoot)
  const files = new Map(texts.map((text, index) => [join(projectRoot, `markdown-block-${index}.ts`), text]))

  const host = ts.createCompilerHost(options)
  const onDisk = { ...host }
  host.fileExists = (path) => files.has(path) || onDisk.fileExists(path)
  host.readFile = (path) => files.get(path) ?? onDisk.readFile(path)
  const program = ts.createProgram([...files.keys()], options, host)
  return [...files.keys()].flatMap((path) => {
    const source = program.getSourceFile(path)
    const found = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)]
    return found.map(({ messageText, start = 0 }) => {
      const line = source?.text.slice(0, start).split('\n').at(-1) ?? ''
      return `${path}: ${line.trim()}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`
    })
  })
}

import { fileURLToPath } from 'node:url'
import ts from 'typescript'

const root = fileURLToPath(new URL('../../', import.meta.url))

/** What can be called on an `IronicDriver`, by its path from there: `power.on`, `client.nodes.get`. */
export function publicMethods(): ReadonlySet<string> {
  const config = ts.getParsedCommandLineOfConfigFile(`${root}tsconfig.json`, undefined, {
    ...ts.sys,
    onUnRecoverableConfigFileDiagnostic: (problem) => {
      throw new Error(ts.flattenDiagnosticMessageText(problem.messageText, '\n'))
    },
  })
  const entry = `${root}src/index.ts`
  const program = ts.createProgram([entry], config?.options ?? {})
  const checker = program.getTypeChecker()
  const source = program.getSourceFile(entry)
  const index = source && checker.getSymbolAtLocation(source)
  const driver = index && checker.getExportsOfModule(index).find(({ name }) => name === 'IronicDriver')
  if (driver === undefined) throw new Error(`${entry} exports no IronicDriver.`)
  const found = new Set<string>()
  const collect = (type: ts.Type, before: string, depth: number): void => {
    for (const property of checker.getPropertiesOfType(type)) {
      if (property.name.startsWith('#') || property.name.startsWith('__')) continue
      const path = `${before}${property.name}`
      const own = checker.getTypeOfSymbol(property)
      if (own.getCallSignatures().length > 0) found.add(path)
      else if (depth > 0) collect(own, `${path}.`, depth - 1)
    }
  }
  const aliased = driver.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(driver) : driver
  collect(checker.getDeclaredTypeOfSymbol(aliased), '', 2)
  return found
}

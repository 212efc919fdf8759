import { defineConfig } from 'eslint/config'
import regexp from 'eslint-plugin-regexp'
import tseslint from 'typescript-eslint'
import { tsImport } from 'tsx/esm/api'

const { noDroppedResult } = await tsImport('./test/lint/no-dropped-result.ts', import.meta.url)

export default defineConfig(
  {
    ignores: [
      'dist/',
      'coverage/',
      'docs/.vitepress/{cache,dist}/',
      'docs/public/',
      'reports/',
      '.stryker-tmp/',
    ],
  },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    plugins: { regexp, local: { rules: { 'no-dropped-result': noDroppedResult } } },
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      'local/no-dropped-result': 'error',
      // What a server wrote may be of any length: a regular expression must not take the square of it.
      'regexp/no-super-linear-backtracking': ['error', { report: 'potential' }],
      'regexp/no-super-linear-move': ['error', { report: 'potential' }],
      // `return resolve()` and `() => end('caller')` say on one line that nothing comes after.
      '@typescript-eslint/no-confusing-void-expression': 'off',
      // A resource has a name of its own, under which documents list its fields.
      '@typescript-eslint/no-empty-object-type': ['error', { allowInterfaces: 'with-single-extends' }],
      // `node?.reservation !== null` is true where there is no node; written out, both cases can be read.
      '@typescript-eslint/prefer-optional-chain': 'off',
      // Ironic's bodies are objects with any keys, and a JSON patch takes some of them away.
      '@typescript-eslint/no-dynamic-delete': 'off',
      // Brackets mark a key that the type does not promise.
      '@typescript-eslint/dot-notation': ['error', { allowIndexSignaturePropertyAccess: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      // In texts that come from a server or a query, empty means absent.
      '@typescript-eslint/prefer-nullish-coalescing': ['error', { ignorePrimitives: { string: true } }],
      // A name of underscores takes the place of a value that is left out on purpose.
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_+$', varsIgnorePattern: '^_+$' },
      ],
    },
  },
  {
    // These look over what plain JavaScript, or a transport of someone else, may hand in against its type.
    files: ['src/transport/{ky-transport-options,recording-transport,request-check}.ts'],
    rules: {
      '@typescript-eslint/no-unnecessary-condition': 'off',
      '@typescript-eslint/no-unnecessary-boolean-literal-compare': 'off',
    },
  },
)

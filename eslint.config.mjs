import { builtinModules } from 'node:module';
import js from '@eslint/js';
import nx from '@nx/eslint-plugin';
import { defineConfig, globalIgnores } from 'eslint/config';
import globals from 'globals';
import tseslint from 'typescript-eslint';

const layer = (name, may) => ({
  sourceTag: `layer:${name}`,
  onlyDependOnLibsWithTags: may.map((other) => `layer:${other}`),
});
const npm = (tag, ...packages) => ({
  sourceTag: tag,
  allowedExternalImports: [...packages, 'vitest'],
});

const depConstraints = [
  layer('core', []),
  layer('testing', ['core']),
  layer('operations', ['core', 'testing']),
  layer('adapter', ['core', 'testing']),
  layer('edge', ['core', 'operations', 'testing']),
  layer('kernel', ['core', 'operations', 'adapter', 'testing']),
  layer('app', ['core', 'kernel', 'edge', 'testing']),
  layer('tool', ['core', 'operations', 'adapter', 'edge', 'kernel', 'testing']),
  npm('layer:core'),
  npm('layer:testing', 'ssh2'),
  npm('layer:operations', 'diff', 'jsonc-parser', 'zod'),
  npm('scope:docker', 'dockerode', 're2js', 'tar-fs', 'tar-stream', 'zod'),
  npm('scope:state', 'better-sqlite3', 'kysely', 'kysely/*', 'zod'),
  npm('scope:policy', 'jose', 'picomatch', 'zod'),
  npm('scope:audit', 'zod'),
  npm('scope:streaming', 'zod'),
  npm('scope:telemetry', '@opentelemetry/*', 'prom-client', 'winston', 'zod'),
  npm('scope:mcp', '@modelcontextprotocol/*', 'cors', 'express', 'helmet', 'zod'),
  npm('scope:console', 'preact', 'preact/*', 'zod'),
  npm('layer:kernel', 'zod'),
];

const tests = ['**/*.test.ts', '**/*.test-d.ts'];

const testOnly = {
  regex: '^(@devbench/testing|vitest)(/|$)',
  message: 'Only tests may import this.',
};
const sdk = {
  regex: '^@modelcontextprotocol/',
  message: 'Only libs/mcp (and tests, as a client) may import the MCP SDK.',
};
const processGlobals = {
  regex: '^(node:)?(process|console)$',
  message: 'Only apps touch the process; a lib gets what it needs as an argument.',
};
const nodeBuiltins = {
  regex: `^(node:.*|(${builtinModules.join('|')}))$`,
  message: 'Here is no I/O: declare a port in core and let an adapter use Node.',
};
/** ESLint replaces a rule's options as a whole, so each room lists all that it forbids. */
const forbidImports = (files, ignores, ...patterns) => ({
  files,
  ignores,
  rules: { 'no-restricted-imports': ['error', { patterns }] },
});

export default defineConfig(
  globalIgnores(['**/dist/', '**/target/', '**/tmp/', '**/coverage/', '.nx/', '.devbench/']),
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  js.configs.recommended,
  {
    files: ['**/*.{js,mjs,cjs}'],
    languageOptions: { globals: globals.node },
  },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      '@typescript-eslint/consistent-type-exports': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-import-type-side-effects': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      // `() => void call()` and `${count}` are clear as they are.
      '@typescript-eslint/no-confusing-void-expression': [
        'error',
        { ignoreArrowShorthand: true, ignoreVoidReturningFunctions: true },
      ],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      // A loop that only returns or throws is how frames and polls are read.
      '@typescript-eslint/no-unnecessary-condition': [
        'error',
        { allowConstantLoopConditions: 'only-allowed-literals' },
      ],
      // `async` without `await` turns a throw into the rejection that a port promises.
      '@typescript-eslint/require-await': 'off',
      // The SDK marks `Server` as "only for advanced use cases"; a generated tool set is one.
      '@typescript-eslint/no-deprecated': [
        'error',
        {
          allow: [
            { from: 'package', name: 'Server', package: '@modelcontextprotocol/sdk' },
            { from: 'package', name: 'Server', package: '@modelcontextprotocol/server' },
          ],
        },
      ],
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
      'no-restricted-syntax': [
        'error',
        { selector: 'ExportDefaultDeclaration', message: 'Export by name.' },
      ],
      'max-lines': ['error', { max: 250, skipBlankLines: true, skipComments: true }],
      'no-console': 'error',
    },
  },
  {
    files: ['{apps,libs,tools}/**/*.ts'],
    plugins: { '@nx': nx },
    rules: {
      '@nx/enforce-module-boundaries': [
        'error',
        { depConstraints, banTransitiveDependencies: true },
      ],
    },
  },
  {
    files: ['apps/**/*.ts'],
    rules: { 'max-lines': ['error', { max: 150, skipBlankLines: true, skipComments: true }] },
  },
  {
    files: ['libs/**/*.ts'],
    ignores: [...tests, 'libs/kernel/src/process.ts'],
    rules: { 'no-restricted-globals': ['error', 'process', 'console'] },
  },
  forbidImports(['apps/**/*.ts'], [...tests, 'apps/*/src/testing/**'], testOnly, sdk),
  forbidImports(
    ['libs/**/*.ts'],
    [...tests, 'libs/testing/**', 'libs/*/src/testing/**'],
    testOnly,
    processGlobals,
  ),
  forbidImports(['libs/{core,operations}/**/*.ts'], tests, testOnly, nodeBuiltins),
  forbidImports(['libs/kernel/src/process.ts'], [], testOnly),
  {
    files: ['tools/**/*.ts'],
    rules: { 'no-console': 'off' },
  },
  {
    // Their types are those of the packed packages; tools/packages checks them.
    files: ['examples/**/*.ts'],
    extends: [tseslint.configs.disableTypeChecked],
  },
  {
    files: ['*.ts'],
    extends: [tseslint.configs.disableTypeChecked],
    rules: { 'no-restricted-syntax': 'off' },
  },
);

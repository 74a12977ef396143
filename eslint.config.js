import eslint from '@eslint/js'
import prettier from 'eslint-config-prettier'
import importX from 'eslint-plugin-import-x'
import tseslint from 'typescript-eslint'

const mind = ['lock', 'plan', 'audit', 'report', 'restore', 'retry', 'workflow', 'clock.ts', 'errors.ts'].map(
  (name) => `./src/${name}`,
)
const hands = ['terraform', 'backend', 'github', 'plan-store', 'runner'].map((name) => `./src/${name}`)
const story = ['./src/commands']
const doors = ['main.ts', 'post.ts', 'index.ts', 'cli.ts', 'cli-entry.ts'].map((name) => `./src/${name}`)
const glob = (paths) => paths.map((path) => (path.endsWith('.ts') ? path : `${path}/**`).slice(2))

/** Who may touch what is outside; everything else in src/ may not. */
const outside = [
  { group: ['@actions/artifact'], folders: ['plan-store'] },
  { group: ['@actions/github', '@octokit/*'], folders: ['github'] },
  { group: ['node:child_process'], folders: ['terraform', 'runner'] },
  { group: ['@aws-sdk/*'], folders: ['backend', 'plan-store'] },
  { group: ['@smithy/*', 'node:http', 'node:https', 'node:tls'], folders: ['backend'] },
  { group: ['node:fs', 'node:fs/*'], folders: ['terraform', 'backend', 'plan-store', 'runner'] },
  { group: ['node:timers', 'node:timers/*'], folders: ['runner'] },
  { group: ['yaml', '@actions/expressions'], folders: ['workflow'] },
]
const forbiddenImports = (folder) => ({
  // no-restricted-imports does not see import().
  'no-restricted-syntax': [
    'error',
    ...outside
      .filter(({ folders }) => !folders.includes(folder))
      .flatMap(({ group, folders }) =>
        group.map((name) => ({
          selector: `ImportExpression > Literal[value=/^${name.replace('/*', '\\u002F').replace('/', '\\u002F')}/]`,
          message: `Only src/${folders.join(', src/')} may import it.`,
        })),
      ),
  ],
  'no-restricted-imports': [
    'error',
    {
      patterns: outside
        .filter(({ folders }) => !folders.includes(folder))
        .map(({ group, folders }) => ({
          group,
          message: `Only src/${folders.join(', src/')} may import it.`,
        })),
    },
  ],
})
const impure = [
  ['process', 'env', 'The environment comes in by parameter, from src/index.ts.'],
  ['Date', 'now', 'Time comes in by parameter: src/clock.ts.'],
  ['Math', 'random', 'Chance comes in by parameter: src/clock.ts.'],
].map(([object, property, message]) => ({ object, property, message }))
const impureGlobals = ['setTimeout', 'setInterval', 'setImmediate', 'performance', 'fetch']

export default tseslint.config(
  { ignores: ['dist/', 'cli/', 'coverage/', '.stryker/', 'node_modules/', '**/.terraform/'] },
  eslint.configs.recommended,
  tseslint.configs.strictTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: { allowDefaultProject: ['*.js'] } } },
    plugins: { 'import-x': importX },
    settings: { 'import-x/resolver-next': [importX.createNodeResolver({ extensions: ['.ts', '.js'] })] },
    rules: {
      '@typescript-eslint/explicit-function-return-type': ['error', { allowExpressions: true }],
      '@typescript-eslint/return-await': ['error', 'always'],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/consistent-type-imports': 'error',
      'import-x/no-cycle': 'error',
      'import-x/no-extraneous-dependencies': 'error',
      'import-x/no-restricted-paths': [
        'error',
        {
          zones: [
            { target: mind, from: [...hands, ...story, ...doors] },
            { target: hands, from: [...story, ...doors] },
            { target: story, from: doors },
            { target: './src', from: ['./__tests__', './demo', './bench', './scripts'] },
          ],
        },
      ],
      'no-console': 'error',
      'no-control-regex': 'off',
    },
  },
  {
    files: ['src/**'],
    ignores: ['src/index.ts', 'src/cli-entry.ts'],
    rules: {
      'no-restricted-properties': ['error', ...impure],
      'no-restricted-globals': ['error', ...impureGlobals],
    },
  },
  { files: glob(mind), rules: forbiddenImports('mind') },
  { files: glob(story), rules: forbiddenImports('story') },
  ...['workflow', 'terraform', 'backend', 'github', 'plan-store', 'runner'].map((folder) => ({
    files: [`src/${folder}/**`],
    rules: forbiddenImports(folder),
  })),
  {
    files: ['src/runner/system.ts'],
    rules: { 'no-restricted-properties': 'off', 'no-restricted-globals': 'off' },
  },
  {
    files: ['__tests__/**', 'demo/**', 'bench/**', 'scripts/**'],
    rules: {
      'no-console': 'off',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/unbound-method': 'off',
    },
  },
  {
    files: ['**/*.js'],
    extends: [tseslint.configs.disableTypeChecked],
    rules: { '@typescript-eslint/explicit-function-return-type': 'off' },
  },
  prettier,
)

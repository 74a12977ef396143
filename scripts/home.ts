/**
 * Writes where the action lives, and how the npm package is called, into all that tells it: package.json alone says it.
 * With `--check` it writes nothing and fails where some file says otherwise.
 */
import { globSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')
const files = ['README.md', 'SECURITY.md', 'docs/**/*.md', 'examples/**/*.{md,yml}', '.github/**/*.{md,yml}']

/** `OWNER/lockstep` and `@OWNER/lockstep`, of `repository` and `name`. */
export interface Home {
  readonly repository: string
  readonly packageName: string
}

export function homeFromPackage(text: string): Home {
  const { name, repository } = JSON.parse(text) as { readonly name: string; readonly repository: string }
  const [, home] = /^github:([\w-]+\/[\w.-]+)$/.exec(repository) ?? []
  if (home === undefined)
    throw new Error(`package.json: "repository" is ${repository}, not github:OWNER/NAME`)
  return { repository: home, packageName: name }
}

/** What is used by its commit or version, the pages on GitHub, and the package that npx runs. */
export function withHome(text: string, { repository, packageName }: Home): string {
  return text
    .replace(/(?<=uses: )[\w-]+\/lockstep(?=[@/])/g, repository)
    .replace(/(?<![\w-])(?!acme\/)[\w-]+\/lockstep(?=@v\d)/g, repository)
    .replace(/(?<=https:\/\/github\.com\/)(?!acme\/)[\w-]+\/lockstep(?=\/)/g, repository)
    .replace(/(?<=--repo )[\w-]+\/lockstep\b/g, repository)
    .replace(/(?<=npx )@[\w-]+\/lockstep\b/g, packageName)
}

function run(isCheck: boolean): void {
  const home = homeFromPackage(readFileSync(join(root, 'package.json'), 'utf8'))
  for (const file of files.flatMap((pattern) => globSync(pattern, { cwd: root }))) {
    const path = join(root, file)
    const text = readFileSync(path, 'utf8')
    const wanted = withHome(text, home)
    if (text === wanted) continue
    if (!isCheck) writeFileSync(path, wanted)
    else {
      console.error(`${file} does not say ${home.repository}: run "npm run format".`)
      process.exitCode = 1
    }
  }
}

if (import.meta.main) run(process.argv.includes('--check'))

/**
 * Writes .github/workflows/terraform-enterprise-server.yml from terraform.yml; with `--check` it writes nothing and fails
 * where the two do not agree.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const folder = new URL('../.github/workflows/', import.meta.url)
const source = fileURLToPath(new URL('terraform.yml', folder))
const target = fileURLToPath(new URL('terraform-enterprise-server.yml', folder))

/** Each text as often as it stands there, and what an Enterprise Server gets in its place. */
const changes: readonly [text: string, times: number, instead: string][] = [
  [
    '# How to call it: examples/call-terraform.yml.',
    1,
    `# For GitHub Enterprise Server, made from terraform.yml by \`npm run format\`: without \`queue\` and \`deployment\`, which it does
# not know. Of several applies that wait for one state it keeps the newest and cancels the others; run those again. It has
# no artifacts that plans could be kept in, so the state has to be in S3.
# How to call it: examples/call-terraform.yml.`,
  ],
  ['      queue: max\n', 1, ''],
  [
    '    environment:\n      name: ${{ inputs.plan-environment }}\n      deployment: false\n',
    2,
    '    environment: ${{ inputs.plan-environment }}\n',
  ],
]

let text = readFileSync(source, 'utf8')
const problems: string[] = []
for (const [before, times, instead] of changes) {
  const found = text.split(before).length - 1
  if (found !== times) problems.push(`terraform.yml has ${found} times, and not ${times}: ${before.trim()}`)
  text = text.replaceAll(before, () => instead)
}
if (process.argv.includes('--check')) {
  if (!existsSync(target) || readFileSync(target, 'utf8') !== text)
    problems.push('terraform-enterprise-server.yml is not the one of terraform.yml: run `npm run format`')
} else if (problems.length === 0) {
  writeFileSync(target, text)
}
for (const problem of problems) console.error(problem)
process.exitCode = problems.length > 0 ? 1 : 0

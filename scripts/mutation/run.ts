import { spawnSync } from 'node:child_process'
import { readFileSync, rmSync } from 'node:fs'

interface Report {
  readonly files: Readonly<Record<string, { readonly mutants: readonly { readonly status: string }[] }>>
}

const reportFile = '.stryker/mutation.json'
const stryker = 'node_modules/@stryker-mutator/core/bin/stryker.js'
rmSync(reportFile, { force: true })
const { status } = spawnSync(process.execPath, [stryker, 'run', ...process.argv.slice(2)], {
  stdio: 'inherit',
  env: { ...process.env, LOCKSTEP_PROPERTY_RUNS: '20' },
})

const { files } = JSON.parse(readFileSync(reportFile, 'utf8')) as Report
const folderOf = (file: string): string => file.split('/').slice(0, 2).join('/')
const folders = Map.groupBy(Object.entries(files), ([file]) => folderOf(file))
for (const [folder, ofFolder] of [...folders, ['all', Object.entries(files)] as const]) {
  const mutants = ofFolder.flatMap(([, file]) => file.mutants)
  const count = (...statuses: string[]): number =>
    mutants.filter((mutant) => statuses.includes(mutant.status)).length
  const [killed, survived] = [count('Killed', 'Timeout'), count('Survived', 'NoCoverage')]
  const score = ((100 * killed) / (killed + survived)).toFixed(1)
  console.log(
    `${folder}: ${killed + survived} mutants, ${killed} killed, ${survived} survived, score ${score} %`,
  )
}
process.exitCode = status ?? 1

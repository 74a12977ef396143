import { row, type AuditRow } from './check.ts'
import type { StateFacts } from './facts.ts'

export type Place = Pick<StateFacts, 'folder' | 'address' | 'type' | 'config'>

/** Whether folders that were audited together are apart. `failed`: how many more there are that init was refused. */
export function judgeSeparateState(state: Place, others: readonly Place[], failed: number): AuditRow {
  const check = 'separate-state'
  const same = others.filter((other) => nameOfState(other) === nameOfState(state)).map(({ folder }) => folder)
  if (same.length > 0)
    return row(
      check,
      'fail',
      `The same state as ${same.join(', ')}: each of them destroys what the other makes. Give each a key of its own.`,
    )
  if (failed > 0)
    return row(check, 'unknown', `Not known: ${String(failed)} of the folders could not be initialised.`)
  if (others.length === 0) return row(check, 'unknown', oneFolder)
  return row(
    check,
    'pass',
    others.length === 1
      ? 'The other folder has another.'
      : `None of the ${String(others.length)} other folders has it.`,
  )
}

const oneFolder = 'Not known: only one folder was given. Name all of them in working-directories.'

export function judgeSeparateProduction(state: Place, others: readonly Place[]): AuditRow {
  const check = 'separate-production'
  if (others.length === 0) return row(check, 'unknown', oneFolder)
  const production = [state, ...others].filter(isProduction)
  if (production.length === 0)
    return row(check, 'unknown', 'Not known: no folder or address has "prod" or "production" in it.')
  const store = nameOfStore(state)
  if (store === undefined)
    return row(
      check,
      'unknown',
      `Not known: what a backend "${state.type}" shares with others is not looked at.`,
    )
  const shares = (other: Place): boolean => nameOfStore(other) === store
  const mixed = isProduction(state)
    ? others.filter((other) => !isProduction(other) && shares(other))
    : production.filter(shares)
  const folders = mixed.map(({ folder }) => folder).join(', ')
  if (mixed.length === 0) return row(check, 'pass', 'No other environment has its state in the same bucket.')
  const told = isProduction(state)
    ? `Production has its state in one bucket with ${folders}`
    : `It has its state in one bucket with production (${folders})`
  return row(
    check,
    'warn',
    `${told}: whoever may write the one is a policy away from the other. Give production a bucket, better an account, of its own.`,
  )
}

const PRODUCTION = /(?<![a-z\d])(?:prod|production|prd|live)(?![a-z\d])/i
const NOT_PRODUCTION = /(?<![a-z])(?:non|not|pre)[-_]?(?:prod|production|prd|live)(?![a-z])/gi

function isProduction({ folder, address }: Place): boolean {
  return PRODUCTION.test(`${folder} ${address}`.replace(NOT_PRODUCTION, ''))
}

/** Stores of one's own may have buckets of one name. */
function nameOfState({ address, config }: Place): string {
  return `${endpointOf(config)} ${address}`
}

function nameOfStore({ type, config, folder }: Place): string | undefined {
  if (type === 'local') return `local ${folder}`
  const parts = [config['bucket'], config['storage_account_name'], config['container_name']]
  const names = parts.filter((part) => typeof part === 'string' && part !== '')
  return names.length === 0 ? undefined : [type, endpointOf(config), ...names].join(' ')
}

function endpointOf(config: Place['config']): string {
  const { endpoint, endpoints } = config
  const s3 =
    typeof endpoints === 'object' && endpoints !== null ? (endpoints as { s3?: unknown }).s3 : undefined
  return [endpoint, s3].filter((text) => typeof text === 'string').join(' ')
}

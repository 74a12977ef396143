import { judgeTold, row, type AuditRow, type CheckName } from './check.ts'
import type { LockTableFacts, TableDescription } from './facts.ts'
import { fixLockTable } from './fixes.ts'

/** What Terraform writes needs (internal/backend/remote-state/s3/client.go): one string key, named LockID. */
const KEY = 'LockID (S, HASH)'

export function judgeLockTable(table: string, { description, recovery }: LockTableFacts): AuditRow[] {
  const fix = fixLockTable(table)
  const ofTable = (check: CheckName, judge: (found: TableDescription) => AuditRow): AuditRow =>
    judgeTold(check, description, (found) =>
      found === undefined ? row(check, 'unknown', `Not known: there is no table "${table}".`) : judge(found),
    )
  return [
    judgeTold('lock-table', description, (found) =>
      found === undefined
        ? row('lock-table', 'fail', `There is no table "${table}".`, fix)
        : judgeKey(found, fix),
    ),
    ofTable('lock-table-billing', ({ billing }) =>
      judgeTold('lock-table-billing', billing, (mode) =>
        mode === 'PAY_PER_REQUEST'
          ? row('lock-table-billing', 'pass', 'PAY_PER_REQUEST.')
          : row(
              'lock-table-billing',
              'warn',
              'PROVISIONED: where its capacity is used up, locks are refused.',
              fix,
            ),
      ),
    ),
    judgeTold('lock-table-recovery', recovery, (isOn) =>
      isOn
        ? row('lock-table-recovery', 'pass', 'It is on.')
        : row(
            'lock-table-recovery',
            'warn',
            'It is off: the digests of the states could not be brought back.',
            fix,
          ),
    ),
    ofTable('lock-table-deletion', ({ isDeletionProtected }) =>
      judgeTold('lock-table-deletion', isDeletionProtected, (isOn) =>
        isOn
          ? row('lock-table-deletion', 'pass', 'It is on.')
          : row('lock-table-deletion', 'warn', 'It is off: with the table every lock would be gone.', fix),
      ),
    ),
  ]
}

function judgeKey({ status, key }: TableDescription, fix: string): AuditRow {
  if (key.length !== 1 || key[0] !== KEY)
    return row('lock-table', 'fail', `Its key is ${key.join(' and ')}; it has to be ${KEY} alone.`, fix)
  return status === 'ACTIVE' || status === 'UPDATING'
    ? row('lock-table', 'pass', `Its key is ${KEY}, and it is ${status}.`)
    : row('lock-table', 'fail', `It is ${status}, so no lock can be taken.`)
}

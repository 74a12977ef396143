import type { Patch } from './machine/loader.ts'

/** What the product would do if a rule were forgotten: its own text, changed in one place or two. */
export interface Defect {
  readonly name: string
  readonly patches: readonly Patch[]
}

function patch(file: string, find: string, replace: string): Patch {
  return { file, find, replace }
}

function defect(name: string, ...patches: readonly Patch[]): Defect {
  return { name, patches }
}

/** Of the lock: its removal, its annotation, whose it is. */
const ofLocks: readonly Defect[] = [
  defect(
    'unconditional-delete',
    patch(
      'backend/s3-lock.ts',
      'new DeleteObjectCommand({ ...object, IfMatch: etag })',
      'new DeleteObjectCommand(object)',
    ),
  ),
  defect(
    'unconditional-item-delete',
    patch(
      'backend/dynamodb-lock.ts',
      `      ConditionExpression: 'Info = :judged',
      ExpressionAttributeValues: { ':judged': { S: info } },
    })
    let`,
      '    })\n    let',
    ),
  ),
  defect(
    'condition-dropped-after-error',
    patch(
      'backend/s3-lock.ts',
      "send(command, { abortSignal }))\n        return { kind: 'removed' }",
      "send(tries === 0 ? command : new DeleteObjectCommand(object), { abortSignal }))\n        return { kind: 'removed' }",
    ),
  ),
  defect(
    'unsafe-store-trusted',
    patch('backend/conditional-writes.ts', 'defect === undefined\n', 'defect !== 1\n'),
  ),
  defect(
    'removal-assumed-after-error',
    patch(
      'backend/s3-lock.ts',
      '        failure = describeFailure(error)\n',
      "        failure = describeFailure(error)\n        return { kind: 'removed' }\n",
    ),
  ),
  defect(
    'etag-forgotten',
    patch('backend/s3-lock.ts', 'version: etag === undefined ? {} : { etag }', 'version: {}'),
  ),
  defect(
    'half-unlock',
    patch(
      'backend/both-locks.ts',
      "if (version.info !== undefined && ends[0]?.end.kind !== 'refused')",
      'if (version.etag === undefined)',
    ),
  ),
  defect(
    'half-read-lock-removed',
    patch('lock/removal.ts', '  const unread = unreadPartOf(lock)\n', '  const unread = undefined\n'),
  ),
  defect(
    'unsaved-state-ignored',
    patch('lock/removal.ts', '  if (unsaved !== undefined) return keep(unsaved, true)\n', ''),
  ),
  defect(
    'children-ignored',
    patch('lock/removal.ts', 'if (facts.processesLeft > 0) {', 'if (facts.processesLeft < 0) {'),
  ),
  defect(
    'lock-of-another-state',
    patch('lock/core-log.ts', 'id === undefined || pathOfFields(fields) !== path', 'id === undefined'),
  ),
  defect(
    'any-lock-taken-for-ours',
    patch(
      'lock/removal.ts',
      'locks.find(({ holder }) => ownLockIds.includes(holder.lockId))',
      'ownLockIds.length === 0 ? undefined : locks[0]',
    ),
  ),
  defect(
    'seen-lock-taken-for-ours',
    patch(
      'lock/removal.ts',
      'ownLockOf(reading, facts.ownLockIds) : undefined',
      "ownLockOf(reading, [...facts.ownLockIds, facts.seenLockId ?? '']) : undefined",
    ),
    patch(
      'lock/removal.ts',
      'describeUnsaved(facts, facts.unlockTried.includes(holder.lockId))',
      'describeUnsaved(facts, facts.unlockTried.includes(holder.lockId) || holder.lockId === facts.seenLockId)',
    ),
  ),
  defect(
    'young-lock-taken-for-ours',
    patch(
      'lock/removal.ts',
      "const lock = reading.kind === 'held' ? ownLockOf(reading, facts.ownLockIds) : undefined",
      "const lock = reading.kind === 'held' && Date.parse(reading.holder.created) >= facts.startedAt ? reading : undefined",
    ),
  ),
  defect(
    'own-lock-ids-shared',
    patch('commands/under-lock.ts', '[...journey.ownLockIds]', 'journey.ownLockIds'),
  ),
  defect(
    'unknown-read-taken-for-free',
    patch('backend/s3-lock.ts', 'if (isMissing(error)) return', 'if (error) return'),
  ),
  defect(
    'exit-look-skipped',
    patch(
      'commands/exit-look.ts',
      'removeIfOurs(deps, journey, backend, reading, {\n    ownLockIds: wasNeverMade',
      "removeIfOurs(deps, journey, backend, { kind: 'free' }, {\n    ownLockIds: wasNeverMade",
    ),
  ),
  defect(
    'annotation-without-compare',
    patch('backend/s3-lock.ts', '{ ...object, ...content, IfMatch: etag }', '{ ...object, ...content }'),
  ),
  defect(
    'annotation-of-any-lock',
    patch('lock/lock-edit.ts', "  if (fields?.ID !== lockId) return { kind: 'foreign' }\n", ''),
  ),
]

/** Of processes: who is asked to end, who is killed, and when. */
const ofProcesses: readonly Defect[] = [
  defect(
    'post-before-terraform-ends',
    patch(
      'commands/await-terraform.ts',
      'for (let isTold = false; await isAtWork(); isTold = true)',
      'for (let isTold = false; false; isTold = true)',
    ),
  ),
  defect(
    'second-interrupt',
    patch(
      'commands/await-terraform.ts',
      'let isInterrupted = terraform.isInterrupted === true',
      'let isInterrupted = false',
    ),
    patch(
      'commands/await-terraform.ts',
      '    if ((await followed.latestFacts()).interruptSeen) return\n',
      '',
    ),
  ),
  defect(
    'apply-killed-at-work',
    patch('commands/await-terraform.ts', 'if (!(await isNothingApplied()))\n', 'if (false)\n'),
  ),
  defect(
    'tombstone-skipped',
    patch('post.ts', '  layTombstone(runDirectory)\n', ''),
    patch(
      'post.ts',
      '  await endMain({ clock: systemClock, log, processes }, first.main, first.inputs.cancelGraceMs)\n',
      '',
    ),
  ),
  defect(
    'start-not-recorded',
    patch(
      'commands/run-terraform.ts',
      'recorder.begin({ operation, lockPath, ...starting }, secretsOf(journey))',
      '',
    ),
  ),
]

/** Of plans and states: what is applied, how often, and what is lost. */
const ofStates: readonly Defect[] = [
  defect(
    'nested-lock-error-trusted',
    patch(
      'lock/lock-failure.ts',
      '  if (facts.workSeen || coreLog.locked.length > 0) return undefined\n',
      '',
    ),
    patch(
      'lock/lock-failure.ts',
      "LOCK_ERROR_SUMMARY.test(summary.split('\\n', 1)[0] ?? '')",
      'summary !== ""',
    ),
  ),
  defect(
    'claim-skipped',
    patch(
      'commands/claim-plan.ts',
      '      if (held !== undefined) return\n      const nonce',
      '      if (held === undefined) return\n      const nonce',
    ),
  ),
  defect(
    'claim-assumed-after-error',
    patch(
      'plan-store/s3-ledger.ts',
      "if (writing.kind === 'failed') throw writing.error\n    }\n    throw new Error(`${bucket.addressOf(key)} changed",
      '    }\n    throw new Error(`${bucket.addressOf(key)} changed',
    ),
    patch(
      'plan-store/s3-ledger.ts',
      "if (writing.kind === 'written' && writing.etag !== undefined)",
      'if (true)',
    ),
    patch('plan-store/s3-ledger.ts', 'claim: { nonce, version: writing.etag }', 'claim: { nonce }'),
  ),
  defect(
    'claim-kept-by-post',
    patch(
      'commands/give-back-claim.ts',
      'if (claim === undefined || ledger === undefined) return',
      'if (ledger !== undefined) return',
    ),
  ),
  defect(
    'claim-given-back-after-apply',
    patch(
      'commands/give-back-claim.ts',
      '  if (wasStarted && settlement?.lockWasOurs !== false) return\n',
      '',
    ),
  ),
  defect(
    'marker-ignored',
    patch('commands/require-saved-state.ts', '  if (unsaved === undefined) return\n', '  return\n'),
  ),
  defect(
    'marker-not-written',
    patch(
      'commands/rescue-state.ts',
      'return await backend.unsaved?.keep(unsaved, text)',
      'return { copy: undefined, isMarked: false, problem: unsaved.reason }',
    ),
  ),
  defect(
    'push-without-lock',
    patch(
      'terraform/arguments.ts',
      '`-lock=${String(!ownLock)}`',
      '`-lock=${String(ownLock === undefined)}`',
    ),
  ),
  defect(
    'rescue-forgotten',
    patch(
      'commands/settle.ts',
      "  if (terraform.operation === 'plan') return undefined\n  const written",
      '  if (terraform.startedAt > 0) return undefined\n  const written',
    ),
  ),
  defect(
    'restore-without-digest',
    patch(
      'commands/bring-back.ts',
      "if (digest.kind !== 'no-table') await writeDigest",
      'if (md5 === undefined) await writeDigest',
    ),
  ),
  defect(
    'restore-without-second-read',
    patch(
      'commands/bring-back.ts',
      'const wanted = judge(deps, found)',
      'const wanted = judge(deps, journey.restore?.history ?? found)',
    ),
  ),
  defect(
    'restore-not-recorded',
    patch('commands/hold-lock.ts', '      recorder.note({ restore: { lockId } })\n', ''),
    patch('commands/hold-lock.ts', '        recorder.note({ restore: { lockId, write } })\n', ''),
  ),
  defect(
    'waits-for-ever',
    patch('lock/wait.ts', "      if (deadline.hasPassed()) return { kind: 'deadline', holder }\n", ''),
  ),
]

/** The second line of defence: what is planned again is not what was reviewed. */
const otherCodeTaken = patch(
  'plan/judge-plan.ts',
  "? ['nothing tells whether the code is still the same']\n      : record.tree === ground.tree\n",
  '? []\n      : record.tree !== undefined\n',
)

/** Of what GitHub says, or does not say. */
const ofGitHub: readonly Defect[] = [
  defect(
    'approvals-taken-for-granted',
    patch(
      'commands/require-approvals.ts',
      "    (error: unknown) => {\n      throw new LockstepError(\n        'not-approved',\n        `Who has",
      "    (error: unknown) => {\n      if (error) return undefined\n      throw new LockstepError(\n        'not-approved',\n        `Who has",
    ),
    patch(
      'commands/require-approvals.ts',
      '  if (state.headCommit !== commit) {',
      '  if (state === undefined) return\n  if (state.headCommit !== commit) {',
    ),
  ),
  defect(
    'early-approvals-counted',
    patch('plan/approvals.ts', '  if (submittedAt < notBefore)\n', '  if (submittedAt < 0)\n'),
  ),
  defect(
    'every-approval-counted',
    patch(
      'plan/approvals.ts',
      "  if (!review.mayWrite) return 'has no write access to the repository'\n",
      '',
    ),
    patch(
      'plan/approvals.ts',
      "  if (isSameLogin(review.author, author)) return 'is the author of the pull request'\n",
      '',
    ),
  ),
  defect(
    'plan-of-another-merge',
    patch('github/merged-pull-requests.ts', '    .filter((pullRequest) => place(pullRequest) !== -1)\n', ''),
    otherCodeTaken,
  ),
  defect(
    'plan-before-the-last-push',
    patch(
      'github/merged-pull-requests.ts',
      'headRefOid: headCommit,\n  mergeCommit,',
      "headRefOid,\n  headCommit = headRefOid.replace(/^2/, '1'),\n  mergeCommit,",
    ),
    otherCodeTaken,
  ),
  defect(
    'lock-of-an-ended-run-removed',
    patch(
      'commands/take-turn.ts',
      '    await recoverOwnLock(deps, journey, backend, await backend.lock.read(signal))\n',
      `    await backend.lock.read(signal).then(async (found) => {
      const holder = found.kind === 'held' ? await deps.holders.look(found.holder, 'now') : undefined
      const ids = holder?.verdict === 'finished' ? [holder.lockId] : journey.ownLockIds
      return await recoverOwnLock(deps, journey, backend, found, ids)
    })
`,
    ),
  ),
  defect(
    'comment-fails-the-job',
    patch(
      'main.ts',
      "    log.annotate('warning', warning)\n",
      "    log.annotate('warning', warning)\n    process.exitCode = 1\n",
    ),
  ),
  defect(
    'comment-not-looked-for',
    patch('github/comments.ts', 'const oldest = await within(find)\n', 'const oldest = undefined\n'),
    patch(
      'github/comments.ts',
      '    find: async () => await within(find),\n',
      '    find: async () => undefined,\n',
    ),
  ),
  defect(
    'superseded-ignored',
    patch(
      'commands/require-newest.ts',
      '      if (!(await comesBefore(deps, commit, applied.commit))) return\n',
      '      if (applied.commit !== commit) return\n',
    ),
  ),
  defect(
    'unlock-of-any-lock',
    patch(
      'lock/removal.ts',
      "  if (holder.lockId !== request.lockId) return { kind: 'other-lock', holder }\n",
      '',
    ),
  ),
  defect(
    'unlock-of-an-unknown-run',
    patch(
      'lock/removal.ts',
      "if ((owner === 'alive' || owner === 'unknown') && !request.force) {",
      "if (owner === 'alive' && !request.force) {",
    ),
  ),
  defect(
    'old-lock-removed',
    patch(
      'commands/take-turn.ts',
      '    await recoverOwnLock(deps, journey, backend, await backend.lock.read(signal))\n',
      `    await backend.lock.read(signal).then(async (found) => {
      const isOld = found.kind === 'held' && (found.holder.ageSeconds ?? 0) > 360
      return await recoverOwnLock(deps, journey, backend, found, isOld ? [found.holder.lockId] : journey.ownLockIds)
    })
`,
    ),
  ),
  defect(
    'drift-takes-the-lock',
    patch(
      'runner/inputs.ts',
      "values.lock === 'auto' ? !isDrift : values.lock",
      "values.lock === 'auto' || values.lock",
    ),
  ),
  defect(
    'github-waited-for',
    patch('backend/request.ts', 'const requestTimeoutMs = 15_000', 'const requestTimeoutMs = 150_000_000'),
  ),
]

export const defects: readonly Defect[] = [...ofLocks, ...ofProcesses, ...ofStates, ...ofGitHub]

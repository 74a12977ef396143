import { randomUUID } from 'node:crypto'
import type { HeadObjectCommandOutput, PutObjectCommandOutput, S3Client } from '@aws-sdk/client-s3'
import { statusOf } from './read-failure.ts'
import { within } from './request.ts'

/**
 * Whether requests go to AWS itself. The endpoint may come from the user's AWS configuration file, which only the SDK
 * reads, so it is the SDK that is asked; nothing is sent.
 */
export async function isAws(
  client: S3Client,
  object: { readonly Bucket: string; readonly Key: string },
): Promise<boolean> {
  const { HeadObjectCommand } = await import('@aws-sdk/client-s3')
  const command = new HeadObjectCommand(object)
  let host = ''
  command.middlewareStack.add(
    () => (args) => {
      host = (args.request as { readonly hostname: string }).hostname
      return Promise.resolve({ output: { $metadata: {} } satisfies HeadObjectCommandOutput, response: {} })
    },
    { step: 'build' },
  )
  await client.send(command)
  return /\.amazonaws\.com(?:\.cn)?$/.test(host)
}

const takeAwayWithinMs = 300

/** Whether a write may rest on its condition. `evidence`: how that is known. */
export type ConditionalWrites =
  | { readonly kind: 'honoured'; readonly evidence: string }
  | { readonly kind: 'not-honoured'; readonly reason: string }

/** Tells of the store of one lock. What was found out once holds for the run; what could not be is tried again. */
export function createConditionCheck(
  client: () => Promise<S3Client>,
  lock: { readonly Bucket: string; readonly Key: string },
): (signal?: AbortSignal) => Promise<ConditionalWrites> {
  let known: ConditionalWrites | undefined
  return async (signal) => {
    if (known !== undefined) return known
    try {
      const s3 = await client()
      // AWS honours conditions; any other store has to show it.
      if (await isAws(s3, lock)) return (known = { kind: 'honoured', evidence: 'the store is AWS' })
      const defect = await findDefect(s3, lock, signal)
      return (known =
        defect === undefined
          ? { kind: 'honoured', evidence: 'the store honoured conditions on a scratch object' }
          : { kind: 'not-honoured', reason: defect })
    } catch (error) {
      const reason = `whether this store honours conditional writes could not be tried: ${String(error)}`
      return { kind: 'not-honoured', reason }
    }
  }
}

/**
 * Tries on a scratch object beside the lock whether this store honours `If-Match`, on an existing and on a missing
 * key, for PUT and DELETE. Returns undefined when it does, else a sentence. AWS does (since 2025-09-16 for DELETE);
 * a Ceph RGW 16 deletes whatever the ETag is, and there nothing may ever be removed.
 */
async function findDefect(
  client: S3Client,
  lock: { readonly Bucket: string; readonly Key: string },
  signal: AbortSignal | undefined,
): Promise<string | undefined> {
  const { DeleteObjectCommand, PutObjectCommand } = await import('@aws-sdk/client-s3')
  const scratch = { Bucket: lock.Bucket, Key: `${lock.Key}.lockstep-probe-${randomUUID()}` }
  const wrong = '"00000000000000000000000000000000"'
  const body = { Body: 'A scratch object of Lockstep; it may be deleted.' }

  const put = async (
    condition: { IfMatch: string } | { IfNoneMatch: '*' },
  ): Promise<PutObjectCommandOutput> =>
    await within(
      async (abortSignal) =>
        await client.send(new PutObjectCommand({ ...scratch, ...body, ...condition }), { abortSignal }),
      signal,
    )
  const send = async (
    command: InstanceType<typeof DeleteObjectCommand>,
    until?: AbortSignal,
  ): Promise<unknown> =>
    await within(async (abortSignal) => await client.send(command, { abortSignal }), until)
  const remove = async (condition: { IfMatch?: string } = {}): Promise<unknown> =>
    await send(new DeleteObjectCommand({ ...scratch, ...condition }), signal)
  const refused = async (request: Promise<unknown>): Promise<boolean> => {
    try {
      await request
      return false
    } catch (error) {
      const status = statusOf(error)
      if (status === 412 || status === 404) return true
      throw error
    }
  }
  try {
    if (!(await refused(put({ IfMatch: wrong })))) {
      await remove()
      return 'this store ignores If-Match on PUT'
    }
    const { ETag } = await put({ IfNoneMatch: '*' })
    if (!(await refused(put({ IfNoneMatch: '*' })))) {
      await remove()
      return 'this store ignores If-None-Match on PUT, so it cannot keep a lock at all'
    }
    if (!(await refused(put({ IfMatch: wrong })))) {
      await remove()
      return 'this store ignores If-Match on PUT'
    }
    if (!(await refused(remove({ IfMatch: wrong })))) {
      return "this store ignores If-Match on DELETE, so a lock cannot be removed without the risk of removing somebody else's"
    }
    if (ETag === undefined) {
      await remove()
      return 'this store answers a PUT without an ETag'
    }
    await remove({ IfMatch: ETag })
    if (!(await refused(remove({ IfMatch: ETag })))) {
      return 'this store accepts a DELETE with If-Match on a key that does not exist'
    }
    return undefined
  } catch (error) {
    // An interrupted trial takes away what it may have made, and nobody waits for that for long. Twice, since a PUT that
    // was given up on may be done after the first.
    const takeAway = async (): Promise<unknown> =>
      await send(new DeleteObjectCommand(scratch)).catch(() => undefined)
    const over = AbortSignal.timeout(takeAwayWithinMs)
    await within(async () => await takeAway().then(takeAway), over).catch(() => undefined)
    throw error
  }
}

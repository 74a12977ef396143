import { randomUUID } from 'node:crypto'
import type { S3Client } from '@aws-sdk/client-s3'
import { statusOf } from './read-failure.ts'

/**
 * Tries on a scratch object beside the lock whether this store honours `If-Match`, on an existing and on a missing
 * key, for PUT and DELETE. Returns undefined when it does, else a sentence. AWS does (since 2025-09-16 for DELETE);
 * a Ceph RGW 16 deletes whatever the ETag is, and there nothing may ever be removed.
 */
export async function conditionalDeletesWork(
  client: S3Client,
  lock: { readonly Bucket: string; readonly Key: string },
): Promise<string | undefined> {
  const { DeleteObjectCommand, PutObjectCommand } = await import('@aws-sdk/client-s3')
  const scratch = { Bucket: lock.Bucket, Key: `${lock.Key}.lockstep-probe-${randomUUID()}` }
  const wrong = '"00000000000000000000000000000000"'
  const body = { Body: 'A scratch object of Lockstep; it may be deleted.' }

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
    if (!(await refused(client.send(new PutObjectCommand({ ...scratch, ...body, IfMatch: wrong }))))) {
      await client.send(new DeleteObjectCommand(scratch))
      return 'this store ignores If-Match on PUT'
    }
    const { ETag } = await client.send(new PutObjectCommand({ ...scratch, ...body, IfNoneMatch: '*' }))
    if (!(await refused(client.send(new PutObjectCommand({ ...scratch, ...body, IfNoneMatch: '*' }))))) {
      await client.send(new DeleteObjectCommand(scratch))
      return 'this store ignores If-None-Match on PUT, so it cannot keep a lock at all'
    }
    if (!(await refused(client.send(new PutObjectCommand({ ...scratch, ...body, IfMatch: wrong }))))) {
      await client.send(new DeleteObjectCommand(scratch))
      return 'this store ignores If-Match on PUT'
    }
    if (!(await refused(client.send(new DeleteObjectCommand({ ...scratch, IfMatch: wrong }))))) {
      return "this store ignores If-Match on DELETE, so a lock cannot be removed without the risk of removing somebody else's"
    }
    if (ETag === undefined) {
      await client.send(new DeleteObjectCommand(scratch))
      return 'this store answers a PUT without an ETag'
    }
    await client.send(new DeleteObjectCommand({ ...scratch, IfMatch: ETag }))
    if (!(await refused(client.send(new DeleteObjectCommand({ ...scratch, IfMatch: ETag }))))) {
      return 'this store accepts a DELETE with If-Match on a key that does not exist'
    }
    return undefined
  } catch (error) {
    return `whether this store honours conditional deletes could not be tried: ${String(error)}`
  }
}

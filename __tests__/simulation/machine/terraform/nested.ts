import { randomUUID } from '../stand-ins/crypto.ts'
import { logLock, type Diagnostic, type Running } from './io.ts'
import { lockInfoBlock } from './lock.ts'

const otherPath = 'tfstate/nested/terraform.tfstate'

/**
 * A provisioner that runs another Terraform, on another state. It inherits the environment, and so writes into the same
 * log; what it prints comes back as the detail of the provisioner's error. Returns that, where it has failed.
 */
export function runNested(running: Running): Diagnostic | undefined {
  const { job } = running
  if (job.nested === 'none') return undefined
  const nested: Running = { ...running, lockId: randomUUID() }
  logLock(nested, 'Attempting to lock', otherPath, 'OperationTypeApply')
  if (job.nested === 'works') {
    logLock(nested, 'Locked', otherPath, 'OperationTypeApply')
    logLock(nested, 'Attempting to unlock', otherPath, 'OperationTypeApply')
    logLock(nested, 'Unlocked', otherPath, 'OperationTypeApply')
    return undefined
  }
  const held = { ID: randomUUID(), Operation: 'OperationTypeApply', Info: '', Who: 'x@y', Version: '1.11.4' }
  const block = lockInfoBlock(JSON.stringify({ ...held, Created: '2026-08-22T10:00:00.0Z', Path: otherPath }))
  return {
    summary: 'local-exec provisioner error',
    detail: `Error running command 'terraform apply': exit status 1. Output: \nError: Error acquiring the state lock\n\nError message: operation error S3: PutObject, https response error StatusCode: 412, RequestID: 1, api error PreconditionFailed\n${block}`,
  }
}

import { elapsed, sleep } from '../kernel.ts'
import { appendToFile, wallTimeOn, type Process } from '../machine.ts'
import type { Job } from '../job.ts'

/** Where a program is started, and where it prints. */
export interface ProgramIo {
  readonly cwd: string
  readonly out: (text: string | Buffer) => void
  readonly err: (text: string | Buffer) => void
}

export interface Diagnostic {
  readonly summary: string
  readonly detail?: string
}

/** What a Terraform at work needs: its streams, and the interrupts that it has got. */
export interface Running {
  readonly process: Process
  readonly job: Job
  readonly io: ProgramIo
  readonly stopped: AbortSignal
  /** Terraform holds this lock, or tries to take it. */
  lockId: string
}

/** A line of the `-json` stream. */
export function tell(
  { io, job, process }: Running,
  type: string,
  message: string,
  fields: object = {},
): void {
  const level = type === 'diagnostic' ? 'error' : 'info'
  const engine = job.engine === 'tofu' ? 'tofu.ui' : 'terraform.ui'
  const timestamp = `${new Date(wallTimeOn(process.machine)).toISOString().slice(0, -1)}000Z`
  io.out(
    `${JSON.stringify({ '@level': level, '@message': message, '@module': engine, '@timestamp': timestamp, ...fields, type })}\n`,
  )
}

export function tellError(running: Running, { summary, detail = '' }: Diagnostic): void {
  tell(running, 'diagnostic', `Error: ${summary}`, {
    diagnostic: { severity: 'error', summary, detail },
  })
}

/** A line of Terraform's own log; OpenTofu has none of these. */
export function logLock(
  { process, job, lockId }: Running,
  event: string,
  path: string,
  operation: string,
): void {
  const file = process.env['TF_LOG_PATH']
  if (file === undefined || job.engine === 'tofu') return
  const dots = event.startsWith('Attempting') ? '...' : ''
  const time = new Date(wallTimeOn(process.machine)).toISOString()
  appendToFile(
    process.machine,
    file,
    `${time} [INFO]  backend-s3: ${event} remote state (S3 Native only)${dots}: tf_backend.lock.id=${lockId} tf_backend.lock.info="" tf_backend.lock.operation=${operation} tf_backend.lock.path=${path}\n`,
  )
}

/** Work that an interrupt cuts short, unless the provider is deaf to it. */
export async function work({ job, stopped }: Running, ms: number): Promise<void> {
  if (job.isDeaf) await sleep(ms)
  else await sleep(ms, stopped)
}

export { elapsed }

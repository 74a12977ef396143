import { afterEach, expect, test } from '@jest/globals'
import { startEmbeddedS3 } from '../support/embedded-s3.ts'
import { disposeRuns, lockstep } from '../support/lockstep.ts'
import { isProof } from '../support/proof.ts'
import { createProject, resource, s3Backend } from '../support/terraform-project.ts'

afterEach(disposeRuns)

const jobs = isProof ? 20 : 8

test(`${jobs} jobs at once on one state: every apply lands, no lock is left`, async () => {
  const s3 = await startEmbeddedS3({ buckets: ['tfstate'], versioned: true })
  const body = `variable "job" { default = "none" }\n${resource('shared', 'var.job')}`
  const projects = Array.from({ length: jobs + 1 }, () => createProject(s3Backend({ s3: s3.endpoint }), body))
  const serial = (): number =>
    (JSON.parse(s3.object('tfstate', 'app/terraform.tfstate')!.body.toString()) as { serial: number }).serial
  try {
    const [first, ...rest] = projects
    await first!.terraform(['init', '-input=false'])
    await first!.terraform(['apply', '-input=false', '-auto-approve'])
    const before = serial()

    const runs = await Promise.all(
      rest.map(
        async (project, index) =>
          await lockstep(project, {
            inputs: {
              command: 'apply',
              'apply-policy': 'unreviewed',
              'plan-args': `-var=job=job-${String(index)}`,
            },
          }),
      ),
    )

    expect(runs.map(({ main }) => main.outputs['result'])).toEqual(
      Array.from({ length: jobs }, () => 'applied'),
    )
    expect(runs.map(({ main }) => main.outputs['lock-recovered']).filter((id) => id !== '')).toEqual([])
    expect(serial()).toBe(before + jobs)
    expect(s3.keys('tfstate')).toEqual(['app/terraform.tfstate'])
    const waited = runs.map(({ main }) => Number(main.outputs['lock-waited-seconds']))
    expect(Math.max(...waited)).toBeGreaterThan(0)
  } finally {
    for (const project of projects) project.dispose()
    await s3.close()
  }
}, 120_000)

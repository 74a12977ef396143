import { execFileSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import {
  CreateTableCommand,
  DeleteItemCommand,
  DynamoDBClient,
  PutItemCommand,
  ScanCommand,
} from '@aws-sdk/client-dynamodb'
import {
  DeleteObjectCommand,
  GetBucketEncryptionCommand,
  GetBucketLifecycleConfigurationCommand,
  GetBucketLoggingCommand,
  GetBucketPolicyCommand,
  HeadObjectCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3'
import {
  exampleFolder,
  exampleText,
  findProviderMirror,
  moduleNames,
  startAws,
  stateKey,
  testModule,
  type AppliedModule,
  type Aws,
  type ModuleName,
  type ModuleOutputs,
} from './support/backend-modules.ts'
import { disposeRuns, lockstep } from './support/lockstep.ts'
import { motoIsAvailable } from './support/moto.ts'
import { readPolicy, type Policy, type PolicyStatement } from './support/policy.ts'
import { isProof, proofTest } from './support/proof.ts'
import { createProject, lockJson, resource, type TerraformProject } from './support/terraform-project.ts'

/** As docs/audit.md has it. */
interface AuditFile {
  readonly states: readonly {
    readonly checks: readonly { readonly check: string; readonly verdict: string }[]
  }[]
}

const roles = ['plan', 'apply', 'review'] as const
type Role = (typeof roles)[number]

const ofOne = (value: unknown): unknown => (Array.isArray(value) && value.length === 1 ? value[0] : value)

/** A list of one means the same as its only member. */
function plain(statements: readonly PolicyStatement[]): unknown {
  return JSON.parse(JSON.stringify(statements), (_, value: unknown) => ofOne(value))
}

/** In the order of IAM's own documents, so that equal statements are equal texts. */
const withoutSid = (statements: readonly PolicyStatement[]): string[] =>
  statements
    .map(({ Effect, Action, Resource, Condition }) =>
      JSON.stringify(
        { Effect, Action: ofOne(Action), Resource: ofOne(Resource), Condition },
        (_, value: unknown) => ofOne(value),
      ),
    )
    .toSorted()

describe('the Terraform files of the examples', () => {
  test('are formatted', () => {
    const check = (): Buffer =>
      execFileSync('terraform', ['fmt', '-check', '-diff', '-recursive', '.'], {
        cwd: exampleFolder,
        stdio: 'pipe',
      })
    expect(check).not.toThrow()
  })

  test('take and give the same for both modules, but for the table', () => {
    const blocks = (file: string, name: string): string[] =>
      exampleText(name, file)
        .split(/^(?=variable |output )/m)
        .slice(1)
        .map((block) => block.trim())
    const variables = blocks('variables.tf', 'backend-s3').filter(
      (block) => !/^variable "(?:use_lockfile|lock_table)"/.test(block),
    )
    expect(blocks('variables.tf', 'backend-dynamodb').slice(0, -2)).toEqual(variables)
    const names = variables.map((block) => /"(\w+)"/.exec(block)![1]!)
    const call = exampleText('backend-dynamodb', 'main.tf')
    for (const name of names) expect(call).toMatch(new RegExp(`^ {2}${name} += var\\.${name}$`, 'm'))

    const outputs = (name: string): string[] =>
      [...exampleText(name, 'outputs.tf').matchAll(/^output "(\w+)" \{\n {2}description = (.+)$/gm)].map(
        ([, output, description]) => `${output!}: ${description!}`,
      )
    expect(outputs('backend-dynamodb').slice(0, -1)).toEqual(outputs('backend-s3'))
  })
})

describe('the policies of the modules', () => {
  interface Rendered {
    permissions: Record<Role, string>
    trust: Record<Role, string>
    bucket: string
    log_bucket: string
  }
  const locks = ['file', 'table', 'both', 'kms'] as const
  let rendered: Record<(typeof locks)[number], Rendered>
  const account = '123456789012'
  const table = `arn:aws:dynamodb:eu-west-1:${account}:table/terraform-locks`

  beforeAll(() => {
    const folder = mkdtempSync(join(tmpdir(), 'lockstep-policies-'))
    try {
      cpSync(join(exampleFolder, 'backend-s3', 'policies'), join(folder, 'policies'), { recursive: true })
      const common = {
        account_id: account,
        bucket: 'acme-terraform-state',
        log_bucket: 'acme-terraform-state-logs',
        state_keys: [stateKey],
        plan_role_arn: `arn:aws:iam::${account}:role/terraform-plan`,
        apply_role_arn: `arn:aws:iam::${account}:role/terraform-apply`,
        oidc_provider_arn: `arn:aws:iam::${account}:oidc-provider/token.actions.githubusercontent.com`,
        repository: 'acme/infra',
      }
      const withTable = { uses_lock_table: true, lock_table_arn: table }
      const calls = {
        file: common,
        table: { ...common, ...withTable, use_lockfile: false },
        both: { ...common, ...withTable },
        kms: { ...common, uses_kms: true, kms_key_arn: `arn:aws:kms:eu-west-1:${account}:key/1` },
      }
      const configuration = {
        module: Object.fromEntries(
          Object.entries(calls).map(([name, call]) => [name, { source: './policies', ...call }]),
        ),
        output: {
          rendered: { value: Object.fromEntries(locks.map((name) => [name, `\${module.${name}}`])) },
        },
      }
      writeFileSync(join(folder, 'main.tf.json'), JSON.stringify(configuration))
      const terraform = (...args: string[]): string =>
        execFileSync('terraform', args, { cwd: folder, encoding: 'utf8', stdio: 'pipe' })
      terraform('init')
      terraform('apply', '-auto-approve')
      rendered = JSON.parse(terraform('output', '-json', 'rendered')) as typeof rendered
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  })

  const statementsOf = (json: string): readonly PolicyStatement[] => (JSON.parse(json) as Policy).Statement

  test.each(roles)('let the %s role do what examples/policies lets it do', (role) => {
    const [file, inTable] = [`${role}-role`, `${role}-role-dynamodb`].map(
      (name) => readPolicy(name).Statement,
    )
    expect(plain(statementsOf(rendered.file.permissions[role]))).toEqual(plain(file!))
    expect(plain(statementsOf(rendered.table.permissions[role]))).toEqual(plain(inTable!))

    const union = [...new Set([...withoutSid(file!), ...withoutSid(inTable!)])].toSorted()
    const both = statementsOf(rendered.both.permissions[role])
    expect(withoutSid(both)).toEqual(union)
    // IAM refuses a policy with a Sid twice.
    expect(new Set(both.map(({ Sid }) => Sid)).size).toBe(both.length)
  })

  test.each(roles)('let the jobs assume the %s role that examples/policies names', (role) => {
    expect(plain(statementsOf(rendered.file.trust[role]))).toEqual(
      plain(readPolicy(`trust-${role}`).Statement),
    )
  })

  test('forbid what examples/policies/bucket-policy.json forbids, plain HTTP, and to remove old versions', () => {
    const statements = statementsOf(rendered.file.bucket)
    const ofExample = readPolicy('bucket-policy').Statement
    const sids = new Set(ofExample.map(({ Sid }) => Sid))
    expect(plain(statements.filter(({ Sid }) => sids.has(Sid)))).toEqual(plain(ofExample))
    const more = statements.filter(({ Sid }) => !sids.has(Sid))
    expect(more.map(({ Sid, Effect }) => [Sid, Effect])).toEqual([
      ['OnlyOverTls', 'Deny'],
      ['NoRoleRemovesOldVersions', 'Deny'],
    ])
  })

  test('add with a key only that it may be used, and that it has to be', () => {
    const added = (policy: (of: Rendered) => string): readonly PolicyStatement[] =>
      statementsOf(policy(rendered.kms)).slice(statementsOf(policy(rendered.file)).length)
    expect(
      roles.map((role) => added(({ permissions }) => permissions[role]).map(({ Action }) => Action)),
    ).toEqual([
      [['kms:Decrypt', 'kms:GenerateDataKey']],
      [['kms:Decrypt', 'kms:GenerateDataKey']],
      ['kms:Decrypt'],
    ])
    expect(added(({ bucket }) => bucket).map(({ Sid }) => Sid)).toEqual(['NothingIsWrittenWithoutTheKey'])
  })
})

const hasMoto = isProof && (await motoIsAvailable())
const mirror = findProviderMirror()
if (isProof && !(hasMoto && mirror !== undefined)) {
  const what = hasMoto
    ? 'the AWS provider is in no folder that Terraform knows, nor in LOCKSTEP_PROVIDER_MIRROR: the modules in examples/ were not tested with it'
    : 'moto_server is not installed: the modules and the migration in examples/ were not tested'
  if (!hasMoto && process.env['LOCKSTEP_REQUIRE_MOTO'] === '1') throw new Error(what)
  console.warn(what)
}
/** Most of it is the provider: its start, and the minute for which it reads a lifecycle rule that it has written. */
const moduleTest = hasMoto && mirror !== undefined ? proofTest : test.skip
const migrationTest = hasMoto ? proofTest : test.skip
const moduleTimeoutMs = 300_000

describe.each(moduleNames)('the module examples/%s', (name) => {
  moduleTest(
    'passes its own tests',
    async () => {
      await expect(testModule(name)).resolves.toMatch(/^Success! \d+ passed, 0 failed\.$/m)
    },
    moduleTimeoutMs,
  )
})

const credentials = { accessKeyId: 'test', secretAccessKey: 'test' }

function s3Of({ endpoint }: Aws): S3Client {
  return new S3Client({
    endpoint,
    region: 'eu-west-1',
    forcePathStyle: true,
    credentials,
  })
}

/** An account of its own, in which one of the modules was applied, and a project on the backend that it made. */
interface World {
  readonly aws: Aws
  readonly made: AppliedModule
  readonly s3: S3Client
  readonly project: TerraformProject
}

async function startWorld(name: ModuleName): Promise<World> {
  const aws = await startAws()
  try {
    const made = await aws.applyModule(name)
    const project = createProject('', projectBody)
    project.write('backend.tf', made.backend_blocks[stateKey]!)
    return { aws, made, s3: s3Of(aws), project }
  } catch (error) {
    await aws.close()
    throw error
  }
}

const projectBody = 'variable "colour" { default = "red" }\n' + resource('a', 'var.colour')

describe('what the modules make', () => {
  const worlds = new Map<ModuleName, World>()

  beforeAll(async () => {
    if (!hasMoto || mirror === undefined) return
    // At once: most of the time the provider only waits.
    await Promise.all(moduleNames.map(async (name) => worlds.set(name, await startWorld(name))))
  }, moduleTimeoutMs)
  afterEach(() => {
    disposeRuns()
  })
  afterAll(async () => {
    for (const { aws, s3, project } of worlds.values()) {
      project.dispose()
      s3.destroy()
      await aws.close()
    }
  })

  describe.each(moduleNames)('examples/%s', (name) => {
    const world = (): World => worlds.get(name)!

    moduleTest(
      'is what the module asks for: a second plan has no changes',
      async () => {
        const plan = await world().made.terraform(['plan', '-detailed-exitcode'])
        expect(plan).toContain('No changes.')
      },
      moduleTimeoutMs,
    )

    moduleTest(
      'is a bucket with the rules of examples/policies/lifecycle.json, encrypted and logged',
      async () => {
        const { made, s3 } = world()
        const Bucket = made.bucket
        const { Rules: wanted } = JSON.parse(exampleText('policies', 'lifecycle.json')) as {
          Rules: { ID: string }[]
        }
        const { Rules: rules = [] } = await s3.send(new GetBucketLifecycleConfigurationCommand({ Bucket }))
        const ours = rules.filter(({ ID }) => ID?.startsWith('lockstep-') === true)
        expect(ours.toSorted((a, b) => a.ID!.localeCompare(b.ID!))).toEqual(
          wanted.toSorted((a, b) => a.ID.localeCompare(b.ID)),
        )
        for (const { ID, Expiration } of rules.filter((rule) => !ours.includes(rule))) {
          expect([ID, Expiration?.Days ?? 'kept']).toEqual([ID, 'kept'])
        }

        const { ServerSideEncryptionConfiguration } = await s3.send(
          new GetBucketEncryptionCommand({ Bucket }),
        )
        expect(
          ServerSideEncryptionConfiguration?.Rules?.map((rule) => rule.ApplyServerSideEncryptionByDefault),
        ).toEqual([{ SSEAlgorithm: 'aws:kms', KMSMasterKeyID: made.kms_key_arn }])
        const { LoggingEnabled } = await s3.send(new GetBucketLoggingCommand({ Bucket }))
        expect(LoggingEnabled).toMatchObject({ TargetBucket: made.log_bucket })
        const { Policy } = await s3.send(new GetBucketPolicyCommand({ Bucket }))
        expect(Policy).toContain('aws:SecureTransport')
      },
    )

    moduleTest(
      'takes the state of the module itself, as its README says, and has nothing to change then either',
      async () => {
        const { made, s3 } = world()
        const key = 'backend/terraform.tfstate'
        const block = made.backend_blocks[stateKey]!.replace(stateKey, key)
        writeFileSync(join(made.folder, 'backend.tf'), block)
        await made.terraform(['init', '-migrate-state', '-force-copy', '-input=false'])
        expect(await made.terraform(['plan', '-detailed-exitcode'])).toContain('No changes.')
        await s3.send(new HeadObjectCommand({ Bucket: made.bucket, Key: key }))
      },
      moduleTimeoutMs,
    )

    moduleTest(
      'is a backend that Terraform plans and applies on, with the block that the module gives',
      async () => {
        const { made, s3, project } = world()
        const { env } = world().aws
        await project.terraform(['init', '-input=false'], env)
        await project.terraform(['apply', '-auto-approve'], env)
        await expect(project.terraform(['plan', '-detailed-exitcode'], env)).resolves.toBeDefined()
        const state = await s3.send(new HeadObjectCommand({ Bucket: made.bucket, Key: stateKey }))
        expect(state).toMatchObject({ ServerSideEncryption: 'aws:kms', SSEKMSKeyId: made.kms_key_arn })
        expect(state.VersionId).toMatch(/./)
      },
      moduleTimeoutMs,
    )

    moduleTest(
      'is a backend that Lockstep plans and applies on',
      async () => {
        const { project, aws, made } = world()
        const options = { env: aws.env }
        const before = aws.requests.length
        const { main: plan } = await lockstep(project, {
          ...options,
          inputs: { 'plan-args': '-var=colour=blue' },
        })
        expect(plan.problems).toEqual([])
        expect(plan.outputs).toMatchObject({ result: 'changes', change: '1' })
        const inputs = { command: 'apply', 'apply-policy': 'unreviewed', 'plan-args': '-var=colour=blue' }
        const { main: apply } = await lockstep(project, { ...options, inputs })
        expect(apply.problems).toEqual([])
        expect(apply.outputs).toMatchObject({ result: 'applied', change: '1', 'failure-reason': '' })
        const { main: status } = await lockstep(project, { ...options, inputs: { command: 'status' } })
        expect(status.outputs).toMatchObject({ result: 'free' })

        // The policy of the bucket refuses another, and lets none pass: S3 then takes the key.
        const encryptions = aws.requests
          .slice(before)
          .filter(({ method, url }) => method === 'PUT' && url.startsWith(`/${made.bucket}/`))
          .map(({ headers }) => headers['x-amz-server-side-encryption'])
        expect(encryptions).toContain('aws:kms')
        expect(encryptions.filter((each) => each !== undefined && each !== 'aws:kms')).toEqual([])
      },
      moduleTimeoutMs,
    )

    moduleTest(
      'passes the audit',
      async () => {
        const { project, aws } = world()
        let report = ''
        const { main } = await lockstep(project, {
          env: aws.env,
          inputs: { command: 'audit' },
          betweenMainAndPost: ({ outputs }) => {
            report = readFileSync(outputs['audit-json-file'] ?? '', 'utf8')
            return Promise.resolve()
          },
        })
        const { states } = JSON.parse(report) as AuditFile
        const rows = states.flatMap(({ checks }) => checks)
        const not = (verdict: string): string[] =>
          rows.filter((row) => row.verdict === verdict).map(({ check }) => check)
        expect(not('fail')).toEqual([])
        // Terraform calls dynamodb_table deprecated from 1.11 on, and so does the audit.
        expect(not('warn')).toEqual(name === 'backend-s3' ? [] : ['locking'])
        expect(main.outputs['result']).toBe(name === 'backend-s3' ? 'pass' : 'warn')
        // moto answers no GetBucketPolicyStatus, and one folder says nothing about others.
        expect(not('unknown')).toEqual(['separate-state', 'separate-production', 'public-policy'])
        expect(not('pass').length).toBeGreaterThan(10)
      },
      moduleTimeoutMs,
    )

    if (name === 'backend-s3') return

    moduleTest(
      'gives the blocks of examples/migrate-to-lockfile, and is left alone when backend-s3 takes its place',
      async () => {
        const { made, aws } = world()
        const withoutKey = ({ backend_blocks: blocks }: ModuleOutputs): string =>
          blocks[stateKey]!.replace(/^ *kms_key_id .*\n/m, '')
        expect(withoutKey(made)).toBe(withoutComment(blockOf('before')))
        expect(withoutKey(await made.apply({ locking: 'both' }))).toBe(withoutComment(blockOf('step-1')))
        expect(withoutKey(await made.apply({ locking: 'lockfile' }))).toBe(withoutComment(blockOf('step-2')))

        const replaced = exampleText('migrate-to-lockfile', 'step-3', 'main.tf')
        writeFileSync(join(made.folder, 'main.tf'), replaced.replace('../../backend-s3', './backend-s3'))
        await made.terraform(['init', '-input=false'])
        expect(await made.terraform(['plan'])).toContain('Plan: 0 to add, 0 to change, 0 to destroy.')
        await made.terraform(['apply', '-auto-approve'])
        expect(await made.terraform(['state', 'list'])).not.toContain('dynamodb')
        const locks = lockTableOf(aws, made.lock_table!)
        await expect(locks.keys()).resolves.toBeDefined()
        locks.close()
      },
      moduleTimeoutMs,
    )
  })
})

const withoutComment = (text: string): string => text.replaceAll(/^#.*\n/gm, '')
type Step = 'before' | 'step-1' | 'step-2'
const blockOf = (step: Step): string => exampleText('migrate-to-lockfile', step, 'backend.tf')

describe('examples/migrate-to-lockfile', () => {
  const [bucket, table] = ['acme-terraform-state', 'terraform-locks']
  const lockKey = `${bucket}/${stateKey}`
  const digestKey = `${lockKey}-md5`
  const lockFile = `${stateKey}.tflock`

  let world: { aws: Aws; s3: S3Client; table: LockTable } | undefined
  const projects: TerraformProject[] = []

  beforeAll(async () => {
    if (!hasMoto) return
    const aws = await startAws()
    await aws.createBucket(bucket, { versioned: true })
    world = { aws, s3: s3Of(aws), table: lockTableOf(aws, table) }
    await world.table.create()
  }, moduleTimeoutMs)
  afterEach(() => {
    disposeRuns()
    for (const project of projects.splice(0)) project.dispose()
  })
  afterAll(async () => {
    world?.s3.destroy()
    world?.table.close()
    await world?.aws.close()
  })

  function projectAt(step: Step): TerraformProject & { goTo(next: Step): Promise<void> } {
    const project = createProject('', projectBody)
    projects.push(project)
    const goTo = async (next: Step): Promise<void> => {
      project.write('backend.tf', blockOf(next))
      await project.terraform(['init', '-input=false', '-reconfigure'], world!.aws.env)
    }
    project.write('backend.tf', blockOf(step))
    return { ...project, goTo }
  }
  /** What `terraform` says where it fails; nothing where it does not. */
  const failureOf = async (project: TerraformProject, ...args: string[]): Promise<string> =>
    await project.terraform([...args, '-no-color'], world!.aws.env).then(
      () => '',
      (error: unknown) => (error as { stderr: string }).stderr.replaceAll(/[\s│]+/g, ' '),
    )
  const planFailure = async (step: Step): Promise<string> => {
    const project = projectAt(step)
    await project.goTo(step)
    return await failureOf(project, 'plan')
  }

  migrationTest(
    'goes through its steps without touching the state, with init -reconfigure each time',
    async () => {
      const { aws, table: locks } = world!
      const project = projectAt('before')
      await project.goTo('before')
      const apply = async (colour: string): Promise<void> => {
        await project.terraform(['apply', '-auto-approve', `-var=colour=${colour}`], aws.env)
      }
      await apply('red')
      expect(await locks.keys()).toEqual([digestKey])

      project.write('backend.tf', blockOf('step-1'))
      expect(await failureOf(project, 'plan')).toContain('Backend initialization required')
      expect(await failureOf(project, 'init', '-input=false')).toContain('Backend configuration changed')
      await project.goTo('step-1')
      expect(await failureOf(project, 'plan', '-detailed-exitcode')).toBe('')
      const before = aws.requests.length
      await apply('orange')
      const taken = aws.requests.slice(before).filter(({ method, url, headers, body: sent }) => {
        const isItem = headers['x-amz-target'] === 'DynamoDB_20120810.PutItem'
        return (method === 'PUT' && url.includes(lockFile)) || (isItem && !sent.includes(digestKey))
      })
      expect(taken.map(({ method }) => method)).toEqual(['PUT', 'POST'])

      await project.goTo('step-2')
      expect(await failureOf(project, 'plan', '-detailed-exitcode', '-var=colour=orange')).toBe('')
      await apply('yellow')

      project.write('backend.tf', blockOf('step-1'))
      const back = await failureOf(project, 'init', '-reconfigure')
      expect(back).toContain('state data in S3 does not have the expected content')
      await locks.remove(digestKey)
      await project.goTo('step-1')
      expect(await failureOf(project, 'plan', '-detailed-exitcode', '-var=colour=yellow')).toBe('')
      await apply('green')
      expect(await locks.keys()).toEqual([digestKey])
      await project.goTo('before')
      expect(await failureOf(project, 'plan', '-detailed-exitcode', '-var=colour=green')).toBe('')
    },
    moduleTimeoutMs,
  )

  migrationTest(
    'keeps whoever is one step behind or ahead out, and not whoever is two',
    async () => {
      const { s3, table: locks } = world!
      const file = { Bucket: bucket, Key: lockFile }
      const lock = lockJson({ Path: lockKey })
      const holdItem = async (): Promise<void> => {
        await locks.put(lockKey, lock)
      }
      const holdFile = async (): Promise<void> => {
        await s3.send(new PutObjectCommand({ ...file, Body: lock }))
      }
      const letGo = async (): Promise<void> => {
        await locks.remove(lockKey)
        await s3.send(new DeleteObjectCommand(file))
      }
      const refused = 'Error acquiring the state lock'
      await locks.remove(digestKey)

      await holdItem()
      expect(await planFailure('before')).toContain(refused)
      expect(await planFailure('step-1')).toContain(refused)
      expect(await planFailure('step-2')).toBe('')
      await letGo()
      await holdFile()
      expect(await planFailure('before')).toBe('')
      expect(await planFailure('step-1')).toContain(refused)
      expect(await planFailure('step-2')).toContain(refused)
      await holdItem()
      expect(await planFailure('before')).toContain(refused)
      expect(await planFailure('step-2')).toContain(refused)

      const project = projectAt('step-1')
      const { main: status } = await lockstep(project, {
        env: world!.aws.env,
        inputs: { command: 'status' },
      })
      expect(status.outputs).toMatchObject({ result: 'locked' })
      expect(status.log).toContain('alice@laptop')
      await letGo()
    },
    moduleTimeoutMs,
  )
})

interface LockTable {
  create(): Promise<void>
  keys(): Promise<(string | undefined)[]>
  put(lockKey: string, info: string): Promise<void>
  remove(lockKey: string): Promise<void>
  close(): void
}

function lockTableOf({ endpoint }: Aws, TableName: string): LockTable {
  const client = new DynamoDBClient({ endpoint, region: 'eu-west-1', credentials })
  return {
    create: async () => {
      const [AttributeName, KeyType, AttributeType] = ['LockID', 'HASH', 'S'] as const
      await client.send(
        new CreateTableCommand({
          TableName,
          BillingMode: 'PAY_PER_REQUEST',
          KeySchema: [{ AttributeName, KeyType }],
          AttributeDefinitions: [{ AttributeName, AttributeType }],
        }),
      )
    },
    keys: async () => {
      const { Items = [] } = await client.send(new ScanCommand({ TableName }))
      return Items.map(({ LockID }) => LockID?.S)
    },
    put: async (lockKey, info) => {
      const Item = { LockID: { S: lockKey }, Info: { S: info } }
      await client.send(new PutItemCommand({ TableName, Item }))
    },
    remove: async (lockKey) => {
      await client.send(new DeleteItemCommand({ TableName, Key: { LockID: { S: lockKey } } }))
    },
    close: () => {
      client.destroy()
    },
  }
}

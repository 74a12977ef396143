// Stands in for the commands of @aws-sdk/client-s3, -dynamodb and -sts: a name and an input, for `client.send`.
type Handler = (args: unknown) => Promise<unknown>
type Middleware = (next: Handler) => Handler

export class Command {
  readonly name: string
  readonly input: Readonly<Record<string, unknown>>
  readonly middlewares: Middleware[] = []
  readonly middlewareStack = {
    add: (middleware: Middleware): void => {
      this.middlewares.push(middleware)
    },
  }

  constructor(name: string, input: Readonly<Record<string, unknown>>) {
    this.name = name
    this.input = input
  }
}

type Input = Readonly<Record<string, unknown>>
type CommandClass = new (input: Input) => Command

function command(name: string): CommandClass {
  return class extends Command {
    constructor(input: Input) {
      super(name, input)
    }
  }
}

export const GetObjectCommand = command('GetObject')
export const PutObjectCommand = command('PutObject')
export const DeleteObjectCommand = command('DeleteObject')
export const HeadObjectCommand = command('HeadObject')
export const ListObjectsV2Command = command('ListObjectsV2')
export const ListObjectVersionsCommand = command('ListObjectVersions')
export const GetBucketVersioningCommand = command('GetBucketVersioning')
export const GetItemCommand = command('GetItem')
export const PutItemCommand = command('PutItem')
export const DeleteItemCommand = command('DeleteItem')
export const UpdateItemCommand = command('UpdateItem')
export const GetCallerIdentityCommand = command('GetCallerIdentity')

/** The account is not what this simulation is about. */
export class STSClient {
  send(): Promise<{ Account: string }> {
    return Promise.resolve({ Account: '123456789012' })
  }
}

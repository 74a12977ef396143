import type { SchemaObject } from 'ajv'
import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

/** GitHub's description of one product, as far as it is read here. OpenAPI 3.0, whose schemas are not JSON Schema. */
export interface Description {
  paths: Record<string, Record<string, Operation | undefined> | undefined>
  components: {
    schemas: Record<string, OpenApiSchema>
    parameters: Record<string, Parameter>
    responses: Record<string, Response>
  }
}

export interface Operation {
  parameters?: (Parameter | Reference)[]
  requestBody?: { required?: boolean; content: Content }
  responses: Record<string, Response | Reference>
}

export interface Parameter {
  name: string
  in: 'path' | 'query' | 'header'
  required?: boolean
  schema: OpenApiSchema
}

export interface Response {
  content?: Content
}

interface Reference {
  $ref: string
}

type Content = Record<string, { schema: OpenApiSchema } | undefined>

export interface OpenApiSchema {
  [keyword: string]: unknown
  $ref?: string
  type?: string
  nullable?: boolean
  enum?: unknown[]
  properties?: Record<string, OpenApiSchema>
  required?: string[]
  items?: OpenApiSchema
  allOf?: OpenApiSchema[]
  anyOf?: OpenApiSchema[]
  oneOf?: OpenApiSchema[]
  additionalProperties?: boolean | OpenApiSchema
  'x-github-breaking-changes'?: {
    version: string
    patch: { properties?: Record<string, unknown> }
  }[]
}

const descriptions = new Map<string, Description>()

/** Reads 13 MB the first time. */
export function readDescription(product: 'api.github.com' | 'ghes'): Description {
  const known = descriptions.get(product)
  if (known !== undefined) return known
  const packageFile = createRequire(import.meta.url).resolve('@octokit/openapi/package.json')
  const directory = join(dirname(packageFile), 'generated')
  const file = product === 'ghes' ? newestEnterpriseFile(readdirSync(directory)) : `${product}.json`
  const description = JSON.parse(readFileSync(join(directory, file), 'utf8')) as Description
  descriptions.set(product, description)
  return description
}

function newestEnterpriseFile(names: readonly string[]): string {
  const versions = names.flatMap((name) => {
    const minor = /^ghes-3\.(\d+)\.json$/.exec(name)?.[1]
    return minor === undefined ? [] : [Number(minor)]
  })
  return `ghes-3.${Math.max(...versions)}.json`
}

export function parameterOf(description: Description, parameter: Parameter | Reference): Parameter {
  return '$ref' in parameter ? description.components.parameters[componentName(parameter.$ref)]! : parameter
}

export function responseOf(description: Description, response: Response | Reference): Response {
  return '$ref' in response ? description.components.responses[componentName(response.$ref)]! : response
}

function componentName(reference: string): string {
  return reference.split('/').at(-1) ?? ''
}

export interface ConversionOptions {
  /** Of the REST API: later breaking changes are not applied. */
  version: string
  /** Makes a property that the description does not name an error. */
  closed: boolean
  /** Told of each schema that is referred to, by name; gives the URI of its conversion. */
  refer: (name: string) => string
  resolve: (name: string) => OpenApiSchema
}

/** A schema of the description as JSON Schema. */
export function jsonSchemaOf(schema: OpenApiSchema, options: ConversionOptions): SchemaObject {
  if (schema.$ref !== undefined) return { $ref: options.refer(componentName(schema.$ref)) }
  const convert = (each: OpenApiSchema): SchemaObject => jsonSchemaOf(each, options)
  const merged = options.closed ? mergedObject(schema.allOf ?? [], options) : undefined
  if (merged !== undefined) return convert(merged)
  const { properties, required } = currentProperties(schema, options.version)
  const { items, additionalProperties: additional } = schema
  const converted: SchemaObject = {
    ...Object.fromEntries(Object.entries(schema).filter(([keyword]) => sameKeywords.has(keyword))),
    ...(required && { required }),
    ...(properties && { properties: mapValues(properties, convert) }),
    ...(properties && options.closed && { additionalProperties: false }),
    ...(additional !== undefined && {
      additionalProperties: typeof additional === 'boolean' ? additional : convert(additional),
    }),
    ...(items && { items: convert(items) }),
  }
  for (const keyword of ['allOf', 'anyOf', 'oneOf'] as const) {
    if (schema[keyword] !== undefined) converted[keyword] = schema[keyword].map(convert)
  }
  return schema.nullable === true ? nullable(converted) : converted
}

/** Several objects that one value has to be at once: closed one by one, each would forbid what the others name. */
function mergedObject(
  parts: readonly OpenApiSchema[],
  { resolve }: ConversionOptions,
): OpenApiSchema | undefined {
  const whole = parts.map((part) => (part.$ref === undefined ? part : resolve(componentName(part.$ref))))
  if (whole.length < 2 || whole.some(({ properties }) => properties === undefined)) return undefined
  return {
    type: 'object',
    properties: Object.assign({}, ...whole.map(({ properties }) => properties)) as Record<
      string,
      OpenApiSchema
    >,
    required: whole.flatMap(({ required = [] }) => required),
  }
}

/** OpenAPI's `nullable` has no counterpart: null is a type of its own, and an `enum` must name it. */
function nullable(schema: SchemaObject): SchemaObject {
  if (typeof schema['type'] !== 'string') return { anyOf: [schema, { type: 'null' }] }
  const values = schema['enum'] as unknown[] | undefined
  return { ...schema, type: [schema['type'], 'null'], ...(values && { enum: [...values, null] }) }
}

const sameKeywords = new Set([
  'type',
  'enum',
  'format',
  'pattern',
  'minimum',
  'maximum',
  'minLength',
  'maxLength',
  'minItems',
  'maxItems',
  'uniqueItems',
])

/** The description is written for the oldest version; a property that a patch sets to null is gone since then. */
function currentProperties(
  { properties, required, 'x-github-breaking-changes': changes = [] }: OpenApiSchema,
  version: string,
): Pick<OpenApiSchema, 'properties' | 'required'> {
  const removed = new Set(
    changes
      .filter((change) => change.version <= version)
      .flatMap(({ patch }) => Object.entries(patch.properties ?? {}))
      .flatMap(([name, value]) => (value === null ? [name] : [])),
  )
  return {
    ...(properties && { properties: removeKeys(properties, removed) }),
    ...(required && { required: required.filter((name) => !removed.has(name)) }),
  }
}

function removeKeys<T>(record: Record<string, T>, names: ReadonlySet<string>): Record<string, T> {
  return Object.fromEntries(Object.entries(record).filter(([name]) => !names.has(name)))
}

function mapValues<T, U>(record: Record<string, T>, change: (value: T) => U): Record<string, U> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value)]))
}

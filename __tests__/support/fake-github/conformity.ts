import { Ajv } from 'ajv'
import type { ValidateFunction } from 'ajv'
import * as ajvFormats from 'ajv-formats'
import type { ApiRequest, Destination, SentAnswer } from './api.ts'
import type { Description, OpenApiSchema, Operation } from './open-api.ts'
import { jsonSchemaOf, parameterOf, readDescription, responseOf } from './open-api.ts'
import { matchTemplate } from './route.ts'

export interface Exchange {
  request: ApiRequest
  destination: Destination
  /** Undefined if none was given. */
  answer: SentAnswer | undefined
  /** Of the REST API; undefined if GitHub doesn't have it. */
  version: string | undefined
}

type Product = 'api.github.com' | 'ghes'

const acceptedMediaTypes = [
  'application/vnd.github+json',
  'application/vnd.github.v3+json',
  'application/json',
]

/** What in the exchange does not fit GitHub's own description, in sentences. */
export function violationsOf(product: Product, exchange: Exchange): string[] {
  const { request, destination } = exchange
  const { route } = destination
  const problems = [
    ...headerProblems(exchange),
    ...(route === undefined || route === 'graphql'
      ? unroutedProblems(product, exchange)
      : describedProblems(product, exchange, route.template)),
  ]
  return problems.map((problem) => `${request.method} ${request.path}: ${problem}`)
}

function headerProblems({ request: { headers, body }, destination, version }: Exchange): string[] {
  const accept = headers.accept ?? 'nothing'
  const contentType = headers['content-type'] ?? 'nothing'
  const isRest = destination.route !== 'graphql'
  return [
    ...(acceptedMediaTypes.includes(accept) ? [] : [`the request accepts ${accept}, not GitHub's JSON`]),
    ...(isRest && headers['x-github-api-version'] === undefined
      ? ['the request has no x-github-api-version']
      : []),
    ...(version === undefined ? ['the request asks for an API version that GitHub does not have'] : []),
    ...(body === '' || contentType.startsWith('application/json')
      ? []
      : [`the request's content-type is ${contentType}`]),
  ]
}

function unroutedProblems(product: Product, { request, destination, answer }: Exchange): string[] {
  if (destination.route === 'graphql') {
    const isRefused = answer?.status === 200 && answer.body.startsWith('{"errors"')
    return isRefused ? ['the fake does not know this GraphQL query'] : []
  }
  const { paths } = readDescription(product)
  const method = request.method.toLowerCase()
  const isDescribed = Object.entries(paths).some(
    ([template, operations]) =>
      operations?.[method] !== undefined && matchTemplate(template, request.path) !== undefined,
  )
  return [isDescribed ? 'the fake does not serve this operation' : 'GitHub describes no such operation']
}

function describedProblems(product: Product, exchange: Exchange, template: string): string[] {
  const { request, destination, answer, version = '2022-11-28' } = exchange
  const description = readDescription(product)
  const operation = description.paths[template]?.[request.method.toLowerCase()]
  if (operation === undefined) return ['GitHub describes no such operation']
  const key = `${request.method} ${template}`
  const validators = validatorsOf(product, version)

  const given = { ...destination.parameters, ...Object.fromEntries(request.query) }
  const parameters = parametersSchema(description, operation)
  const problems = errorsOf('the parameter', validators.parameters(`${key} parameters`, parameters), given)
  const bodySchema = operation.requestBody?.content['application/json']?.schema
  if (bodySchema !== undefined) {
    const validate = validators.closed(`${key} body`, bodySchema)
    problems.push(...errorsOf("the request's body", validate, parsed(request.body)))
  } else if (request.body !== '') {
    problems.push('the request has a body')
  }
  if (answer !== undefined) problems.push(...answerProblems(description, operation, answer, validators, key))
  return problems
}

function answerProblems(
  description: Description,
  operation: Operation,
  { status, headers, body }: SentAnswer,
  validators: Validators,
  key: string,
): string[] {
  const response = operation.responses[String(status)]
  // Any operation can answer with an error, or with 304 to a condition; few are described to.
  if (response === undefined) return status < 300 ? [`status ${status} is not described`] : []
  // The proxies before GitHub answer in HTML.
  if (headers['content-type']?.startsWith('text/html') === true) return []
  const schema = responseOf(description, response).content?.['application/json']?.schema
  if (schema === undefined) return body === '' ? [] : [`the answer ${status} has a body`]
  // GitHub's errors say more than the description of an error does.
  const validatorFor = status < 300 ? validators.closed : validators.open
  return errorsOf(`the answer ${status}`, validatorFor(`${key} ${status}`, schema), parsed(body))
}

function parametersSchema(description: Description, operation: Operation): OpenApiSchema {
  const parameters = (operation.parameters ?? [])
    .map((parameter) => parameterOf(description, parameter))
    .filter((parameter) => parameter.in !== 'header')
  return {
    type: 'object',
    properties: Object.fromEntries(parameters.map((parameter) => [parameter.name, parameter.schema])),
    required: parameters.filter(({ required }) => required === true).map(({ name }) => name),
  }
}

/** Compiles a schema the first time its key is given. */
type ValidatorFor = (key: string, schema: OpenApiSchema) => ValidateFunction

interface Validators {
  /** A property that is not described is an error. */
  closed: ValidatorFor
  open: ValidatorFor
  /** What stands in a URL is text whatever its type. */
  parameters: ValidatorFor
}

const knownValidators = new Map<string, Validators>()

function validatorsOf(product: Product, version: string): Validators {
  const key = `${product} ${version}`
  const known = knownValidators.get(key)
  if (known !== undefined) return known
  const validators = {
    closed: validatorFactory(product, { version, closed: true }),
    open: validatorFactory(product, { version, closed: false }),
    parameters: validatorFactory(product, { version, closed: true, coerceTypes: true }),
  }
  knownValidators.set(key, validators)
  return validators
}

function validatorFactory(
  product: Product,
  { version, closed, coerceTypes = false }: { version: string; closed: boolean; coerceTypes?: boolean },
): ValidatorFor {
  const { schemas } = readDescription(product).components
  const compiled = new Map<string, ValidateFunction>()
  const referred = new Set<string>()
  const ajv = new Ajv({
    allErrors: true,
    allowUnionTypes: true,
    coerceTypes,
    // A repository stands in a pull request twice: compiled once, it is called from both places.
    inlineRefs: false,
    strictRequired: false,
    validateSchema: false,
  })
  ajvFormats.default.default(ajv)
  const options = { version, closed, refer, resolve: (name: string) => schemas[name]! }

  function refer(name: string): string {
    if (!referred.has(name)) {
      // Noted before it is converted: schemas refer to themselves.
      referred.add(name)
      ajv.addSchema(jsonSchemaOf(schemas[name]!, options), name)
    }
    return name
  }

  return (key, schema) => {
    const validate = compiled.get(key) ?? ajv.compile(jsonSchemaOf(schema, options))
    compiled.set(key, validate)
    return validate
  }
}

function errorsOf(what: string, validate: ValidateFunction, value: unknown): string[] {
  if (validate(value)) return []
  return (validate.errors ?? []).map(({ instancePath, message = '', params }) => {
    const name: unknown = params['additionalProperty']
    return [what, instancePath, message, ...(typeof name === 'string' ? [`(${name})`] : [])]
      .filter((part) => part !== '')
      .join(' ')
  })
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

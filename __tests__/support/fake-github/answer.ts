export interface Answer {
  status: number
  headers: Record<string, string>
  /** Sent as JSON, a string as it is; undefined: no body. */
  body?: unknown
}

export interface ErrorDetail {
  resource: string
  code: string
  field: string
  message: string
}

const documentationRoot = 'https://docs.github.com/rest'

export function json(status: number, body: unknown, headers: Record<string, string> = {}): Answer {
  return { status, headers, body }
}

/** `documentation` is the page below docs.github.com/rest that GitHub names. */
export function refusal(
  status: number,
  message: string,
  documentation = '',
  { headers = {}, errors }: { headers?: Record<string, string>; errors?: ErrorDetail[] } = {},
): Answer {
  const documentationUrl = documentationRoot + (documentation === '' ? '' : `/${documentation}`)
  return json(
    status,
    {
      message,
      ...(errors === undefined ? {} : { errors }),
      documentation_url: documentationUrl,
      status: String(status),
    },
    headers,
  )
}

export function notFound(documentation: string): Answer {
  return refusal(404, 'Not Found', documentation)
}

export function notAccessible(documentation: string, acceptedPermissions: string): Answer {
  return refusal(403, 'Resource not accessible by integration', documentation, {
    headers: { 'x-accepted-github-permissions': acceptedPermissions },
  })
}

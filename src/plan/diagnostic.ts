/** A diagnostic of Terraform's `-json` stream (internal/command/views/json/diagnostic.go). */
export interface Diagnostic {
  readonly severity: 'error' | 'warning'
  readonly summary: string
  readonly detail: string
  /** The resource that it is about. */
  readonly address?: string
  readonly range?: DiagnosticRange
  readonly snippet?: DiagnosticSnippet
}

/** Lines and columns count from 1; `filename` is relative to the working directory. */
export interface DiagnosticRange {
  readonly filename: string
  readonly start: { readonly line: number; readonly column: number }
  readonly end: { readonly line: number; readonly column: number }
}

export interface DiagnosticSnippet {
  readonly context: string | undefined
  readonly code: string
  readonly startLine: number
}

/** Reads the `diagnostic` object of the stream; undefined when it is not one. */
export function diagnosticFromJson(value: unknown): Diagnostic | undefined {
  if (!isRecord(value) || typeof value['summary'] !== 'string') return undefined
  const range = rangeFromJson(value['range'])
  const snippet = snippetFromJson(value['snippet'])
  return {
    severity: value['severity'] === 'warning' ? 'warning' : 'error',
    summary: value['summary'],
    detail: typeof value['detail'] === 'string' ? value['detail'] : '',
    ...(typeof value['address'] === 'string' ? { address: value['address'] } : {}),
    ...(range === undefined ? {} : { range }),
    ...(snippet === undefined ? {} : { snippet }),
  }
}

/** The diagnostic as Terraform's human output lays it out, without its frame. */
export function renderDiagnostic(diagnostic: Diagnostic): string {
  const { severity, summary, detail, address, range, snippet } = diagnostic
  const lines = [`${severity === 'error' ? 'Error' : 'Warning'}: ${summary}`]
  if (address !== undefined) lines.push('', `  with ${address},`)
  if (range !== undefined) {
    const context = snippet?.context === undefined ? '' : `, in ${snippet.context}`
    if (address === undefined) lines.push('')
    lines.push(`  on ${range.filename} line ${String(range.start.line)}${context}:`)
    const code = snippet === undefined || snippet.code === '' ? [] : snippet.code.split('\n')
    for (const [index, line] of code.entries()) {
      lines.push(`  ${String((snippet?.startLine ?? 0) + index).padStart(4)}: ${line}`)
    }
  }
  if (detail !== '') lines.push('', detail.trimEnd())
  return lines.join('\n')
}

function rangeFromJson(value: unknown): DiagnosticRange | undefined {
  if (!isRecord(value) || typeof value['filename'] !== 'string') return undefined
  const position = (name: string): { line: number; column: number } => {
    const at = value[name]
    const number = (field: string): number => countFrom(isRecord(at) ? at[field] : undefined)
    return { line: number('line'), column: number('column') }
  }
  return { filename: value['filename'], start: position('start'), end: position('end') }
}

function snippetFromJson(value: unknown): DiagnosticSnippet | undefined {
  if (!isRecord(value) || typeof value['code'] !== 'string') return undefined
  return {
    context: typeof value['context'] === 'string' ? value['context'] : undefined,
    code: value['code'],
    startLine: countFrom(value['start_line']),
  }
}

/** Of what counts from 1. */
function countFrom(value: unknown): number {
  return Number.isSafeInteger(value) ? Math.max(1, value as number) : 1
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

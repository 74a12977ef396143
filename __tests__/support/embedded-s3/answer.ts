import { randomBytes } from 'node:crypto'
import { errorDocument, xmlDocument } from './xml.ts'

export interface Answer {
  status: number
  headers: Record<string, string>
  body: string | Buffer
}

export function emptyAnswer(status: number, headers: Record<string, string> = {}): Answer {
  return { status, headers, body: '' }
}

export function xmlAnswer(rootName: string, children: readonly string[]): Answer {
  return {
    status: 200,
    headers: { 'content-type': 'application/xml' },
    body: xmlDocument(rootName, children),
  }
}

export function refusal(
  status: number,
  code: string,
  message: string,
  headers: Record<string, string> = {},
): Answer {
  const requestId = newRequestId()
  return {
    status,
    headers: { 'content-type': 'application/xml', 'x-amz-request-id': requestId, ...headers },
    body: errorDocument(code, message, requestId),
  }
}

export function notImplemented(what: string): Answer {
  return refusal(501, 'NotImplemented', `The embedded S3 does not implement ${what}.`)
}

export function newRequestId(): string {
  return randomBytes(8).toString('hex').toUpperCase()
}

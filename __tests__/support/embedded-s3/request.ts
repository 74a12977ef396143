import type { IncomingHttpHeaders } from 'node:http'

export interface S3Request {
  method: string
  bucket: string
  /** Decoded; empty when the request is about the bucket. */
  key: string
  query: URLSearchParams
  headers: IncomingHttpHeaders
  body: Buffer
}

/** `undefined` when the path is not valid percent-encoding. Path style only: `/bucket/key`. */
export function addressOf(url: string): { bucket: string; key: string; query: URLSearchParams } | undefined {
  const [path = '', ...search] = url.split('?')
  // The URL class would fold `.` and `..`, which are legal in keys.
  const [, bucket = '', ...rest] = path.split('/')
  try {
    return {
      bucket: decodeURIComponent(bucket),
      key: decodeURIComponent(rest.join('/')),
      query: new URLSearchParams(search.join('?')),
    }
  } catch {
    return undefined
  }
}

/** The header as one string; S3 joins repeated ones. */
export function header(headers: IncomingHttpHeaders, name: string): string | undefined {
  const value = headers[name]
  return Array.isArray(value) ? value.join(',') : value
}

/**
 * Takes the framing off a body sent as `STREAMING-UNSIGNED-PAYLOAD-TRAILER` or
 * `STREAMING-AWS4-HMAC-SHA256-PAYLOAD[-TRAILER]`: `<hex>[;chunk-signature=…]CRLF<data>CRLF … 0CRLF<trailers>CRLF`.
 * The trailers join the headers, as the checksum is one. `undefined` when the framing is broken.
 */
export function withoutChunking(
  headers: IncomingHttpHeaders,
  body: Buffer,
): { headers: IncomingHttpHeaders; body: Buffer } | undefined {
  if (header(headers, 'x-amz-content-sha256')?.startsWith('STREAMING-') !== true) return { headers, body }
  const chunks: Buffer[] = []
  let position = 0
  for (;;) {
    const lineEnd = body.indexOf('\r\n', position)
    if (lineEnd === -1) return undefined
    const size = Number.parseInt(body.toString('latin1', position, lineEnd), 16)
    if (Number.isNaN(size)) return undefined
    position = lineEnd + 2
    if (size === 0) break
    chunks.push(body.subarray(position, position + size))
    position += size + 2
  }
  const decoded = Buffer.concat(chunks)
  if (decoded.length !== Number(header(headers, 'x-amz-decoded-content-length') ?? decoded.length))
    return undefined
  const trailers = body
    .toString('latin1', position)
    .split('\r\n')
    .flatMap((line) => {
      const colon = line.indexOf(':')
      return colon === -1
        ? []
        : [[line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()] as const]
    })
  return { headers: { ...headers, ...Object.fromEntries(trailers) }, body: decoded }
}

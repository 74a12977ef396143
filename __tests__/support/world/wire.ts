/** As much of protobuf and msgpack as a provider whose attributes are all strings needs. */

/** A field of bytes, text or a message (protobuf.dev/programming-guides/encoding). */
export function field(number: number, content: Buffer | string): Buffer {
  const bytes = Buffer.from(content)
  return Buffer.concat([varint((number << 3) | 2), varint(bytes.length), bytes])
}

export function flag(number: number): Buffer {
  return Buffer.concat([varint(number << 3), varint(1)])
}

/** The last content of each field of bytes; numbers are skipped. */
export function fieldsOf(message: Buffer): Map<number, Buffer> {
  const fields = new Map<number, Buffer>()
  let at = 0
  const next = (): number => {
    let value = 0
    for (let shift = 0; ; shift += 7) {
      const byte = message[at++] ?? 0
      value |= (byte & 0x7f) << shift
      if (byte < 0x80) return value
    }
  }
  while (at < message.length) {
    const tag = next()
    const length = next()
    if ((tag & 7) === 0) continue
    if ((tag & 7) !== 2) throw new Error(`A field of wire type ${tag & 7} was not expected.`)
    fields.set(tag >> 3, message.subarray(at, at + length))
    at += length
  }
  return fields
}

/** An attribute that Terraform knows only after the apply. */
export const unknown = Symbol('known after apply')
type Value = string | null | typeof unknown
export type Attributes = Record<string, Value>

/** A `DynamicValue` in msgpack; `null` is a resource that is not there. */
export function dynamicValue(attributes: Attributes | null): Buffer {
  return field(1, attributes === null ? Buffer.from([0xc0]) : packed(attributes))
}

function packed(attributes: Attributes): Buffer {
  const entries = Object.entries(attributes)
  const parts = entries.flatMap(([name, value]) => [packedText(name), packedValue(value)])
  return Buffer.concat([Buffer.from([0x80 | entries.length]), ...parts])
}

function packedValue(value: Value): Buffer {
  if (value === null) return Buffer.from([0xc0])
  // github.com/zclconf/go-cty, msgpack: an extension stands for an unknown value.
  return value === unknown ? Buffer.from([0xd4, 0, 0]) : packedText(value)
}

function packedText(text: string): Buffer {
  const bytes = Buffer.from(text)
  return Buffer.concat([Buffer.from([0xd9, bytes.length]), bytes])
}

/** The attributes in a `DynamicValue` of Terraform's, which is always msgpack. */
export function attributesOf(value: Buffer | undefined): Attributes | null {
  const bytes = value === undefined ? undefined : fieldsOf(value).get(1)
  if (bytes === undefined || bytes[0] === 0xc0) return null
  let at = 0
  const byte = (): number => bytes[at++] ?? 0
  const text = (length: number): string => bytes.toString('utf8', at, (at += length))
  const read = (): Value => {
    const kind = byte()
    if (kind >= 0xa0 && kind <= 0xbf) return text(kind & 0x1f)
    if (kind === 0xd9) return text(byte())
    if (kind === 0xc0) return null
    if (kind === 0xd4) at += 2
    else if (kind === 0xc7) at += byte() + 1
    else throw new Error(`A msgpack value of kind ${kind.toString(16)} was not expected.`)
    return unknown
  }
  const count = byte() & 0x0f
  return Object.fromEntries(Array.from({ length: count }, () => [String(read()), read()]))
}

function varint(value: number): Buffer {
  const bytes: number[] = []
  for (let rest = value; ; rest >>>= 7) {
    if (rest < 0x80) return Buffer.from([...bytes, rest])
    bytes.push((rest & 0x7f) | 0x80)
  }
}

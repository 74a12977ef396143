import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'

import {
  concurrencyGroupFromAddress,
  parseStateAddress,
  renderS3StateAddress,
} from '../../src/lock/state-address.ts'

describe('the address of a state', () => {
  test.each([
    ['s3://bucket/key', { bucket: 'bucket', key: 'key' }],
    [
      's3://a.b-c9/env:/prod/app/terraform.tfstate',
      { bucket: 'a.b-c9', key: 'env:/prod/app/terraform.tfstate' },
    ],
    ['s3://bucket/a b#c&d=e', { bucket: 'bucket', key: 'a b#c&d=e' }],
    ['s3://bucket/a%3Fb%25', { bucket: 'bucket', key: 'a?b%' }],
    ['s3://bucket/key?', { bucket: 'bucket', key: 'key' }],
    ['s3://bucket/a\nb', { bucket: 'bucket', key: 'a\nb' }],
    ['s3://bucket/key?region=eu-west-1', { bucket: 'bucket', key: 'key', region: 'eu-west-1' }],
    [
      's3://bucket/key?dynamodb_table=locks_1&region=us-gov-west-1',
      { bucket: 'bucket', key: 'key', region: 'us-gov-west-1', dynamodbTable: 'locks_1' },
    ],
    [
      's3://bucket/key?dynamodb_table=arn%3Aaws:dynamodb:eu-west-1:1:table/locks',
      { bucket: 'bucket', key: 'key', dynamodbTable: 'arn:aws:dynamodb:eu-west-1:1:table/locks' },
    ],
    [`s3://${'a'.repeat(63)}/k`, { bucket: 'a'.repeat(63), key: 'k' }],
  ])('%s', (text, address) => {
    expect(parseStateAddress(text)).toStrictEqual(address)
  })

  test.each([
    ['', 'expected `s3://bucket/key`'],
    ['bucket/key', 'expected `s3://bucket/key`'],
    ['S3://bucket/key', 'expected `s3://bucket/key`'],
    ['https://bucket.s3.amazonaws.com/key', 'expected `s3://bucket/key`'],
    ['gs://bucket/key', 'expected `s3://bucket/key`'],
    ['xs3://bucket/key', 'expected `s3://bucket/key`'],
    ['s3:/bucket/key', 'expected `s3://bucket/key`'],
    ['s3://', "a bucket's name"],
    ['s3:///key', "a bucket's name"],
    ['s3://ab/key', "a bucket's name"],
    [`s3://${'a'.repeat(64)}/key`, "a bucket's name"],
    ['s3://Bucket/key', "a bucket's name"],
    ['s3://bu_cket/key', "a bucket's name"],
    ['s3://-bucket/key', "a bucket's name"],
    ['s3://bucket./key', "a bucket's name"],
    ['s3://user@bucket/key', "a bucket's name"],
    ['s3://bucket', 'the key is missing'],
    ['s3://bucket/', 'the key is missing'],
    ['s3://bucket?region=eu-west-1', 'the key is missing'],
    ['s3://bucket//key', 'neither begins nor ends with `/`'],
    ['s3://bucket/folder/', 'neither begins nor ends with `/`'],
    ['s3://bucket/key.tflock', 'without `.tflock`'],
    ['s3://bucket/100%', '`%` begins an escape'],
    ['s3://bucket/key?profile=x', 'only `region` and `dynamodb_table`'],
    ['s3://bucket/key?Region=x', 'only `region` and `dynamodb_table`'],
    ['s3://bucket/key?constructor=x', 'only `region` and `dynamodb_table`'],
    ['s3://bucket/key?region', '`region` is empty'],
    ['s3://bucket/key?region=', '`region` is empty'],
    ['s3://bucket/key?region=EU', '`region` is empty or holds'],
    ['s3://bucket/key?region=eu-west-1=', '`region` is empty or holds'],
    ['s3://bucket/key?dynamodb_table=a=b', '`dynamodb_table` is empty or holds'],
    ['s3://bucket/key?region=x/../y', '`region` is empty or holds'],
    ['s3://bucket/key?dynamodb_table=a b', '`dynamodb_table` is empty or holds'],
    ['s3://bucket/key?dynamodb_table=%', '`%` begins an escape'],
    ['s3://bucket/key?region=a&region=b', '`region` is given twice'],
  ])('%j is refused', (text, message) => {
    expect(() => parseStateAddress(text)).toThrow(RangeError)
    expect(() => parseStateAddress(text)).toThrow(message)
  })

  test('reads as people know it', () => {
    expect(renderS3StateAddress('bucket', 'env:/prod/a b.tfstate')).toBe('s3://bucket/env:/prod/a b.tfstate')
  })

  test('is read back as it was, whatever the key', () => {
    const key = fc
      .string({
        unit: fc.oneof(fc.constantFrom('/', '%', '?', '&', '#', '\n', ':'), fc.string({ minLength: 1 })),
      })
      .filter((text) => text !== '' && !/^\/|\/$|\.tflock$/.test(text))
    fc.assert(
      fc.property(key, (text) => {
        expect(parseStateAddress(renderS3StateAddress('bucket', text))).toEqual({
          bucket: 'bucket',
          key: text,
        })
      }),
    )
  })

  test('any text is an address or a RangeError', () => {
    const near = fc.string({ unit: fc.constantFrom('a', '/', '?', '=', '&', '%', 'region', '.') })
    fc.assert(
      fc.property(near, (text) => {
        try {
          expect(parseStateAddress(`s3://bucket${text}`).key).not.toBe('')
        } catch (error) {
          expect(error).toBeInstanceOf(RangeError)
        }
      }),
    )
  })
})

test('the concurrency group is 16 hex digits of the sha256 of the address', () => {
  // printf 's3://bucket/key' | sha256sum
  expect(concurrencyGroupFromAddress('s3://bucket/key')).toBe('lockstep-558ca1533e03aaea')
})

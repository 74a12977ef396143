import type { Told } from '../audit/check.ts'
import { describeFailure, nameOf, statusOf } from './read-failure.ts'
import { within } from './request.ts'

export interface Question<Output, T> {
  /** The action of IAM that it needs. */
  readonly permission: string
  readonly send: (abortSignal: AbortSignal) => Promise<Output>
  readonly read: (answer: Output) => Told<T>
  /** The error that says that there is no such setting, and what that means. */
  readonly absent?: { readonly name: string; readonly value: T } | undefined
}

/** One question to AWS. Whatever comes of it is told; only the end of the job is thrown. */
export async function ask<Output, T>(
  { permission, send, read, absent }: Question<Output, T>,
  signal: AbortSignal,
): Promise<Told<T>> {
  try {
    return read(await within(send, signal))
  } catch (error) {
    signal.throwIfAborted()
    if (absent !== undefined && nameOf(error) === absent.name) return { kind: 'told', value: absent.value }
    return notTold(whyNot(error, permission))
  }
}

export function told<T>(value: T): { readonly kind: 'told'; readonly value: T } {
  return { kind: 'told', value }
}

/** An answer without the field that was asked for says nothing. */
export function fieldOf<T>(name: string, value: T | undefined): Told<T> {
  return value === undefined ? notTold(`the answer has no ${name}`) : told(value)
}

export function notTold(why: string): { readonly kind: 'not-told'; readonly why: string } {
  return { kind: 'not-told', why }
}

function whyNot(error: unknown, permission: string): string {
  // DynamoDB answers 400 to whoever may not.
  const isDenied = statusOf(error) === 403 || /^AccessDenied/.test(nameOf(error))
  return isDenied ? `access was denied; it needs ${permission}` : describeFailure(error)
}

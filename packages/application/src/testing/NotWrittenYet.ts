import { Schema } from "effect"

/** A method of a port, or something that a stage tells, which an adapter hasn't got yet. */
export class NotWrittenYet extends Schema.TaggedError<NotWrittenYet>()("NotWrittenYet", {
  /** The port or stage. */
  service: Schema.String,
  member: Schema.String,
  /** What is demanded of it there. */
  demand: Schema.String
}) {
  override get message(): string {
    return `${this.service}.${this.member} isn't written yet. What is demanded of it: ${this.demand}`
  }
}

/**
 * What the generator puts where a method is to be written. Its caller dies of NotWrittenYet, whose stack begins
 * where this stands.
 */
export const notWrittenYet = (service: string, member: string, demand: string): (() => never) => {
  const unwritten = at(notWrittenYet, new NotWrittenYet({ service, member, demand }))
  const placeholder = () => {
    throw unwritten
  }
  placeholders.set(placeholder, unwritten)
  return placeholder
}

/** The same where a value is to be: in a getter, as a value can't be made up. */
export const noValueYet = (service: string, member: string, demand: string): never => {
  throw at(noValueYet, new NotWrittenYet({ service, member, demand }))
}

/** With the one place in its stack that is of interest: that of the caller of `helper`. */
const at = (helper: (...parameters: Array<never>) => unknown, unwritten: NotWrittenYet): NotWrittenYet => {
  const { stackTraceLimit } = Error
  Error.stackTraceLimit = 1
  Error.captureStackTrace(unwritten, helper)
  Error.stackTraceLimit = stackTraceLimit
  return unwritten
}

const placeholders = new WeakMap<object, NotWrittenYet>()

export const isPlaceholder = (method: object): boolean => placeholders.has(method)

/** What of a service is still to be written, in its own order. Values are looked at, methods aren't called. */
export const unwrittenIn = (service: object): ReadonlyArray<NotWrittenYet> =>
  Object.keys(service).flatMap((member) => {
    try {
      return placeholders.get(Reflect.get(service, member)) ?? []
    } catch (error) {
      if (error instanceof NotWrittenYet) return error
      throw error
    }
  })

import { Effect } from "effect"
import { afterEach, expect, it } from "vitest"
import { type NotWrittenYet, unwrittenIn } from "./NotWrittenYet.ts"
import { takeLastCall } from "./watchedCalls.ts"

/** How many of the waiting tests are named; the list is to be read. */
const named = 3

/**
 * The last test of each contract suite: nothing of the port and its stage is still to be written. While something is, the
 * test tells what, and which tests of the suite are waiting for it; hence it stands at the suite's end. It also lists
 * what is written and was called last in tests that fail.
 */
export const everythingWritten = <Services>(
  services: Effect.Effect<ReadonlyArray<object>, never, Services>,
  run: (body: Effect.Effect<void, never, Services>) => Promise<unknown>
): void => {
  const waiting = new Map<string, Array<string>>()
  const failing = new Map<string, Array<string>>()

  afterEach(({ task }) => {
    const called = takeLastCall()
    const errors = task.result?.errors ?? []
    if (errors.length === 0) return
    const met = errors.map(unwrittenBehind).find((place) => place !== undefined)
    if (met !== undefined) waiting.set(met, [...(waiting.get(met) ?? []), task.fullTestName])
    else if (called !== undefined) failing.set(called, [...(failing.get(called) ?? []), task.fullTestName])
  })

  it("has everything written", () =>
    run(
      Effect.map(services, (built) => {
        const toDo = built
          .flatMap(unwrittenIn)
          .map((unwritten) => ({ unwritten, tests: waiting.get(placeOf(unwritten)) ?? [] }))
          .toSorted((a, b) => b.tests.length - a.tests.length)
        const wrong = [...failing].toSorted(([, one], [, other]) => other.length - one.length).map(failingEntry)
        const all = [...toDo.map(entry), ...wrong]
        if (all.length > 0) expect.fail(all.join("\n"))
      })
    ))
}

const placeOf = ({ member, service }: NotWrittenYet): string => `${service}.${member}`

/** Where a failure came from, also through a property, which wraps what it failed of. */
const unwrittenBehind = (error: unknown): string | undefined => {
  if (typeof error !== "object" || error === null) return undefined
  const { _tag, cause, member, service } = error as Partial<NotWrittenYet>
  return _tag === "NotWrittenYet" ? `${service}.${member}` : unwrittenBehind(cause)
}

const entry = ({ tests, unwritten }: { unwritten: NotWrittenYet; tests: ReadonlyArray<string> }): string =>
  withTests(`${placeOf(unwritten)}, which ${waitingFor(tests.length)}: ${unwritten.demand}`, tests)

const failingEntry = ([call, tests]: readonly [string, ReadonlyArray<string>]): string =>
  withTests(`${call} is written; tests in which it was called last fail:`, tests)

const withTests = (head: string, tests: ReadonlyArray<string>): string =>
  [
    head,
    ...tests.slice(0, named).map((test) => `    ${test}`),
    ...(tests.length > named ? [`    and ${tests.length - named} more`] : [])
  ].join("\n")

const waitingFor = (count: number): string =>
  count === 0 ? "no test has got to yet" : count === 1 ? "1 test waits for" : `${count} tests wait for`

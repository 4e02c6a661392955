import { readFile } from "node:fs/promises"
import { Console, Effect, Schema } from "effect"
import { Prompt } from "effect/cli"
import { wordsFor } from "../startFailure.ts"
import { askChoices } from "./askChoices.ts"

/** Something that the setup makes, and how it stands. */
export interface SetupStep {
  readonly about: string
  readonly state: "there" | "make" | "change" | "remove" | "other"
  readonly why: string
  /** When it ends, in ISO 8601, if it does. */
  readonly until?: string
  readonly right: string
  readonly remedy?: string
  /** What a person does once the step is done, because setup can't. */
  readonly next?: string
}

/** What has to be done, and doing it. */
export interface PreparedSetup<E> {
  readonly plan: ReadonlyArray<SetupStep>
  readonly carryOut: (report: (step: SetupStep) => Effect.Effect<void>) => Effect.Effect<ReadonlyArray<SetupStep>, E>
}

/** The flags. */
export interface SetupAsked {
  /** File with the choices; absent: they are asked for. */
  readonly from: string | undefined
  readonly settingsFile: string
  readonly plan: boolean
  readonly yes: boolean
  readonly json: boolean
  readonly remove: boolean
}

/** Not everything is done. What is left has been printed. */
export class SetupUnfinished extends Schema.TaggedError<SetupUnfinished>()("SetupUnfinished", {
  reason: Schema.String
}) {
  override get message(): string {
    return this.reason
  }
}

const marks: Readonly<Record<SetupStep["state"], string>> = {
  there: "there   ",
  make: "to make ",
  change: "change  ",
  remove: "remove  ",
  other: "OTHERS  "
}

/** With the day of its end. */
const named = ({ about, until }: SetupStep): string =>
  until === undefined ? about : `${about}, until ${until.slice(0, 10)}`

const nextOf = ({ next }: SetupStep): ReadonlyArray<string> => (next === undefined ? [] : [`            next: ${next}`])

const lineOf = (mark: string, step: SetupStep): string =>
  step.state === "there" ? `${mark}  ${named(step)}` : `${mark}  ${step.about}: ${step.why}`

/** Which right a step needs, and what someone else has to do. */
const needOf = ({ state, right, remedy }: SetupStep): ReadonlyArray<string> =>
  state === "there" ? [] : [`            needs ${right}`, ...(remedy === undefined ? [] : [`            -> ${remedy}`])]

/** The steps; what several in a row need, once after them. */
const linesOf = (
  plan: ReadonlyArray<SetupStep>,
  markOf: (state: SetupStep["state"]) => string
): ReadonlyArray<string> => {
  const needs = plan.map((step) => [markOf(step.state), ...needOf(step)].join("\n"))
  return plan.flatMap((step, at) => [
    lineOf(markOf(step.state), step),
    ...(needs[at] === needs[at + 1] && step.next === undefined ? [] : needOf(step)),
    ...nextOf(step)
  ])
}

const summaryOf = (plan: ReadonlyArray<SetupStep>): string => {
  const count = (state: SetupStep["state"]) => plan.filter((step) => step.state === state).length
  const parts = [
    `${count("there")} there`,
    `${count("make")} to make`,
    `${count("change")} to change`,
    `${count("remove")} to remove`,
    `${count("other")} for another administrator`
  ]
  return parts.filter((part) => !part.startsWith("0 ")).join(", ") || "Nothing is there, and nothing to do"
}

const textOf = (plan: ReadonlyArray<SetupStep>): string =>
  [...linesOf(plan, (state) => marks[state]), "", `${summaryOf(plan)}.`].join("\n")

/** What is left in the end: what isn't for others waits for them. */
const textOfLeft = (left: ReadonlyArray<SetupStep>): string => {
  const waiting = left.filter(({ state }) => state !== "other").length
  return [
    "Left to do:",
    ...linesOf(left, (state) => (state === "other" ? marks.other : "later   ")),
    ...(waiting === 0 ? [] : ["", "Later: run the same command again when the steps for others are done."])
  ].join("\n")
}

/** What is shown of a step: without the change, whose ids say nothing to people. */
const shown = ({ about, state, why, until, right, remedy, next }: SetupStep): SetupStep => ({
  about,
  state,
  why,
  ...(until === undefined ? {} : { until }),
  right,
  ...(remedy === undefined ? {} : { remedy }),
  ...(next === undefined ? {} : { next })
})

export const readChoices = (path: string): Effect.Effect<unknown, SetupUnfinished> =>
  Effect.tryPromise({
    try: async (): Promise<unknown> => JSON.parse(await readFile(path, "utf8")),
    catch: () => new SetupUnfinished({ reason: `${path} can't be read as JSON.` })
  })

const isOpen = ({ state }: SetupStep): boolean => state !== "there"

/**
 * Shows what has to be done, asks, does it, and checks the result. `canAsk`: whether a person can answer. Fails unless
 * everything is done.
 */
export const setup = <E extends { readonly message: string }, E2, R, R2>(
  asked: SetupAsked,
  canAsk: boolean,
  prepare: (
    choices: unknown,
    settingsFile: string,
    purpose: "setup" | "removal"
  ) => Effect.Effect<PreparedSetup<E>, E, R>,
  check: (settingsFile: string) => Effect.Effect<void, E2, R2>
) =>
  Effect.gen(function* () {
    const choices = yield* asked.from === undefined ? askChoices(canAsk) : readChoices(asked.from)
    const { plan, carryOut } = yield* prepare(choices, asked.settingsFile, asked.remove ? "removal" : "setup")
    if (!asked.json) yield* Console.log(textOf(plan))
    const isDoable = plan.some(({ state }) => state !== "there" && state !== "other")
    if (asked.plan) {
      if (asked.json) yield* Console.log(JSON.stringify({ plan: plan.map(shown) }, undefined, 2))
      return
    }
    if (isDoable && !asked.yes) {
      if (!canAsk) return yield* new SetupUnfinished({ reason: "Nothing was changed: add --yes to do this." })
      const goes = yield* Prompt.run(Prompt.Confirm({ message: "Do this?", initial: false }))
      if (!goes) return yield* new SetupUnfinished({ reason: "Nothing was changed." })
    }
    const end = yield* carryOut((step) =>
      asked.json ? Effect.void : Console.log([`done      ${named(step)}`, ...nextOf(step)].join("\n"))
    )
    const left = end.filter(isOpen)
    if (asked.json) {
      yield* Console.log(JSON.stringify({ plan: plan.map(shown), left: left.map(shown) }, undefined, 2))
    } else if (left.length > 0) {
      yield* Console.log(`\n${textOfLeft(left)}\n`)
    }
    if (left.length > 0)
      return yield* new SetupUnfinished({
        reason: left.length === 1 ? "1 step is left." : `${left.length} steps are left.`
      })
    if (asked.remove || asked.json) return
    yield* Console.log(`\nThe settings are in ${asked.settingsFile}. doctor checks them:\n`)
    yield* check(asked.settingsFile)
  }).pipe(
    Effect.tapError((failure) =>
      failure instanceof Error && failure.message !== "" ? Console.error(wordsFor(failure)) : Effect.void
    )
  )

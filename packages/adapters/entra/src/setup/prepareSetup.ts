import { Clock, Effect, Schema, SchemaIssue } from "effect"
import { Administrator, SetupFailed } from "./Administrator.ts"
import { layer } from "./administratorOf.ts"
import { carryOut, planOf } from "./carryOut.ts"
import type { Step } from "./Change.ts"
import { Choices } from "./Choices.ts"
import { readFound } from "./readFound.ts"
import type { TeamsAppPackage } from "./TeamsAppPackage.ts"

/** A plan, and how it is carried out. */
export interface Prepared {
  readonly plan: ReadonlyArray<Step>
  /** Makes all that can be made, reports each step, and returns the plan in the end. */
  readonly carryOut: (report: (step: Step) => Effect.Effect<void>) => Effect.Effect<ReadonlyArray<Step>, SetupFailed>
}

const format = SchemaIssue.makeFormatterStandardSchemaV1()

const decode = (choices: unknown) =>
  Effect.mapError(Schema.decodeUnknownEffect(Choices)(choices, { onExcessProperty: "error" }), ({ issue }) => {
    const faults = format(issue).issues.map(({ path = [], message }) => {
      const name = path.map((part) => String(typeof part === "object" ? part.key : part)).join(".")
      return name === "" ? `${message}.` : `${name}: ${message}.`
    })
    return new SetupFailed({
      reason: `The choices can't be used. ${faults.join(" ")}`,
      remedy: "docs/how-to/run-against-a-real-tenant.md shows their form.",
      cause: undefined
    })
  })

/** Signs the administrator in, reads what is there, and plans. Changes nothing. `given`: as in `Choices`. */
export const prepareSetup = (teamsApp: TeamsAppPackage) =>
  Effect.fnUntraced(function* (given: unknown, settingsPath: string, purpose: "setup" | "removal") {
    const choices = yield* decode(given)
    const setting = { choices, settingsPath, purpose, teamsApp }
    return yield* Effect.gen(function* () {
      const administrator = yield* Administrator
      const found = yield* Effect.catchTag(readFound(choices, settingsPath, teamsApp), "SetupDenied", ({ reason }) =>
        Effect.fail(
          new SetupFailed({
            reason: `This person may not read what is there. ${reason}`,
            remedy: "Sign in as someone who may read app registrations and the workspaces' resource groups.",
            cause: undefined
          })
        )
      )
      const prepared: Prepared = {
        plan: planOf(setting, found, yield* Clock.currentTimeMillis),
        carryOut: (report) => Effect.provideService(carryOut(setting, found, report), Administrator, administrator)
      }
      return prepared
    }).pipe(Effect.provide(layer(choices.tenantId)))
  })

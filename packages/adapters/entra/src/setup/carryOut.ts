import { Clock, Effect } from "effect"
import type { Change, Step } from "./Change.ts"
import type { Choices } from "./Choices.ts"
import type { Found } from "./Found.ts"
import { makeChange } from "./makeChange.ts"
import { planRemoval } from "./planRemoval.ts"
import { nextStep, planSetup } from "./planSetup.ts"
import { settle } from "./settle.ts"
import type { TeamsAppPackage } from "./TeamsAppPackage.ts"

export interface Setting {
  readonly choices: Choices
  readonly settingsPath: string
  readonly purpose: "setup" | "removal"
  readonly teamsApp: TeamsAppPackage
}

export const planOf = (
  { choices, purpose, teamsApp }: Pick<Setting, "choices" | "purpose" | "teamsApp">,
  found: Found,
  now: number
): ReadonlyArray<Step> => (purpose === "setup" ? planSetup(choices, found, now, teamsApp) : planRemoval(choices, found))

/** Makes every change that can be made, one after the other. Reports each step that is done. Returns the plan in the end. */
export const carryOut = Effect.fnUntraced(function* (
  setting: Setting,
  begin: Found,
  report: (step: Step) => Effect.Effect<void>
) {
  let found = begin
  for (;;) {
    const now = yield* Clock.currentTimeMillis
    const plan = planOf(setting, found, now)
    const step = nextStep(plan)
    if (step === undefined) return plan
    found = yield* tried(setting, found, step)
    const after = planOf(setting, found, now).find(({ about }) => about === step.about)
    if (after === undefined || after.state === "there") yield* report(after ?? step)
  }
})

/** What is there after a step was tried; a step that is denied is left to someone else, with what depends on it. */
const tried = ({ settingsPath }: Setting, found: Found, step: Step & { readonly change: Change }) =>
  makeChange(step.change, settingsPath).pipe(
    Effect.map((made) => settle(found, step.change, made)),
    Effect.catchTag("SetupDenied", () => Effect.succeed({ ...found, refused: [...found.refused, step.about] }))
  )

import { type Finding, fine, problem } from "@incident-teams/application/doctor/Finding"
import { Effect } from "effect"
import { type PreparedSetup, readChoices, type SetupStep } from "./setup.ts"

const about = "Setup"

const foundOf = ({ about: what, state, why }: SetupStep): string =>
  state === "change" ? `${what} isn't as setup makes it: ${why}.` : `${what} is missing: ${why}.`

/** What setup made, by its plan: a step that isn't done is a problem, which `command` mends. */
export const findingsOf = (plan: ReadonlyArray<SetupStep>, command: string): ReadonlyArray<Finding> => {
  const open = plan.filter(({ state }) => state !== "there")
  return open.length === 0
    ? [fine(about, `Everything that setup creates is there: ${plan.length} items.`)]
    : open.map((step) => {
        const others = step.state === "other" ? ` This administrator can't. ${step.remedy ?? ""}`.trimEnd() : ""
        return problem(about, foundOf(step), `Run ${command} with this right: ${step.right}.${others}`)
      })
}

/** What setup made with the choices in a file, read in the name of the administrator who is signed in. */
export const lookAtSetup = <E extends { readonly message: string }, R>(
  prepare: (choices: unknown, settingsFile: string, purpose: "setup") => Effect.Effect<PreparedSetup<E>, E, R>,
  from: string,
  settingsFile: string
): Effect.Effect<ReadonlyArray<Finding>, never, R> =>
  Effect.gen(function* () {
    const { plan } = yield* prepare(yield* readChoices(from), settingsFile, "setup")
    return findingsOf(plan, `incident-teams-server setup --from ${from} --settings-file ${settingsFile}`)
  }).pipe(
    Effect.catch(({ message }) =>
      Effect.succeed([problem(about, `It can't be checked. ${message}`, "Correct this and run doctor again.")])
    )
  )

import { Effect } from "effect"
import { sampleApplications, sampleUsers } from "./sampleTenant.ts"
import { SandboxFailure } from "./SandboxFailure.ts"
import type { RunningSandbox } from "./SandboxFile.ts"
import type { SimulatorControl } from "./SimulatorControl.ts"

/** A console may stay open for a shift. */
const tokenSeconds = 12 * 3_600

/** The sample users and applications, and what is special about each. */
export const knownUsers = Object.entries({ ...sampleUsers, ...sampleApplications })
  .map(([name, what]) => `  ${name.padEnd(9)} ${what}`)
  .join("\n")

export const noSuchUser = (name: string) =>
  new SandboxFailure({ message: `There is no sample user "${name}". Choose one of these:\n${knownUsers}` })

/** An access token of a sample user or application. */
export const tokenOf = (
  control: SimulatorControl,
  name: string,
  expiresIn?: number
): Effect.Effect<string, SandboxFailure> => {
  const who = Object.hasOwn(sampleApplications, name) ? { application: name } : { user: name }
  return Effect.flatMap(control.token(who, expiresIn), (token) =>
    token === undefined ? Effect.fail(noSuchUser(name)) : Effect.succeed(token)
  )
}

/** What the console and the commands need to be this user in the sandbox. */
export const asUser = (
  { url, caFile }: Pick<RunningSandbox, "url" | "caFile">,
  control: SimulatorControl,
  name: string
): Effect.Effect<Record<string, string>, SandboxFailure> =>
  Effect.map(tokenOf(control, name, tokenSeconds), (token) => ({
    INCIDENT_TEAMS_SERVER: url,
    INCIDENT_TEAMS_TOKEN: token,
    NODE_EXTRA_CA_CERTS: caFile
  }))

import * as IncidentTeamsClient from "@incident-teams/api/IncidentTeamsClient"
import { Effect, Redacted } from "effect"
import { HttpClient } from "effect/http"
import { SandboxFailure } from "../SandboxFailure.ts"
import type { SimulatorControl } from "../SimulatorControl.ts"
import { patient } from "./patient.ts"
import type { Platform } from "./Platform.ts"

/** Somebody of the sample tenant who is signed in to Incident Teams. */
export interface Actor {
  readonly name: string
  readonly api: IncidentTeamsClient.IncidentTeamsClient
}

/** By sample key. */
export const signedIn = Effect.fnUntraced(function* (
  key: string,
  {
    url,
    control,
    platform,
    audience
  }: {
    readonly url: string
    readonly control: SimulatorControl
    readonly platform: Platform
    readonly audience?: string | undefined
  }
) {
  const { displayName } = yield* platform.person(key)
  const token = yield* control.token({ user: key, ...(audience === undefined ? {} : { audience }) })
  if (token === undefined) return yield* new SandboxFailure({ message: `${key} isn't in the sample tenant.` })
  const api = yield* IncidentTeamsClient.make({ baseUrl: url, token: Effect.succeed(Redacted.make(token)) }).pipe(
    Effect.updateService(HttpClient.HttpClient, patient)
  )
  const actor: Actor = { name: displayName, api }
  return actor
})

import type { TeamView } from "@incident-teams/api/teams/TeamView"
import { Effect } from "effect"
import type { Sandbox } from "../Sandbox.ts"
import { type Actor, signedIn } from "./Actor.ts"
import { type Platform, platform as platformOf } from "./Platform.ts"

/** The workspace that the story's incidents are in; its alias is its name. */
export const workspace = "soc-prod"

/** Who plays, and where. */
export interface Stage {
  /** The server's. */
  readonly url: string
  readonly platform: Platform
  /** Sentinel Responder who may create teams. */
  readonly ben: Actor
  /** Sentinel Reader. */
  readonly dev: Actor
}

/** `audience`: the server's client ID, unless it is the sample application's. */
export const setStage = Effect.fnUntraced(function* ({ server: { url }, control }: Sandbox, audience?: string) {
  const platform = platformOf(control)
  const sign = (key: string) => signedIn(key, { url, control, platform, audience })
  // What an administrator overlooked: a disabled account is still in the group that the team is made with.
  yield* platform.putIntoGroup("legal", "hugo")
  const stage: Stage = { url, platform, ben: yield* sign("ben"), dev: yield* sign("dev") }
  return stage
})

/** An incident's name in its workspace: its id without our alias. */
export const nameOfIncident = (id: TeamView["incident"]["id"]): string => id.slice(id.indexOf("~") + 1)

import { join, resolve } from "node:path"
import { fileURLToPath } from "node:url"
import { Effect } from "effect"
import { SandboxFailure } from "./SandboxFailure.ts"

const usualFolder = join(fileURLToPath(new URL("../../..", import.meta.url)), ".data")

/** Where `npm start` keeps its data: INCIDENT_TEAMS_DATA, or `.data` beside package.json. */
export const dataFolder = Effect.sync(() => {
  const configured = process.env["INCIDENT_TEAMS_DATA"] ?? ""
  return configured === "" ? usualFolder : resolve(configured)
})

/** Whether commands find that folder without INCIDENT_TEAMS_DATA. */
export const isUsualFolder = (folder: string): boolean => folder === usualFolder

/** A number from the environment. Undefined when it isn't set, or empty. */
export const numberSetting = (
  name: string,
  what: string,
  isGood: (value: number) => boolean
): Effect.Effect<number | undefined, SandboxFailure> =>
  Effect.suspend(() => {
    const text = process.env[name] ?? ""
    if (text === "") return Effect.succeed(undefined)
    return isGood(Number(text))
      ? Effect.succeed(Number(text))
      : Effect.fail(new SandboxFailure({ message: `${name} is "${text}". Set it to ${what}, or leave it out.` }))
  })

/** An archive of 10 to 30 s takes 1 to 3: long enough to be seen, short enough to wait for. */
export const usualScale = 10

/** How many times as fast the platform's time runs: PLATFORM_TIME_SCALE. */
export const timeScale = (usual: number): Effect.Effect<number, SandboxFailure> =>
  Effect.map(
    numberSetting("PLATFORM_TIME_SCALE", "a number from 1 to 10000", (value) => value >= 1 && value <= 10_000),
    (configured) => configured ?? usual
  )

/** SANDBOX_HOST, where the server and the pages of signing in listen. In a container, only published ports are reached. */
export const host = Effect.sync(() => process.env["SANDBOX_HOST"] ?? "127.0.0.1")

/** Settings of a real tenant aren't used, which a person who gives them has to learn before anything starts. */
export const refuseRealTenant: Effect.Effect<void, SandboxFailure> = Effect.suspend(() => {
  const given = ["SENTINEL_WORKSPACES", "STANDBY_OWNERS"].find((name) => process.env[name])
  return given === undefined
    ? Effect.void
    : Effect.fail(
        new SandboxFailure({
          message: `This is a sandbox with a simulated tenant, and ${given} belongs to a real one. Leave it out, or start incident-teams-server with it.`
        })
      )
})

import { Effect, Option } from "effect"
import { inRepository } from "./programs.ts"
import { SandboxFailure } from "./SandboxFailure.ts"
import { findSandbox } from "./SandboxFile.ts"
import { dataFolder, isUsualFolder } from "./settings.ts"

/** The sandbox that `npm start` runs on our data folder. */
export const runningSandbox = Effect.gen(function* () {
  const folder = yield* dataFolder
  const sandbox = yield* findSandbox(folder)
  if (Option.isSome(sandbox)) return sandbox.value
  if (!inRepository) return yield* new SandboxFailure({ message: "The sandbox isn't ready yet, or is stopping." })
  return yield* new SandboxFailure({
    message: isUsualFolder(folder)
      ? "No sandbox is running. Start one with npm start. If it was started with INCIDENT_TEAMS_DATA, set the same value here."
      : `No sandbox is running on ${folder}. Start one with INCIDENT_TEAMS_DATA=${folder} npm start.`
  })
})

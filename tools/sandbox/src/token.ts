/** `npm run -s token -- ben`: prints an access token of a sample user for the sandbox that `npm start` runs. */
import { Console, Effect, Option } from "effect"
import { runMain } from "./process/runMain.ts"
import { sampleApplications, sampleUsers } from "./sampleTenant.ts"
import { SandboxFailure } from "./SandboxFailure.ts"
import { findSandbox } from "./SandboxFile.ts"
import { dataFolder, isUsualFolder } from "./settings.ts"

const known = Object.entries({ ...sampleUsers, ...sampleApplications })
  .map(([name, what]) => `  ${name.padEnd(9)} ${what}`)
  .join("\n")

const token = Effect.gen(function* () {
  const name = process.argv[2]
  if (name === undefined) {
    return yield* new SandboxFailure({
      message: `Say whose: npm run -s token -- <name>, where <name> is one of\n${known}`
    })
  }
  const folder = yield* dataFolder
  const sandbox = yield* findSandbox(folder)
  if (Option.isNone(sandbox)) {
    return yield* new SandboxFailure({
      message: isUsualFolder(folder)
        ? "No sandbox is running: start one with npm start. If it runs with INCIDENT_TEAMS_DATA, set the same here."
        : `No sandbox is running on ${folder}: start one with INCIDENT_TEAMS_DATA=${folder} npm start.`
    })
  }
  const who = Object.hasOwn(sampleApplications, name) ? { application: name } : { user: name }
  const found = yield* sandbox.value.control.token(who)
  if (found === undefined) {
    return yield* new SandboxFailure({ message: `There is no sample user "${name}". There are\n${known}` })
  }
  yield* Console.log(found)
})

runMain(token, { interrupted: 130 })

/** `npm run doctor`: has the server's own `doctor` look at the sandbox that `npm start` runs. */
import { Effect } from "effect"
import { inOurPlace } from "./process/inOurPlace.ts"
import { runMain } from "./process/runMain.ts"
import { serverCommand } from "./programs.ts"
import { runningSandbox } from "./runningSandbox.ts"
import { serverEnvironment } from "./Server.ts"
import { dataFolder } from "./settings.ts"

const doctor = Effect.gen(function* () {
  const { running } = yield* runningSandbox
  const env = serverEnvironment(running, { ...running, dataFolder: yield* dataFolder })
  // Credentials in the shell's environment are somebody else's.
  yield* inOurPlace({
    file: serverCommand,
    args: ["doctor", ...process.argv.slice(2)],
    env: { ...env, AZURE_CREDENTIAL: "secret", COSMOS_ENDPOINT: "", TEAMS_APP_ID: "" }
  })
})

runMain(doctor, { interrupted: 130 })

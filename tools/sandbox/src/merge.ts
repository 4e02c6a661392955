/**
 * `npm run merge`: lets Microsoft Defender merge a sample incident into another one, in the sandbox that `npm start` runs.
 * `npm run merge -- 4111 4100`: the first into the second. Default: 4099 into 4100.
 */
import { Console, Effect, Schema } from "effect"
import { runMain } from "./process/runMain.ts"
import { runningSandbox } from "./runningSandbox.ts"
import { incidentsToBeMerged, workspaces } from "./sampleTenant.ts"
import { SandboxFailure } from "./SandboxFailure.ts"

const Incidents = Schema.Struct({
  value: Schema.Array(Schema.Struct({ name: Schema.String, incidentNumber: Schema.Int, providerName: Schema.String }))
})

const [workspace] = workspaces
const path = `/arm/workspaces/${workspace}/incidents`

const merge = Effect.gen(function* () {
  const given = process.argv.slice(2)
  const [source, target] = given.length === 0 ? incidentsToBeMerged : given.map(Number)
  const { control } = yield* runningSandbox
  const { value } = yield* control.get(path, Incidents)
  const fromDefender = value.filter(({ providerName }) => providerName === "Microsoft XDR")
  const numbered = (number: number | undefined) => fromDefender.find((one) => one.incidentNumber === number)
  const [merged, survivor] = [numbered(source), numbered(target)]
  if (given.length > 2 || merged === undefined || survivor === undefined || merged === survivor) {
    const known = fromDefender.map(({ incidentNumber }) => incidentNumber).join(", ")
    return yield* new SandboxFailure({
      message: `Usage: npm run merge [-- <number> <number>]. Choose two of Microsoft Defender's incidents in ${workspace}: ${known}.`
    })
  }
  yield* control.post(`${path}/${merged.name}/merge`, { into: survivor.name })
  yield* Console.log(`Microsoft Defender merged incident ${source} into incident ${target}, in ${workspace}.`)
})

runMain(merge, { interrupted: 130 })

import { fork } from "node:child_process"
import { once } from "node:events"
import { fileURLToPath } from "node:url"
import * as PostgresTeamStore from "@incident-teams/adapter-postgres/PostgresTeamStore"
import * as WorkBell from "@incident-teams/application/changes/WorkBell"
import * as PlatformTime from "@incident-teams/application/deployment/PlatformTime"
import { Layer, Logger, ManagedRuntime, Schema } from "effect"
import { create, idOf } from "../growth.ts"
import { onPostgres } from "../measuredStores.ts"
import { type Spread, spreadOf } from "../Spread.ts"

const worker = fileURLToPath(new URL("worker.ts", import.meta.url))

/** The ids of the teams that were claimed. */
const decodeMessage = Schema.decodeUnknownSync(
  Schema.TupleWithRest(Schema.Tuple([Schema.Array(Schema.String)]), [Schema.Unknown])
)

export interface CommitToWork {
  readonly ms: Spread
  readonly p95Ms: number
}

/**
 * Milliseconds from the beginning of a commit in one process until a worker in another one has claimed the team. PostgreSQL
 * tells it; on the other stores the worker asks every second.
 */
export const commitToWork = (rounds = 200): Promise<CommitToWork> =>
  onPostgres(async (url, settings) => {
    const runtime = ManagedRuntime.make(
      Layer.mergeAll(
        Layer.provide(PostgresTeamStore.layer, settings),
        PlatformTime.layer,
        WorkBell.layer,
        Logger.layer([])
      )
    )
    const other = fork(worker, { env: { PATH: process.env["PATH"], POSTGRES_URL: url } })
    const ended = once(other, "exit").then(() => {
      throw new Error("The other process ended.")
    })
    const claimed = async () => {
      const [ids] = decodeMessage(await Promise.race([once(other, "message"), ended]))
      return ids
    }
    try {
      // It listens.
      await claimed()
      const times: Array<number> = []
      for (let round = 1; round <= rounds; round++) {
        const began = performance.now()
        await Promise.all([
          runtime.runPromise(create(round)),
          (async () => {
            while (!(await claimed()).includes(idOf(round))) continue
            times.push(performance.now() - began)
          })()
        ])
      }
      const p95Ms = times.toSorted((one, another) => one - another)[Math.floor(times.length * 0.95)] ?? Number.NaN
      return { ms: spreadOf(times), p95Ms: Number(p95Ms.toPrecision(4)) }
    } finally {
      ended.catch(() => undefined)
      if (other.exitCode === null) {
        const gone = once(other, "exit")
        other.disconnect()
        await gone
      }
      await runtime.dispose()
    }
  })

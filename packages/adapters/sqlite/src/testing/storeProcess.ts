import { writeSync } from "node:fs"
import { StaleTeam, type Stored, TeamStore } from "@incident-teams/application/ports/TeamStore"
import {
  chunkOf,
  firstCommit,
  idOf,
  lastCommit,
  nextCommit,
  renamed
} from "@incident-teams/application/testing/team-store/commits"
import { timestampOf } from "@incident-teams/domain/ids/Timestamp"
import { Context, Effect, Layer, Option } from "effect"
import { layerFile } from "../SqliteDatabase.ts"
import { layerOn } from "../SqliteTeamStore.ts"

/**
 * Another process on the same file, for tests: `storeProcess.ts <file> <what> <name>`. Each line on stdout is something
 * that the store has acknowledged; it is written before anything else happens.
 */
const [, , file = "", what = "", name = ""] = process.argv

const acknowledge = (line: string) => Effect.sync(() => writeSync(1, `${line}\n`))
const longAgo = timestampOf(0)
let commits = 0
const commitId = () => `${name}-${++commits}`

/** 100 renames of team 0, each on top of the stored version. */
const rename = Effect.fnUntraced(function* (store: TeamStore["Service"]) {
  for (let n = 0; n < 100; n++) {
    const event = renamed(`${name} ${n}`)
    yield* store.load(idOf(0)).pipe(
      Effect.flatMap(Effect.fromOption),
      Effect.flatMap((stored) =>
        store.commit(stored.version, nextCommit(stored, { events: [event], commitId: commitId() }))
      ),
      Effect.retry({ while: (error) => error instanceof StaleTeam })
    )
    yield* acknowledge(`${name} ${n}`)
  }
})

/** Claims, finishes and tells every team that is due, until none is. */
const work = Effect.fnUntraced(function* (store: TeamStore["Service"]) {
  while (Option.isSome(yield* store.nextDue())) {
    for (const { stored } of yield* store.claim(name, 3, 60_000)) {
      yield* store.commit(stored.version, lastCommit(stored, { dueAt: "never", commitId: commitId() }))
      yield* acknowledge(`${stored.id} ${stored.schedule.fence}`)
    }
    yield* Effect.yieldNow
  }
})

/** One team after another, each with ten commits of every kind, until somebody ends this process. */
const write = Effect.fnUntraced(function* (store: TeamStore["Service"]) {
  for (let n = 0; ; n++) {
    let stored: Stored = yield* store.create(
      firstCommit(n, { dueAt: longAgo, chunks: [chunkOf(0, 50)], commitId: commitId() })
    )
    yield* acknowledge(`${n} 1`)
    for (let count = 2; count <= 11; count++) {
      stored = yield* store.commit(
        stored.version,
        nextCommit(stored, { events: [renamed(`${count}`)], chunks: [chunkOf(count, 50)], commitId: commitId() })
      )
      yield* acknowledge(`${n} ${count}`)
    }
  }
})

const programs: Readonly<Record<string, (store: TeamStore["Service"]) => Effect.Effect<void, unknown>>> = {
  rename,
  work,
  write
}
const program = programs[what]
if (program === undefined) throw new Error(`no such thing to do: ${what}`)

await Layer.build(Layer.provide(layerOn, layerFile(file))).pipe(
  Effect.flatMap((context) => program(Context.get(context, TeamStore))),
  Effect.scoped,
  Effect.runPromise
)

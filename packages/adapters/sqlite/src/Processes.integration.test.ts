import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import { fileURLToPath } from "node:url"
import { TeamStore } from "@incident-teams/application/ports/TeamStore"
import { firstCommit, idOf, renamed } from "@incident-teams/application/testing/team-store/commits"
import { timestampOf } from "@incident-teams/domain/ids/Timestamp"
import { Effect, Layer, Option } from "effect"
import { afterEach, describe, expect, it } from "vitest"
import { layerFile } from "./SqliteDatabase.ts"
import { layerOn } from "./SqliteTeamStore.ts"
import { temporaryFile } from "./testing/temporaryFile.ts"

const running: Array<ChildProcess> = []

interface StoreProcess {
  readonly child: ChildProcess
  /** Everything that it acknowledged, line by line, once it has ended. */
  readonly acknowledged: Promise<ReadonlyArray<string>>
}

const startProcess = (file: string, what: "rename" | "work" | "write", name: string): StoreProcess => {
  const program = fileURLToPath(new URL("testing/storeProcess.ts", import.meta.url))
  const child = spawn(process.execPath, [program, file, what, name], { stdio: ["ignore", "pipe", "inherit"] })
  running.push(child)
  let out = ""
  child.stdout.setEncoding("utf8").on("data", (text: string) => (out += text))
  // A line that was cut off by the end of the process isn't an acknowledgment.
  return { child, acknowledged: once(child, "close").then(() => out.split("\n").slice(0, -1)) }
}

afterEach(() => {
  for (const child of running.splice(0)) child.kill("SIGKILL")
})

/** What another process, started afterward, finds in the file. */
const inFile = <A>(file: string, body: Effect.Effect<A, unknown, TeamStore>): Promise<A> =>
  Effect.runPromise(Effect.provide(body, Layer.provide(layerOn, layerFile(file))))

describe("several processes on one file", () => {
  it("lose no update of each other", async () => {
    const file = temporaryFile()
    await inFile(
      file,
      Effect.flatMap(TeamStore, (store) => store.create(firstCommit(0)))
    )
    const names = ["ann", "bob", "cid", "dan"]
    const acknowledged = await Promise.all(names.map((name) => startProcess(file, "rename", name).acknowledged))
    const events = await inFile(
      file,
      Effect.flatMap(TeamStore, (store) => store.timeline(idOf(0), 1, 1_000))
    )
    expect(acknowledged.flat()).toHaveLength(400)
    // Each exactly once, and each process's own in the order in which it wrote them.
    for (const [index, name] of names.entries()) {
      const own = events.filter(({ event }) => event._tag === "RenameRequested" && event.name.startsWith(`${name} `))
      expect(own.map(({ event }) => event)).toEqual(acknowledged[index]?.map((line) => renamed(line)))
    }
    expect(events.map(({ position }) => position)).toEqual(Array.from({ length: 400 }, (_, index) => index + 2))
  })

  it("finish each due team exactly once", async () => {
    const file = temporaryFile()
    const teams = 150
    await inFile(
      file,
      Effect.flatMap(TeamStore, (store) =>
        Effect.forEach(
          Array.from({ length: teams }, (_, n) => n),
          (n) => store.create(firstCommit(n, { dueAt: timestampOf(n) }))
        )
      )
    )
    const acknowledged = await Promise.all(
      ["ann", "bob", "cid", "dan"].map((name) => startProcess(file, "work", name).acknowledged)
    )
    const done = acknowledged.flat().toSorted()
    expect(done).toEqual(Array.from({ length: teams }, (_, n) => `${idOf(n)} 1`).toSorted())
  })

  it("can all be the first: the file is made and brought up to date once", async () => {
    const file = temporaryFile()
    const acknowledged = await Promise.all(
      ["ann", "bob", "cid", "dan"].map((name) => startProcess(file, "work", name).acknowledged)
    )
    expect(acknowledged).toEqual([[], [], [], []])
    expect(
      await inFile(
        file,
        Effect.flatMap(TeamStore, (store) => store.nextDue())
      )
    ).toEqual(Option.none())
  })
})

describe("kill -9", () => {
  it.each([30, 90, 180])("keeps everything that was acknowledged (after %d lines)", async (lines) => {
    const file = temporaryFile()
    const { child, acknowledged } = startProcess(file, "write", "ann")
    let seen = 0
    child.stdout?.on("data", (text: string) => {
      seen += text.split("\n").length - 1
      if (seen >= lines) child.kill("SIGKILL")
    })
    const last = new Map<number, number>()
    for (const line of await acknowledged) {
      const [team, commits] = line.split(" ").map(Number)
      last.set(team ?? -1, commits ?? -1)
    }
    expect(child.signalCode).toBe("SIGKILL")
    expect([...last.values()].reduce((a, b) => a + b)).toBeGreaterThanOrEqual(lines)
    await inFile(
      file,
      Effect.gen(function* () {
        const store = yield* TeamStore
        for (const [team, commits] of last) {
          const stored = Option.getOrThrow(yield* store.load(idOf(team)))
          const events = yield* store.timeline(idOf(team), 0, 100)
          const chunks = yield* store.chunks(idOf(team))
          // The commit that nobody heard of any more may be there as well, but then all of it.
          expect([commits, commits + 1]).toContain(events.length)
          expect(chunks).toHaveLength(events.length)
          expect(stored.team.name).toBe(events.length === 1 ? `INC-${team}` : String(events.length))
        }
      })
    )
  })
})

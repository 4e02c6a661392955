import { Effect } from "effect"
import { expect, it } from "vitest"
import type { Stored } from "../ports/TeamStore.ts"
import { firstCommit } from "../testing/team-store/commits.ts"
import { oncePerVersion } from "./oncePerVersion.ts"

const stored = (version: string): Stored => {
  const { team, schedule, commitId } = firstCommit(1)
  return { id: team.id, version, team, schedule, commitId }
}

/** Counts what is read, and fails each second time where it is told to. */
const counted = (keeps: (value: number) => boolean) => {
  let reads = 0
  return {
    reads: () => reads,
    read: oncePerVersion(
      () =>
        Effect.suspend(() => {
          reads += 1
          return Effect.succeed(reads)
        }),
      keeps
    )
  }
}

it("reads once for a version that is handed out again, and anew for the next", async () => {
  const { read, reads } = counted(() => true)
  const [first, second] = [stored("1"), stored("2")]
  expect(await Promise.all([first, first, second, first].map((one) => Effect.runPromise(read(one))))).toEqual([
    1, 1, 2, 1
  ])
  expect(reads()).toBe(2)
})

it("doesn't keep what is too large, and asks for it again", async () => {
  const { read } = counted((value) => value > 1)
  const team = stored("1")
  const answers = [
    await Effect.runPromise(read(team)),
    await Effect.runPromise(read(team)),
    await Effect.runPromise(read(team))
  ]
  expect(answers).toEqual([1, 2, 2])
})

it("keeps no failure", async () => {
  let tries = 0
  const read = oncePerVersion(
    () => Effect.suspend(() => ((tries += 1) === 1 ? Effect.fail("away") : Effect.succeed("there"))),
    () => true
  )
  const team = stored("1")
  expect(await Effect.runPromise(Effect.flip(read(team)))).toBe("away")
  expect(await Effect.runPromise(read(team))).toBe("there")
})

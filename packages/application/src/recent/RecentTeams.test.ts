import type { TeamId } from "@incident-teams/domain/ids/TeamId"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { Stored } from "../ports/TeamStore.ts"
import { firstCommit, idOf } from "../testing/team-store/commits.ts"
import { RecentTeams } from "./RecentTeams.ts"

const [one, other, third]: ReadonlyArray<TeamId> = [idOf(1), idOf(2), idOf(3)]

/** Read anew each time, as from a store. */
const read = (id: TeamId, version: string): Stored => {
  const { team, schedule, commitId } = firstCommit(1)
  return { id, version, team, schedule, commitId }
}

describe("teams that were handed out lately", () => {
  it("are the same object again in the same version, and never in another", () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ id: fc.constantFrom(one!, other!), version: fc.constantFrom("1", "2") })),
        (reads) => {
          const recent = new RecentTeams()
          const last = new Map<TeamId, Stored>()
          for (const { id, version } of reads) {
            const stored = read(id, version)
            const before = last.get(id)
            const given = recent.handOut(stored)
            expect(given).toBe(before?.version === version ? before : stored)
            expect(recent.get(id)).toBe(given)
            last.set(id, given)
          }
        }
      )
    )
  })

  it("make room for others, the one first whom nobody has asked for longest", () => {
    const recent = new RecentTeams(2)
    const first = recent.handOut(read(one!, "1"))
    recent.handOut(read(other!, "1"))
    expect(recent.handOut(read(one!, "1"))).toBe(first)
    recent.handOut(read(third!, "1"))
    expect(recent.get(one!)).toBe(first)
    expect(recent.get(other!)).toBeUndefined()
  })
})

import { timestampOf } from "@incident-teams/domain/ids/Timestamp"
import type { Team, Wait } from "@incident-teams/domain/team/Team"
import { team } from "@incident-teams/domain/testing/ArbitraryTeam"
import * as fc from "fast-check"
import { expect, it } from "vitest"
import { installationDelays } from "./delays.ts"

const wait = (of: Partial<Wait>): Wait => ({
  step: "AddMembers",
  tries: 1,
  since: timestampOf(1_000),
  until: timestampOf(9_000),
  reason: "Not granted.",
  remedy: "Grant it.",
  installation: "permission",
  ...of
})

const unblocked = ({ work: { blocked: _, ...work } }: Team): Team["work"] => work

it("L15 always tells one trouble of the installation once, since when, and how many teams wait for it", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(team, fc.integer({ min: 1, max: 3 })), { minLength: 1, maxLength: 5 }), (teams) => {
      const waiting = teams.map(([one, steps], index) => ({
        ...one,
        work: {
          ...unblocked(one),
          waits: Array.from({ length: steps }, () => wait({ since: timestampOf(1_000 + index) }))
        }
      }))
      expect(installationDelays(waiting)).toEqual([
        { kind: "permission", reason: "Not granted.", remedy: "Grant it.", since: 1_000, teams: teams.length }
      ])
    }),
    { numRuns: 20 }
  )
})

it("tells troubles with different remedies apart, those of most teams first, and no others", () => {
  const [one] = fc.sample(team, { numRuns: 1, seed: 1 })
  const withWaits = (...waits: ReadonlyArray<Wait>) => ({ ...one!, work: { ...unblocked(one!), waits } })
  const license = wait({ installation: "license", remedy: "Assign one." })
  const { installation: _, ...own } = wait({})
  expect(
    installationDelays([withWaits(own), withWaits(license, wait({})), withWaits(wait({}))]).map(({ kind, teams }) => [
      kind,
      teams
    ])
  ).toEqual([
    ["permission", 2],
    ["license", 1]
  ])
})

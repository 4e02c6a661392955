import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { makeClock } from "./Clock.ts"
import type { OperationDeviation } from "./Team.ts"
import { emptyTenant, Tenant, type TenantState } from "./Tenant.ts"

const id = "7a1e0000-0000-4000-8000-00000000000a"

/** A tenant with one team, whose clock the test moves. */
const withTeam = () => {
  let now = 1_000_000
  const clock = makeClock(1, () => now)
  const state = emptyTenant("7a1e0000-0000-4000-8000-00000000000b")
  state.groups[id] = {
    id,
    displayName: "INC",
    description: null,
    mail: null,
    mailEnabled: true,
    mailNickname: "inc",
    securityEnabled: false,
    groupTypes: ["Unified"],
    visibility: "Private",
    uniqueName: "inc",
    owners: [],
    members: [],
    createdAt: now,
    replicatedAt: now,
    indexedAt: now,
    deletedAt: null,
    boundAtCreation: []
  }
  state.teams[id] = {
    id,
    internalId: id,
    createdAt: now,
    provisionedAt: now,
    classification: null,
    isArchived: false,
    archivedChangedAt: 0,
    settings: {},
    members: [],
    removedMembers: [],
    channels: [],
    installedApps: []
  }
  const open = (from: TenantState) => new Tenant(from, clock, () => undefined)
  return {
    tenant: open(state),
    /** As a second start finds it. */
    reopened: (tenant: Tenant) => open(JSON.parse(JSON.stringify(tenant.state)) as TenantState),
    advance: (millis: number) => {
      now += millis
    }
  }
}

describe("operations over a restart", () => {
  const ends = fc.constantFrom<OperationDeviation["ends"] | undefined>(
    undefined,
    "fail",
    "failAfterEffect",
    "stuck",
    "gone",
    "unknown"
  )

  it("an end is always applied once: what a person did afterward stays", () => {
    fc.assert(
      fc.property(ends, fc.boolean(), (end, restartBefore) => {
        const { tenant, reopened, advance } = withTeam()
        const { id: operationId } = tenant.startOperation(
          id,
          "archiveTeam",
          [10, 30],
          end === undefined ? null : { ends: end }
        )
        const second = restartBefore ? reopened(tenant) : tenant
        advance(30)
        second.settle()
        const team = second.team(id)!
        expect(team.isArchived).toBe(end !== "fail")
        second.setArchived(team, false, 2_000_000)
        const third = reopened(second)
        advance(1_000)
        third.settle()
        expect(third.team(id)!.isArchived).toBe(false)
        expect(third.state.operations[operationId]!.outcome).toBe(second.state.operations[operationId]!.outcome)
      })
    )
  })

  it("several are applied in the order of their ends, not of their starts", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.boolean(), fc.integer({ min: 1, max: 1_000_000 })), { minLength: 1, maxLength: 6 }),
        (asked) => {
          const { tenant, advance } = withTeam()
          for (const [isArchived, millis] of asked) {
            tenant.startOperation(id, isArchived ? "archiveTeam" : "unarchiveTeam", [0, 0], { millis })
          }
          advance(1_000_000)
          tenant.settle()
          const latest = Math.max(...asked.map(([, millis]) => millis))
          const decisive = asked.findLast(([, millis]) => millis === latest)
          expect(tenant.team(id)!.isArchived).toBe(decisive?.[0])
        }
      )
    )
  })
})

it("random numbers are in [0, 1), and the same from the same seed", () => {
  fc.assert(
    fc.property(fc.integer(), (seed) => {
      const draw = () => {
        const tenant = new Tenant({ ...emptyTenant(id), random: seed }, makeClock(1), () => undefined)
        return Array.from({ length: 10 }, () => tenant.random())
      }
      const drawn = draw()
      expect(drawn.every((number) => number >= 0 && number < 1)).toBe(true)
      expect(draw()).toEqual(drawn)
      expect(new Set(drawn).size).toBeGreaterThan(1)
    })
  )
})

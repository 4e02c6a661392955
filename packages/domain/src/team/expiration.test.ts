import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { plus } from "../ids/Timestamp.ts"
import type { Outcome, WriteOutcome } from "./Outcome.ts"
import type { Step, Write } from "./Step.ts"
import type { TeamEvent } from "./TeamEvent.ts"
import {
  after,
  archived,
  begun,
  by,
  day,
  given,
  hour,
  minute,
  open,
  owner,
  requested,
  second
} from "./testing/given.ts"
import { calmDown, lives, mood } from "./testing/happenings.ts"
import { withOpenTeam } from "./testing/ImaginedWorld.ts"
import { timing } from "./Timing.ts"

const renew: Write = { _tag: "Renew" }
const readDate: Step = { _tag: "ReadExpiration" }
const read = (expiresAt: number | undefined, moment: number): Outcome => ({
  _tag: "TeamRead",
  began: after(moment),
  reading: {
    _tag: "Present",
    archived: true,
    owners: [owner.id],
    members: 2,
    expiration: expiresAt === undefined ? {} : { at: after(expiresAt) }
  }
})
const checked = (history: ReadonlyArray<TeamEvent>, expiresAt: number | undefined, moment: number) => [
  ...history,
  ...(given(...history).answered({ _tag: "Verify" }, read(expiresAt, moment), after(moment)) ?? [])
]
const now = 100 * day
const expiring = checked(archived, 180 * day, now)

/** A check of the team that couldn't read the date. */
const unread = (history: ReadonlyArray<TeamEvent>, moment: number): ReadonlyArray<TeamEvent> => {
  const began = after(moment)
  const reading = { _tag: "Present", archived: true, owners: [owner.id], members: 2 } as const
  return [...history, ...given(...history).answered({ _tag: "Verify" }, { _tag: "TeamRead", began, reading }, began)]
}

describe("a team under an expiration policy (bad day 10: archived teams are deleted)", () => {
  it("is due to be renewed 35 days before it expires, also while it is archived or blocked", () => {
    expect(given(...expiring).team.expiration).toEqual({
      at: after(180 * day),
      renewAt: after(145 * day),
      readAgainAt: after(now + day)
    })
    const blocked: TeamEvent = { _tag: "Blocked", step: "Unarchive", reason: "No.", remedy: "Ask.", at: after(now) }
    for (const history of [expiring, [...expiring, blocked]]) {
      expect(given(...history).dueOf("Renew")).toBe(after(145 * day))
    }
  })

  it("isn't renewed where it doesn't expire, and no more once the policy is gone", () => {
    expect(given(...checked(archived, undefined, now)).dueOf("Renew")).toBeUndefined()
    expect(given(...checked(expiring, undefined, 101 * day)).dueOf("Renew")).toBeUndefined()
  })

  it("keeps the date of a check that didn't read it", () => {
    expect(given(...unread(expiring, now + hour)).team.expiration).toEqual(given(...expiring).team.expiration)
  })

  it("is renewed once, and then not until a check shows that it is due again, a week later at the earliest", () => {
    const at = after(146 * day)
    const done = [...expiring, begun(5, renew, at)]
    const renewed = given(...done).answered(renew, { _tag: "GroupRenewed" }, at) ?? []
    expect(renewed).toEqual([{ _tag: "GroupRenewed", at }])
    const history = [...done, ...renewed]
    expect(given(...history).dueOf("Renew")).toBeUndefined()
    // Lifetime of 30 days: always less than 35 are left.
    expect(given(...checked(history, 176 * day, 147 * day)).dueOf("Renew")).toBe(after(153 * day))
    // Renewing didn't help: it is tried again each day of the last week.
    expect(given(...checked(history, 150 * day, 147 * day)).dueOf("Renew")).toBeLessThan(after(147 * day))
  })

  it("says that it can't be renewed, until a person retries or the date is another one", () => {
    const at = after(146 * day)
    const refusal: WriteOutcome = { _tag: "Refused", reason: "Forbidden.", remedy: "Ask an admin." }
    const begunAt = [...expiring, begun(5, renew, at)]
    const refused = given(...begunAt).answered(renew, refusal, at) ?? []
    expect(refused).toEqual([{ _tag: "RenewalRefused", reason: "Forbidden.", remedy: "Ask an admin.", at }])
    const history = [...begunAt, ...refused]
    const same = checked(history, 180 * day, 147 * day)
    for (const known of [history, same]) {
      expect(given(...known).team.expiration).toMatchObject({ refusal: { reason: "Forbidden." } })
      expect(given(...known).dueOf("Renew")).toBeUndefined()
    }
    expect(given(...same).when({ _tag: "RetryTeam", standbyOwners: [], by, at: after(148 * day) })).toMatchObject([
      { _tag: "Retried" }
    ])
    const retried: TeamEvent = { _tag: "Retried", standbyOwners: [], by, at: after(148 * day) }
    for (const known of [[...same, retried], checked(same, 181 * day, 148 * day)]) {
      expect(given(...known).team.expiration).not.toHaveProperty("refusal")
      expect(given(...known).dueOf("Renew")).toBeLessThanOrEqual(after(148 * day))
    }
  })

  it("isn't renewed sooner because a person retries something else", () => {
    const retried: TeamEvent = { _tag: "Retried", standbyOwners: [], by, at: after(101 * day) }
    expect(given(...expiring, retried).team.expiration).toEqual(given(...expiring).team.expiration)
    expect(given(...requested, retried).team).not.toHaveProperty("expiration")
  })

  it("reads the date alone once a check was due to read it and couldn't, and says why it can't (L14)", () => {
    const tomorrow = now + day
    expect(given(...unread(expiring, now + hour)).dueOf("ReadExpiration")).toBeUndefined()
    const missed = unread(expiring, tomorrow)
    expect(given(...missed).next(after(tomorrow))).toEqual(readDate)
    const trouble: Outcome = { _tag: "InstallationTrouble", kind: "permission", reason: "Denied.", remedy: "Grant it." }
    const told = [...missed, ...given(...missed).answered(readDate, trouble, after(tomorrow))]
    const wait = { step: "ReadExpiration", installation: "permission", reason: "Denied.", remedy: "Grant it." }
    for (const history of [told, unread(unread(told, tomorrow + hour), tomorrow + day)]) {
      expect(given(...history).team.work.waits).toMatchObject([{ ...wait, since: after(tomorrow) }])
      expect(given(...history).dueOf("ReadExpiration")).toBe(after(tomorrow + timing.retryFirst))
    }
    const retried: TeamEvent = { _tag: "Retried", standbyOwners: [], by, at: after(tomorrow + hour) }
    expect(given(...told, retried).dueOf("ReadExpiration")).toBeLessThanOrEqual(after(tomorrow + hour))
    const found: Outcome = { _tag: "ExpirationRead", expiration: { at: after(180 * day) } }
    for (const history of [
      [...told, ...given(...told).answered(readDate, found, after(tomorrow + hour))],
      checked(told, 180 * day, tomorrow + hour)
    ]) {
      expect(given(...history).team.work.waits).toEqual([])
      expect(given(...history).team.expiration).toMatchObject({ at: after(180 * day), renewAt: after(145 * day) })
      expect(given(...history).dueOf("ReadExpiration")).toBeUndefined()
    }
  })

  it("reads the date with the daily check again, once it was read alone", () => {
    const missed = unread(expiring, now + day)
    const found: Outcome = { _tag: "ExpirationRead", expiration: {} }
    const history = [...missed, ...given(...missed).answered(readDate, found, after(now + day + hour))]
    expect(given(...history).team.expiration).toEqual({ readAgainAt: after(now + 2 * day) })
    expect(given(...history).dueOf("Verify")).toBe(after(now + 2 * day))
  })

  it("reads the date of a team of which it was never read, also if it is blocked", () => {
    const never = archived.map((event): TeamEvent => {
      if (event._tag !== "Verified") return event
      const { expiration: _, ...rest } = event
      return rest
    })
    const blocked: TeamEvent = { _tag: "Blocked", step: "Unarchive", reason: "No.", remedy: "Ask.", at: after(now) }
    expect(given(...never, blocked).dueOf("ReadExpiration")).toBeLessThanOrEqual(after(now))
  })

  it("forgets the date when it is deleted all the same", () => {
    const lost: TeamEvent = { _tag: "Lost", at: after(180 * day) }
    expect(given(...expiring, lost).team).not.toHaveProperty("expiration")
    expect(given(...open, lost).team.phase).toBe("lost")
  })

  it("is always renewed in time, whatever its lifetime, its incident and the platform's bad days", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 30, max: 200 }),
        fc.boolean(),
        fc.array(mood, { maxLength: 20, size: "max" }),
        (lifetime, closed, moods) => {
          const world = withOpenTeam()
          world.lifetime = lifetime * day
          world.renewedAt = world.now
          if (closed) {
            world.pass(second)
            world.changeIncident("Closed")
            world.observe()
          }
          for (const one of moods) {
            world.work(one)
            world.pass(minute)
          }
          calmDown(world)
          const until = plus(world.now, 200 * day)
          while (world.now < until) {
            world.settle(minute, 20)
            world.pass(day)
            expect((world.expiresAt ?? 0) - world.now).toBeGreaterThan(20 * day)
          }
          expect(world.standing).toBe(true)
          const renewals = world.events.filter(({ _tag }) => _tag === "GroupRenewed").map(({ at }) => at)
          expect(renewals.length).toBeGreaterThan(0)
          for (const [index, at] of renewals.slice(1).entries()) {
            expect(at - (renewals[index] ?? 0)).toBeGreaterThanOrEqual(timing.renewEvery)
          }
        }
      ),
      lives(12)
    )
  })
})

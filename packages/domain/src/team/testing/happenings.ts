import * as fc from "fast-check"
import { plus } from "../../ids/Timestamp.ts"
import type { TeamState } from "../Team.ts"
import { timing } from "../Timing.ts"
import {
  groupCalled,
  type ImaginedWorld,
  type Mood,
  personCalled,
  somebody,
  withRequestedTeam
} from "./ImaginedWorld.ts"

/** Of Node, which the domain does without. */
const { process } = globalThis as { readonly process?: { readonly env: Readonly<Record<string, string | undefined>> } }

/** On how many lives of a team a law is tried: on a tenth while mutants are run, of which there are thousands. */
export const lives = (count: number): { readonly numRuns: number } => ({
  numRuns: process?.env["STRYKER_MUTATOR_WORKER"] === undefined ? count : Math.ceil(count / 10)
})

/** Something that happens to a team or around it. */
export type Happening =
  | { readonly what: "work"; readonly mood: Mood }
  /** A worker has its way for a while: random steps alone seldom get as far as an archive. */
  | { readonly what: "rest" }
  | { readonly what: "pass"; readonly millis: number }
  | {
      readonly what:
        | "close"
        | "close here"
        | "reopen"
        | "retitle"
        | "archive now"
        | "keep open"
        | "look"
        | "retry"
        | "thaw"
        | "take over"
    }
  | { readonly what: "observe"; readonly stale: boolean }
  | { readonly what: "add" | "remove"; readonly person: number }
  | { readonly what: "add group" | "ask access" | "rename"; readonly number: number }
  | { readonly what: "decide access"; readonly approve: boolean }
  | {
      readonly what: "operations"
      readonly millis: number
      readonly fail: boolean
      readonly forgotten: boolean
      readonly stuck: boolean
    }
  | { readonly what: "lag"; readonly millis: number }
  | { readonly what: "no owner" }
  | { readonly what: "expiration"; readonly hidden: boolean }
  | { readonly what: "hand"; readonly does: "archive" | "unarchive" | "delete" | "restore" }
  | { readonly what: "incident gone" | "restore" | "recreate" }

export const mood: fc.Arbitrary<Mood> = fc.oneof(
  { weight: 6, arbitrary: fc.constant<Mood>("well") },
  {
    weight: 4,
    arbitrary: fc.constantFrom<Mood>(
      "throttled",
      "not ready",
      "silent before effect",
      "silent after effect",
      "crash before",
      "crash after",
      "freeze",
      "nameless",
      "at once"
    )
  }
)

const someTime = fc.constantFrom(500, 5_000, 31_000, 70_000, 130_000, 700_000, 4_000_000)

/** What Incident Teams must cope with by itself. */
export const everyday: fc.Arbitrary<Happening> = fc.oneof(
  { weight: 8, arbitrary: mood.map((one): Happening => ({ what: "work", mood: one })) },
  { weight: 3, arbitrary: fc.constant<Happening>({ what: "rest" }) },
  { weight: 4, arbitrary: someTime.map((millis): Happening => ({ what: "pass", millis })) },
  { weight: 4, arbitrary: fc.constantFrom<Happening>({ what: "close" }, { what: "reopen" }, { what: "retitle" }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom<Happening>({ what: "close here" }, { what: "archive now" }, { what: "keep open" })
  },
  { weight: 4, arbitrary: fc.boolean().map((stale): Happening => ({ what: "observe", stale })) },
  {
    weight: 2,
    arbitrary: fc.constantFrom<Happening>({ what: "look" }, { what: "retry" }, { what: "thaw" }, { what: "take over" })
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(fc.constantFrom("add" as const, "remove" as const), fc.integer({ min: 10, max: 16 }))
      .map(([what, person]): Happening => ({ what, person }))
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(
        fc.constantFrom("add group" as const, "ask access" as const, "rename" as const),
        fc.integer({ min: 1, max: 3 })
      )
      .map(([what, number]): Happening => ({ what, number }))
  },
  { weight: 1, arbitrary: fc.boolean().map((approve): Happening => ({ what: "decide access", approve })) },
  {
    weight: 1,
    arbitrary: fc.record({
      what: fc.constant("operations" as const),
      millis: fc.constantFrom(1_000, 20_000, 200_000, 900_000),
      fail: fc.boolean(),
      forgotten: fc.boolean(),
      stuck: fc.boolean()
    })
  },
  { weight: 1, arbitrary: fc.constantFrom(1_000, 20_000).map((millis): Happening => ({ what: "lag", millis })) },
  { weight: 1, arbitrary: fc.constant<Happening>({ what: "no owner" }) },
  { weight: 1, arbitrary: fc.boolean().map((hidden): Happening => ({ what: "expiration", hidden })) }
)

/** What people and the platform's admins may do besides. */
const interference: fc.Arbitrary<Happening> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc
      .constantFrom("archive" as const, "unarchive" as const, "delete" as const, "restore" as const)
      .map((does): Happening => ({ what: "hand", does }))
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom<Happening>(
      { what: "incident gone" },
      { what: "restore" },
      { what: "recreate" },
      { what: "work", mood: "refused" }
    )
  }
)

export const anything: fc.Arbitrary<Happening> = fc.oneof(
  { weight: 8, arbitrary: everyday },
  { weight: 1, arbitrary: interference }
)

export const happen = (world: ImaginedWorld, happening: Happening): void => {
  const at = world.now
  switch (happening.what) {
    case "work":
      world.work(happening.mood)
      break
    case "rest":
      world.settle(60_000, 40)
      break
    case "pass":
      world.pass(happening.millis)
      break
    case "close":
    case "reopen":
    case "retitle":
      world.changeIncident(
        happening.what === "close" ? "Closed" : happening.what === "reopen" ? "Active" : world.incident.status
      )
      break
    case "close here":
      world.closeHere()
      break
    case "archive now":
      world.command({ _tag: "ArchiveNow", by: somebody, at })
      break
    case "keep open":
      world.command({ _tag: "KeepOpen", by: somebody, at })
      break
    case "observe":
      // A stale replica answers with what was long ago.
      world.observe(
        happening.stale
          ? { ...world.incident, lastModified: plus(world.team.createdAt, -1), etag: '"stale"', status: "Closed" }
          : undefined
      )
      break
    case "look":
      world.command({ _tag: "CheckTeam", at })
      break
    case "retry":
      world.command({ _tag: "RetryTeam", standbyOwners: [personCalled(2)], by: somebody, at })
      break
    case "thaw":
      world.thaw()
      break
    case "take over":
      world.command({ _tag: "TakeOver", at })
      break
    case "add":
      world.command({
        _tag: "AddPeople",
        people: [personCalled(happening.person)],
        refused: [],
        groups: [],
        by: somebody,
        at
      })
      break
    case "remove":
      world.command({ _tag: "RemovePeople", people: [personCalled(happening.person)], groups: [], by: somebody, at })
      break
    case "add group":
      world.command({
        _tag: "AddPeople",
        people: [],
        refused: [],
        groups: [groupCalled(happening.number)],
        by: somebody,
        at
      })
      break
    case "ask access":
      world.command({
        _tag: "RequestAccess",
        request: `request-${happening.number}`,
        person: personCalled(50 + happening.number),
        reason: "",
        at
      })
      break
    case "decide access":
      world.command({
        _tag: "DecideAccess",
        request: world.team.people.accessRequests[0]?.id ?? "none",
        approve: happening.approve,
        pauseMillis: 3_600_000,
        by: somebody,
        at
      })
      break
    case "rename":
      world.command({ _tag: "RenameTeam", name: `Name ${happening.number}`, by: somebody, at })
      break
    case "operations":
      world.operationMillis = happening.millis
      world.operationsFail = happening.fail
      world.operationsForgotten = happening.forgotten
      world.operationsStuck = happening.stuck
      break
    case "lag":
      world.lag = { millis: happening.millis, until: plus(at, happening.millis) }
      break
    case "expiration":
      world.expirationHidden = happening.hidden
      break
    case "no owner":
      world.loseOwners()
      break
    case "hand":
      if (happening.does === "archive" || happening.does === "unarchive") {
        if (world.standing) world.setArchived(happening.does === "archive")
      } else {
        const group = world.groups.get(world.team.incarnation)
        if (group !== undefined) group.deleted = happening.does === "delete"
      }
      break
    case "incident gone":
      world.incidentGone = true
      world.observe()
      break
    case "restore":
      world.command({ _tag: "RestoreTeam", by: somebody, at })
      break
    case "recreate":
      world.command({ _tag: "RecreateTeam", people: [personCalled(11)], refused: [], standIns: [], by: somebody, at })
      break
  }
}

/** Nothing goes wrong any more, and the incident is read as it is. */
export const calmDown = (world: ImaginedWorld): void => {
  world.operationMillis = 20_000
  world.operationsFail = false
  world.operationsForgotten = false
  world.operationsStuck = false
  world.lag = { millis: 0, until: world.now }
  world.expirationHidden = false
  while (world.frozen.length > 0) world.thaw()
  world.pass(1_000)
  world.changeIncident(world.incident.status)
  world.observe()
  if (world.incidentGone) {
    world.pass(timing.confirmMissingAfter)
    world.observe()
  }
}

/** Past every orphan operation's end and every doubt, short of the daily look. */
export const aLongWhile = 12 * 60 * 60_000

export const run = (
  happenings: ReadonlyArray<Happening>,
  check?: (world: ImaginedWorld, from: number, before: TeamState) => void
): ImaginedWorld => {
  const world = withRequestedTeam()
  for (const happening of happenings) {
    const from = world.events.length
    const before = world.state
    happen(world, happening)
    check?.(world, from, before)
  }
  return world
}

import { createsAnother, type Defect, recordedTooEarly } from "./Defect.ts"

/** A defect, the law that must find it, and what it must say. */
export interface LawHunt {
  readonly defect: Defect
  /** The file of the law, from the workspace's root, and the law's name or its beginning. */
  readonly tests: string
  readonly law: string
  readonly complaint: RegExp
}

export const model = "tools/proof/src/model/lives.test.ts"
const everyLife = { tests: model, law: "every team always ends as its incident says" } as const

export const lawHunts: Readonly<Record<string, LawHunt>> = {
  "an attempt number that is ignored": {
    tests: "packages/domain/src/team/teamLaws.test.ts",
    law: "a result of an attempt that isn't in flight never does more than make a look due",
    defect: {
      file: "packages/domain/src/team/decide/reportStep.ts",
      sound: "team.inFlight === undefined || team.inFlight.attempt !== command.attempt",
      broken: "team.inFlight === undefined"
    },
    complaint: /Property failed/u
  },
  "a fence that nobody checks": {
    ...everyLife,
    defect: {
      file: "packages/application/src/reconcile/Claim.ts",
      sound: "schedule.fence === fence && schedule.lease?.holder === holder",
      broken: "schedule.fence >= fence && holder !== schedule.lease?.holder.toUpperCase()"
    },
    complaint: /lost the fence|lease that it doesn't hold/u
  },
  "a store that overwrites what another worker committed": {
    ...everyLife,
    defect: {
      file: "packages/adapters/memory/src/MemoryTeamStore.ts",
      sound: "return before?.stored.version === expected",
      broken: "return before !== undefined && expected !== undefined"
    },
    complaint: /L8: the events of \w+ don't tell what is stored/u
  },
  "a create that creates another group when it is repeated": {
    ...everyLife,
    defect: createsAnother,
    complaint: /L2: \d+ groups where \d+ were wanted/u
  },
  "an entry that is recorded before the platform did it": {
    ...everyLife,
    defect: recordedTooEarly,
    complaint: /L12: (?:Archived|Reopened) is recorded/u
  }
}

import { type Defect, defects } from "./Defect.ts"

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
    defect: defects.attemptIgnored,
    complaint: /Property failed/u
  },
  "a fence that nobody checks": {
    ...everyLife,
    defect: defects.fenceHalfChecked,
    complaint: /lost the fence|lease that it doesn't hold/u
  },
  "a store that overwrites what another worker committed": {
    ...everyLife,
    defect: defects.overwritesInMemory,
    complaint: /L8: the events of \w+ don't tell what is stored/u
  },
  "a create that creates another group when it is repeated": {
    ...everyLife,
    defect: defects.createsAnother,
    complaint: /L2: \d+ groups where \d+ were wanted/u
  },
  "an entry that is recorded before the platform did it": {
    ...everyLife,
    defect: defects.recordedTooEarly,
    complaint: /L12: (?:Archived|Reopened) is recorded/u
  },
  "links without a pointer": {
    tests: "tools/proof/src/links/races.exhaustive.test.ts",
    law: "an incident is never served by two live teams",
    defect: defects.linksWithoutPointer,
    // Every worker that works on the team meets the law's complaint, again and again.
    complaint: /L18: two teams serve|doesn't come to rest/u
  }
}

import { expect, it } from "vitest"
import type { Outcome } from "../Outcome.ts"
import type { Step } from "../Step.ts"
import type { TeamEvent } from "../TeamEvent.ts"
import {
  accepted,
  after,
  archiving,
  begun,
  by,
  given,
  grouped,
  hour,
  incident,
  minute,
  open
} from "../testing/given.ts"
import { groupCalled, personCalled } from "../testing/ImaginedWorld.ts"

const at = after(3 * hour)
const archive: Step = { _tag: "Archive" }
const awaitOperation: Step = { _tag: "AwaitOperation", attempt: 4, operation: "operation-1", read: false }
const group = groupCalled(1)
const expandGroup: Step = { _tag: "ExpandGroup", group: group.id }
const groupAsked: TeamEvent = { _tag: "GroupRequested", group, by, at: after(hour) }
const crowd = (size: number): Outcome => ({
  _tag: "GroupExpanded",
  people: Array.from({ length: size }, (_, index) => personCalled(1_000 + index)),
  refused: [],
  known: []
})
const failed: TeamEvent = { _tag: "OperationFailed", attempt: 3, reason: "Internal error.", at: after(hour) }

/** What we say ourselves, where the platform's own words are missing or wouldn't tell what to do. */
const situations: ReadonlyArray<readonly [string, ReadonlyArray<TeamEvent>, Step, Outcome]> = [
  [
    "an archive that misses an owner",
    [...archiving, { _tag: "Retried", standbyOwners: [], by, at }],
    archive,
    { _tag: "NoOwner" }
  ],
  ["an archive that waits for its owner", archiving, archive, { _tag: "NoOwner" }],
  [
    "an archive that goes on missing an owner",
    [
      ...archiving,
      { _tag: "StepDelayed", step: "Archive", tries: 4, until: at, reason: "No owner.", at },
      ...archiving.slice(-1)
    ],
    archive,
    { _tag: "NoOwner" }
  ],
  ["an operation that failed without a word", accepted, awaitOperation, { _tag: "OperationRead", status: "failed" }],
  [
    "an operation that failed too often",
    [...archiving.slice(0, -1), failed, failed, ...accepted.slice(-2)],
    awaitOperation,
    { _tag: "OperationRead", status: "failed" }
  ],
  ["an operation that does not end", accepted, awaitOperation, { _tag: "OperationRead", status: "running" }],
  [
    "a group that never takes a team",
    [...grouped, begun(2, { _tag: "EnsureTeam" }, after(30 * minute))],
    { _tag: "EnsureTeam" },
    { _tag: "NotYet", reason: "Not found yet." }
  ],
  [
    "a team that is kept changing",
    [
      ...open,
      { _tag: "ChangedInTeams", archived: true, at: after(2 * hour) },
      { _tag: "Reopened", attempt: 4, at: after(2 * hour) },
      {
        _tag: "Suspected",
        suspicion: { reading: "archived", at: after(2 * hour) },
        began: after(2 * hour),
        checkAgainAt: at,
        at: after(2 * hour)
      }
    ],
    { _tag: "Verify" },
    { _tag: "TeamRead", reading: { _tag: "Present", archived: true, owners: [], members: 2 }, began: at }
  ],
  ["a group that is too large", [...open, groupAsked], expandGroup, crowd(3_501)],
  [
    "a group for which there is no room",
    [...open, groupAsked, { _tag: "Verified", began: at, owners: [], members: 24_990, nextAt: at, at }],
    expandGroup,
    crowd(11)
  ],
  [
    "an incident that Sentinel answers for with an older state",
    [...open, { _tag: "IncidentMissed", checkAt: at, at: after(2 * hour) }],
    { _tag: "Observe" },
    {
      _tag: "IncidentRead",
      observation: { _tag: "Found", incident: { ...incident, lastModified: after(-1), etag: '"older"' } }
    }
  ]
]

it.each(situations)(
  "%s is told in sentences: why, and what to do about it where a person has to",
  (_, ...situation) => {
    const [history, step, outcome] = situation
    const events = given(...history).answered(step, outcome, at)
    const said = events.flatMap((event) => [
      ...("reason" in event && event.reason !== undefined ? [event.reason] : []),
      ...("remedy" in event ? [event.remedy] : [])
    ])
    expect(said).not.toEqual([])
    for (const words of said) expect(words).toMatch(/^[A-Z].+\.$/u)
  }
)

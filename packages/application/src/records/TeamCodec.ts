import { defined } from "@incident-teams/domain/defined"
import { noOperations } from "@incident-teams/domain/team/Operation"
import { PeopleChunk } from "@incident-teams/domain/team/PeopleChunk"
import { Read } from "@incident-teams/domain/team/Step"
import { Team } from "@incident-teams/domain/team/Team"
import { TeamEvent } from "@incident-teams/domain/team/TeamEvent"
import { SeenRoster } from "../ports/TeamStore.ts"
import { recordCodec } from "./RecordCodec.ts"

/** A stored object. The schema checks its members once it is upcast. */
interface Json {
  readonly [member: string]: unknown
}
interface Tagged extends Json {
  readonly _tag: string
}

const renameMembers = (json: Json, names: Readonly<Record<string, string>>): Json =>
  Object.fromEntries(Object.entries(json).map(([name, value]) => [names[name] ?? name, value]))

// From version 1 to 2. In version 1 a team was flat, each chore had a step and two events of its own, and some names
// differed. Its types allowed more than it ever wrote, such as a link without a group; of that, what has a meaning stays.

const version2Tags: Readonly<Record<string, string>> = {
  PeopleAsked: "PeopleRequested",
  GroupAsked: "GroupRequested",
  RenameAsked: "RenameRequested",
  AccessAsked: "AccessRequested",
  RestoreAsked: "RestoreRequested",
  TeamRemade: "TeamRecreated",
  WantedChanged: "DesiredStateChanged",
  StrayEnded: "OrphanEnded",
  StraySeen: "OrphanSeen",
  LookDue: "CheckDue",
  ChangedByHand: "ChangedInTeams"
}

const choreEvents: Readonly<Record<string, Tagged>> = {
  AppInstalled: { _tag: "ChoreDone", chore: "app" },
  AppRefused: { _tag: "ChoreRefused", chore: "app" },
  PagePinned: { _tag: "ChoreDone", chore: "page" },
  PageRefused: { _tag: "ChoreRefused", chore: "page" },
  Announced: { _tag: "ChoreDone", chore: "announcement" },
  AnnouncementRefused: { _tag: "ChoreRefused", chore: "announcement" }
}

const choreSteps: Readonly<Record<string, string>> = { InstallApp: "app", PinPage: "page", Announce: "announcement" }

const upcastStep = (step: Tagged): Tagged => {
  const chore = choreSteps[step._tag]
  return chore === undefined ? step : { _tag: "Do", chore }
}

const upcastStepName = (json: Json): Json => {
  const { step } = json
  return { ...json, step: typeof step === "string" ? (choreSteps[step] ?? step) : step }
}

const upcastTask = (task: Tagged): Tagged => (task._tag === "NotAsked" ? { _tag: "NotRequested" } : task)

const eventOfVersion1 = (json: unknown): unknown => {
  // Version 1 wrote nothing else (corpus in testing/stored).
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  const event = json as Tagged
  if (event._tag === "StepBegun") {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    const step = event["step"] as Tagged
    // Only writes were begun.
    return step._tag in Read.cases ? { _tag: "CheckDue", at: event["at"] } : { ...event, step: upcastStep(step) }
  }
  return renameMembers(
    upcastStepName({ ...event, ...(choreEvents[event._tag] ?? { _tag: version2Tags[event._tag] ?? event._tag }) }),
    { wanted: "desiredState", lookAt: "checkAt", lookAgainAt: "checkAgainAt" }
  )
}

interface FlatTeam extends Json {
  readonly incident: Json
  readonly app: Tagged
  readonly page: Tagged
  readonly announcement: Tagged
  readonly rename: Tagged
  readonly restore: Tagged
  readonly groups: ReadonlyArray<Json & { readonly expansion: Tagged }>
  readonly waits: ReadonlyArray<Json>
  readonly blocked?: Json
  readonly inFlight?: Json & { readonly step: Tagged }
}

const teamOfVersion1 = (json: unknown): unknown => {
  // Version 1 wrote nothing else (corpus in testing/stored).
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  const { incident, wanted, app, page, announcement, rename, restore, lostAt, namesake, ...flat } = json as FlatTeam
  const { owners, standbyOwners, ownersSeen, ownerMissing, membersSeen, ...withWork } = flat
  const { groups, openChunks, nextChunk, accessRequests, ...withChecks } = withWork
  const { attempts, inFlight, strays, waits, failedEnds, blocked, refusal, ...withPlace } = withChecks
  const { verifyDue, verifiedAt, suspicion, correctedAt, ...rest } = withPlace
  const { platformTeamId, groupReadyAt, link, provisioned, ...whole } = rest
  const { updatedAt } = whole
  return defined({
    ...whole,
    incident: renameMembers(incident, { lookAt: "checkAt" }),
    desiredState: wanted,
    place:
      platformTeamId === undefined
        ? { _tag: "Nothing" }
        : link === undefined
          ? { _tag: "Group", platformTeamId, readyAt: groupReadyAt ?? updatedAt }
          : { _tag: "Team", platformTeamId, link, provisioned },
    loss: lostAt === undefined ? undefined : defined({ since: lostAt, restore: upcastTask(restore), namesake }),
    people: {
      owners,
      standbyOwners,
      ownersSeen,
      ownerMissing,
      membersSeen,
      openChunks,
      nextChunk,
      accessRequests,
      groups: groups.map((group) => ({ ...group, expansion: upcastTask(group.expansion) }))
    },
    chores: { app: upcastTask(app), page: upcastTask(page), announcement: upcastTask(announcement) },
    rename: upcastTask(rename),
    work: defined({
      attempts,
      failedEnds,
      refusal,
      orphans: strays,
      inFlight:
        inFlight === undefined || inFlight.step._tag in Read.cases
          ? undefined
          : { ...inFlight, step: upcastStep(inFlight.step) },
      waits: waits.map(upcastStepName),
      blocked: blocked === undefined ? undefined : upcastStepName(blocked)
    }),
    checks: defined({ due: verifyDue, verifiedAt, suspicion, correctedAt })
  })
}

// From version 2 to 3. In version 2 requests weren't numbered: none has an operation.

const teamOfVersion2 = (json: unknown): unknown => ({ ...Object(json), operations: noOperations })

// In version 2 of events each chore that may be requested had a member of its own; the page was always requested.

const eventOfVersion2 = (json: unknown): unknown => {
  // Version 2 wrote nothing else (corpus in testing/stored).
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  const event = json as Tagged
  if (event._tag !== "TeamRequested") return event
  const { withApp, announce, ...requested } = event
  const chores = ["page", ...(withApp === true ? ["app"] : []), ...(announce === true ? ["announcement"] : [])]
  return { ...requested, chores }
}

/** How every store keeps a team's records. Anyone who changes one of these schemas adds an upcaster here. */
export const teamCodec = recordCodec("team", Team, [teamOfVersion1, teamOfVersion2])
export const eventCodec = recordCodec("event", TeamEvent, [eventOfVersion1, eventOfVersion2])
export const chunkCodec = recordCodec("chunk of people", PeopleChunk, [])
export const rosterCodec = recordCodec("roster", SeenRoster, [])

import { PeopleChunk } from "@incident-teams/domain/team/PeopleChunk"
import { Team } from "@incident-teams/domain/team/Team"
import { TeamEvent } from "@incident-teams/domain/team/TeamEvent"
import { Predicate } from "effect"
import { SeenRoster } from "./ports/TeamStore.ts"
import { recordCodec } from "./RecordCodec.ts"

type Json = Readonly<Record<string, unknown>>

const renameKeys = (json: Json, names: Readonly<Record<string, string>>): Json =>
  Object.fromEntries(Object.entries(json).map(([key, value]) => [names[key] ?? key, value]))

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

/** Version 1 had other names. */
const eventOfVersion1 = (json: unknown): unknown => {
  const event = Object(json) as Json
  const tag = String(event["_tag"])
  return renameKeys(
    { ...event, _tag: version2Tags[tag] ?? tag },
    { wanted: "desiredState", lookAt: "checkAt", lookAgainAt: "checkAgainAt" }
  )
}

const taskOfVersion1 = (json: unknown): unknown =>
  Predicate.isTagged(json, "NotAsked") ? { _tag: "NotRequested" } : json

/** Version 1 had other names. */
const teamOfVersion1 = (json: unknown): unknown => {
  const team = Object(json) as Json
  const groups = team["groups"] as ReadonlyArray<Json>
  return renameKeys(
    {
      ...Object.fromEntries(Object.entries(team).map(([key, value]) => [key, taskOfVersion1(value)])),
      groups: groups.map((group) => ({ ...group, expansion: taskOfVersion1(group["expansion"]) })),
      incident: renameKeys(Object(team["incident"]), { lookAt: "checkAt" })
    },
    { wanted: "desiredState", strays: "orphans" }
  )
}

/** How every store keeps a team's records. Anyone who changes one of these schemas adds an upcaster here. */
export const teamCodec = recordCodec("team", Team, [teamOfVersion1])
export const eventCodec = recordCodec("event", TeamEvent, [eventOfVersion1])
export const chunkCodec = recordCodec("chunk of people", PeopleChunk, [])
export const rosterCodec = recordCodec("roster", SeenRoster, [])

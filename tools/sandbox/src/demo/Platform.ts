import { Effect, Schema } from "effect"
import type { SandboxFailure } from "../SandboxFailure.ts"
import type { SimulatorControl } from "../SimulatorControl.ts"
import { type Call, Calls } from "./graphCalls.ts"

const Tab = Schema.Struct({ displayName: Schema.NullOr(Schema.String), contentUrl: Schema.NullOr(Schema.String) })

export const PlatformMember = Schema.Struct({
  userId: Schema.String,
  displayName: Schema.NullOr(Schema.String),
  roles: Schema.Array(Schema.String)
})

export const PlatformTeam = Schema.Struct({
  id: Schema.String,
  displayName: Schema.NullOr(Schema.String),
  isArchived: Schema.Boolean,
  webUrl: Schema.String,
  deletedAt: Schema.optionalKey(Schema.String),
  members: Schema.Array(PlatformMember),
  tabs: Schema.Array(Tab)
})
export type PlatformTeam = typeof PlatformTeam.Type

/** What is so on the platform, past every lag of its reads. */
export const Truth = Schema.Struct({
  teams: Schema.Array(PlatformTeam),
  groupsWithoutTeam: Schema.Array(Schema.Struct({ id: Schema.String }))
})
export type Truth = typeof Truth.Type

const Person = Schema.Struct({ id: Schema.String, displayName: Schema.String, accountEnabled: Schema.Boolean })
const Group = Schema.Struct({ members: Schema.Array(Schema.String) })
const IncidentRecord = Schema.Struct({
  written: Schema.Struct({ status: Schema.String }),
  comments: Schema.Array(Schema.Struct({ message: Schema.String }))
})

/** The simulated platform's own word, which the demo believes rather than the server's. */
export interface Platform {
  readonly truth: Effect.Effect<Truth, SandboxFailure>
  /** Requests received after this number, and the last one's number. */
  callsAfter(seq: number): Effect.Effect<{ readonly value: ReadonlyArray<Call>; readonly last: number }, SandboxFailure>
  /** By sample key or object id. */
  person(key: string): Effect.Effect<typeof Person.Type, SandboxFailure>
  /** Object ids, by the group's sample key. */
  membersOf(group: string): Effect.Effect<ReadonlyArray<string>, SandboxFailure>
  /** What an administrator does, by sample keys. */
  putIntoGroup(group: string, person: string): Effect.Effect<void, SandboxFailure>
  /** As Sentinel has it. */
  incident(workspace: string, name: string): Effect.Effect<typeof IncidentRecord.Type, SandboxFailure>
  /** As Microsoft Defender does; by names. */
  merge(workspace: string, source: string, target: string): Effect.Effect<void, SandboxFailure>
}

export const platform = (control: SimulatorControl): Platform => ({
  truth: control.get("/truth", Truth),
  callsAfter: (seq) => control.get(`/calls?since=${seq}`, Calls),
  person: (key) => control.get(`/users/${key}`, Person),
  membersOf: (group) => Effect.map(control.get(`/groups/${group}`, Group), ({ members }) => members),
  putIntoGroup: (group, person) => control.put(`/groups/${group}/members/${person}`),
  incident: (workspace, name) => control.get(`/arm/workspaces/${workspace}/incidents/${name}`, IncidentRecord),
  merge: (workspace, source, target) =>
    control.post(`/arm/workspaces/${workspace}/incidents/${source}/merge`, { into: target })
})

import type { IncidentChangeBody } from "@incident-teams/api/incidents/IncidentChangeBody"
import type { IncidentDetails } from "@incident-teams/api/incidents/IncidentDetails"
import type { IncidentView } from "@incident-teams/api/incidents/IncidentView"
import type { TeamDraft } from "@incident-teams/api/incidents/TeamDraft"
import type { Me } from "@incident-teams/api/me/Me"
import type { OperationView } from "@incident-teams/api/operations/OperationView"
import type { GroupSize } from "@incident-teams/api/people/GroupSize"
import type { PeopleFound } from "@incident-teams/api/people/PeopleFound"
import type { AccessAsked, AccessDecided, AccessRequests } from "@incident-teams/api/teams/AccessRequestView"
import type { NewTeamBody } from "@incident-teams/api/teams/NewTeamBody"
import type { PeopleBody } from "@incident-teams/api/teams/TeamBodies"
import type { TeamView } from "@incident-teams/api/teams/TeamView"
import type { TimelineEntry } from "@incident-teams/api/teams/TimelineView"
import type { PrincipalView } from "@incident-teams/api/values/People"

export type IncidentId = IncidentView["id"]
export type TeamId = TeamView["id"]
export type GroupId = GroupSize["id"]
export type Workspace = Me["workspaces"][number]["alias"]
export type Status = "New" | "Active" | "Closed"

/** Something with the ETag that it was read under. */
export interface Versioned<A> {
  readonly value: A
  readonly etag: string
}

export interface Page<A> {
  readonly items: ReadonlyArray<A>
  readonly continuation?: string
}

interface OfIncident {
  readonly incidentId: IncidentId
}

interface OfTeam {
  readonly teamId: TeamId
}

/** Looked up for a team that exists; its owners may do so without a right in Sentinel. */
interface ForTeam {
  readonly teamId?: TeamId
}

/** Names the request: sent again after an answer that got lost, it happens once. */
interface Once {
  readonly idempotencyKey: string
}

/** Everything that the console asks of the server, and what the answer tells. */
interface Conversations {
  readonly Me: { readonly asks: unknown; readonly answer: Me }
  readonly ListIncidents: {
    /** No status: all of them. Newest change first. */
    readonly asks: {
      readonly workspace: Workspace
      readonly statuses: ReadonlyArray<Status>
      readonly continuation?: string
      /** Page after page back to what last changed then, in milliseconds since 1970; to the end unless told. */
      readonly since?: number
    }
    readonly answer: Page<IncidentView>
  }
  readonly ReadIncident: { readonly asks: OfIncident; readonly answer: Versioned<IncidentView> }
  readonly ReadDetails: { readonly asks: OfIncident; readonly answer: Versioned<IncidentDetails> }
  readonly ReadTeam: { readonly asks: OfTeam; readonly answer: Versioned<TeamView> }
  readonly ReadTimeline: {
    readonly asks: OfTeam & { readonly continuation?: string }
    readonly answer: Page<TimelineEntry>
  }
  readonly ReadAccessRequests: { readonly asks: OfTeam; readonly answer: AccessRequests }
  readonly DraftTeam: { readonly asks: OfIncident; readonly answer: TeamDraft }
  readonly ReadFavorites: { readonly asks: unknown; readonly answer: ReadonlyArray<PrincipalView> }
  readonly SearchPeople: { readonly asks: ForTeam & { readonly search: string }; readonly answer: PeopleFound }
  readonly SizeGroup: { readonly asks: ForTeam & { readonly groupId: GroupId }; readonly answer: GroupSize }

  readonly ChangeIncident: {
    /** `seen`: the incident as it was looked at; only that is changed. */
    readonly asks: { readonly seen: IncidentView; readonly change: IncidentChangeBody }
    readonly answer: Versioned<IncidentView>
  }
  readonly CreateTeam: {
    readonly asks: OfIncident & Once & { readonly team: NewTeamBody }
    readonly answer: OperationView
  }
  readonly RenameTeam: {
    readonly asks: Once & {
      readonly seen: Versioned<TeamView>
      readonly name: string
      readonly description: string
    }
    readonly answer: OperationView
  }
  readonly AddPeople: { readonly asks: OfTeam & Once & { readonly who: PeopleBody }; readonly answer: OperationView }
  readonly RemovePeople: { readonly asks: OfTeam & Once & { readonly who: PeopleBody }; readonly answer: OperationView }
  readonly RetryTeam: { readonly asks: OfTeam & Once; readonly answer: OperationView }
  readonly RestoreTeam: { readonly asks: OfTeam & Once; readonly answer: OperationView }
  readonly RemakeTeam: { readonly asks: OfTeam & Once; readonly answer: OperationView }
  readonly AskAccess: { readonly asks: OfTeam & Once & { readonly reason: string }; readonly answer: AccessAsked }
  readonly DecideAccess: {
    readonly asks: OfTeam &
      Once & { readonly requestId: string; readonly verdict: "approve" | "deny"; readonly reason: string }
    readonly answer: AccessDecided
  }
  readonly Star: { readonly asks: { readonly principal: PrincipalView }; readonly answer: ReadonlyArray<PrincipalView> }
  readonly Unstar: {
    readonly asks: { readonly principal: PrincipalView }
    readonly answer: ReadonlyArray<PrincipalView>
  }
}

export type RequestTag = keyof Conversations

/** One of them. */
export type RequestOf<Tag extends RequestTag> = { readonly _tag: Tag } & Conversations[Tag]["asks"]
export type Request = { readonly [Tag in RequestTag]: RequestOf<Tag> }[RequestTag]

export type AnswerTo<Tag extends RequestTag> = Conversations[Tag]["answer"]

/** What was answered, with the request. */
export type Answer = {
  readonly [Tag in RequestTag]: { readonly _tag: Tag; readonly request: RequestOf<Tag>; readonly result: AnswerTo<Tag> }
}[RequestTag]

/** Those that change something. */
export const changing: ReadonlySet<RequestTag> = new Set<RequestTag>([
  "ChangeIncident",
  "CreateTeam",
  "RenameTeam",
  "AddPeople",
  "RemovePeople",
  "RetryTeam",
  "RestoreTeam",
  "RemakeTeam",
  "AskAccess",
  "DecideAccess",
  "Star",
  "Unstar"
])

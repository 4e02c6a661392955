import type { IncidentView } from "@incident-teams/api/incidents/IncidentView"
import type { Me } from "@incident-teams/api/me/Me"
import type { GroupSize } from "@incident-teams/api/people/GroupSize"
import type { TeamView } from "@incident-teams/api/teams/TeamView"
import type { Endpoint, endpoints } from "./endpoints.ts"

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

type Endpoints = typeof endpoints
export type RequestTag = keyof Endpoints

type Asks<Tag extends RequestTag> = Endpoints[Tag] extends Endpoint<infer A, infer _> ? A : never

/** One of the requests in `endpoints`. */
export type RequestOf<Tag extends RequestTag> = { readonly _tag: Tag } & Asks<Tag>
export type Request = { readonly [Tag in RequestTag]: RequestOf<Tag> }[RequestTag]

export type AnswerTo<Tag extends RequestTag> = Endpoints[Tag] extends Endpoint<infer _, infer R> ? R : never

/** What was answered, with the request. */
export interface AnswerOf<Tag extends RequestTag> {
  readonly _tag: Tag
  readonly request: RequestOf<Tag>
  readonly result: AnswerTo<Tag>
}
export type Answer = { readonly [Tag in RequestTag]: AnswerOf<Tag> }[RequestTag]

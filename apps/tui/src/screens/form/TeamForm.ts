import type { PeopleFound } from "@incident-teams/api/people/PeopleFound"
import type { PrincipalView } from "@incident-teams/api/values/People"
import type { Field } from "../../keys/Field.ts"
import type { IncidentId, TeamId } from "../../requests/Request.ts"
import type { Sending } from "../Sending.ts"

/** A person or group that is to come in, with what is to be known beforehand. */
export interface Selected {
  readonly principal: PrincipalView
  /** How many people a group brings; undefined until it is counted. */
  readonly people?: number
  /** Would not get in, and why: is left out of what is sent. */
  readonly refusal?: string
  readonly warning?: string
}

export type Focus = "name" | "description" | "search" | "found" | "selected" | "send"

/** Who is to be in a team: one that is to be made, or one that is there. */
export interface TeamForm extends Sending {
  readonly _tag: "TeamForm"
  readonly incidentId: IncidentId
  /** People are added to this team; undefined: the team is to be made. */
  readonly teamId: TeamId | undefined
  /** They are added to the teams of so many marked incidents; 0: to this team alone. */
  readonly marked: number
  /** What the form begins with has come; until then there is nothing to fill in. */
  readonly ready: boolean
  readonly name: Field
  readonly description: Field
  readonly search: Field
  /** What the last answered search found; undefined while there is nothing to be found. */
  readonly found: PeopleFound | undefined
  /** The text that `found` is for; the search may have been edited since. */
  readonly foundFor: string
  readonly selected: ReadonlyArray<Selected>
  readonly focus: Focus
  readonly foundAt: number
  readonly selectedAt: number
  /** Names what is sent: a new one whenever the content changes, the same for another try of the same. */
  readonly key: string
  readonly edition: number
}

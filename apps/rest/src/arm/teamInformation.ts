import type { IncidentDocument } from "@incident-teams/application/ports/IncidentDocuments"
import { isReachable, type ReachableTeam } from "@incident-teams/application/use-cases/awaitTeam"
import type { DocumentWithTeam } from "@incident-teams/application/use-cases/incidentDocuments"
import { Option, Schema } from "effect"

const decodeObject = Schema.decodeUnknownOption(Schema.Record(Schema.String, Schema.Json))

/** TeamInformation (2024-10-01-preview): what createTeam answers, and what an incident says about its team. */
export const teamInformation = (team: ReachableTeam): IncidentDocument => ({
  teamId: team.place.platformTeamId,
  primaryChannelUrl: team.place.link,
  teamCreationTimeUtc: new Date(team.createdAt).toISOString(),
  name: team.name,
  description: team.description
})

const objectOf = (value: Schema.Json | undefined): IncidentDocument | undefined =>
  Option.getOrUndefined(decodeObject(value))

/** The document with our team in it, once it can be opened; otherwise as it came. */
export const withTeamInformation = ({ document, team }: DocumentWithTeam): Schema.Json => {
  const incident = objectOf(document)
  const properties = objectOf(incident?.["properties"])
  return team === undefined || !isReachable(team.team) || properties === undefined
    ? document
    : { ...incident, properties: { ...properties, teamInformation: teamInformation(team.team) } }
}

/** What is written upstream: teamInformation is ours, and read-only. */
export const withoutTeamInformation = (document: IncidentDocument): IncidentDocument => {
  const properties = objectOf(document["properties"])
  if (properties === undefined) return document
  const { teamInformation: _, ...rest } = properties
  return { ...document, properties: rest }
}

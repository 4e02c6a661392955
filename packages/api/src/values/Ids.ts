import { ApplicationId, GroupId, PersonId } from "@incident-teams/domain/ids/directoryIds"
import { IncidentId } from "@incident-teams/domain/ids/IncidentId"
import { PlatformTeamId } from "@incident-teams/domain/ids/PlatformTeamId"
import { TeamId } from "@incident-teams/domain/ids/TeamId"
import { WorkspaceAlias } from "@incident-teams/domain/ids/WorkspaceAlias"
import { Schema } from "effect"

/** A GUID in upper or lower case. The encoded side is documented, because that is what callers send. */
const guid = (description: string, example: string) =>
  Schema.String.annotate({ format: "uuid", description, examples: [example] })

export const PersonIdOnWire = guid("Object ID of a Microsoft Entra user.", "2046feea-040d-4a46-9e2b-91c2941bfa70").pipe(
  Schema.decodeTo(PersonId)
)

export const GroupIdOnWire = guid("Object ID of a Microsoft Entra group.", "5f0e8c1a-7d7e-4a1b-9d56-0c5b6a7d8e9f").pipe(
  Schema.decodeTo(GroupId)
)

export const ApplicationIdOnWire = guid(
  "Object ID of an application's service principal.",
  "9c1f5a52-3c0b-4c62-8e2a-1b7d3f5e9a10"
).pipe(Schema.decodeTo(ApplicationId))

export const PlatformTeamIdOnWire = PlatformTeamId.annotate({
  description: "The team's ID on the platform. In Microsoft Teams: the object ID of its Microsoft 365 group.",
  examples: [PlatformTeamId.make("b8a1d2f4-66c3-4d58-8f0e-3a9c5b7e1d20")]
})

export const TeamIdOnWire = TeamId.annotate({
  description: "The ID of the incident's team in Incident Teams. It is known before the team exists and never changes.",
  examples: [TeamId.make("k3v5c2mqzt7n4wjy6abdxe2fho")]
})

export const IncidentIdOnWire = IncidentId.annotate({
  description: "The incident's ID: `<workspace alias>~<incident name>`.",
  examples: [IncidentId.make("soc~73e01a99-5cd7-4139-a149-9f2736ff2ab5")]
})

export const WorkspaceOnWire = WorkspaceAlias.annotate({
  description: "The alias of a Sentinel workspace, as configured on the server.",
  examples: [WorkspaceAlias.make("soc")]
})

/** For the callers who may read several workspaces. */
export const workspace = Schema.optionalKey(
  WorkspaceOnWire.annotate({ description: "The alias of a workspace. Optional if the caller may read only one." })
)

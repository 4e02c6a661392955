import * as fc from "fast-check"
import { ApplicationId, GroupId, PersonId, TenantId } from "../ids/directoryIds.ts"
import { FullIncidentId } from "../ids/FullIncidentId.ts"
import { type IncidentArmId, incidentArmIdOf } from "../ids/IncidentArmId.ts"
import { type IncidentId, incidentIdOf } from "../ids/IncidentId.ts"
import { IncidentName } from "../ids/IncidentName.ts"
import { Namespace } from "../ids/Namespace.ts"
import { PlatformTeamId } from "../ids/PlatformTeamId.ts"
import { TeamId } from "../ids/TeamId.ts"
import { type Timestamp, timestampOf } from "../ids/Timestamp.ts"
import { WorkspaceAlias } from "../ids/WorkspaceAlias.ts"

/** In the one spelling: lower case. */
export const guid: fc.Arbitrary<string> = fc.uuid()

export const personId: fc.Arbitrary<PersonId> = guid.map((id) => PersonId.make(id))
export const groupId: fc.Arbitrary<GroupId> = guid.map((id) => GroupId.make(id))
export const tenantId: fc.Arbitrary<TenantId> = guid.map((id) => TenantId.make(id))
export const applicationId: fc.Arbitrary<ApplicationId> = guid.map((id) => ApplicationId.make(id))

/** As Teams makes them, and as any other platform may. */
export const platformTeamId: fc.Arbitrary<PlatformTeamId> = fc
  .oneof(guid, fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._:@-]{0,127}$/))
  .map((id) => PlatformTeamId.make(id))

export const namespace: fc.Arbitrary<Namespace> = fc
  .stringMatching(/^[a-z0-9]{1,12}$/)
  .map((text) => Namespace.make(text))

export const teamId: fc.Arbitrary<TeamId> = fc.stringMatching(/^[a-z2-7]{26}$/).map((text) => TeamId.make(text))

export const workspaceAlias: fc.Arbitrary<WorkspaceAlias> = fc
  .stringMatching(/^[a-z0-9][a-z0-9-]{0,31}$/)
  .map((text) => WorkspaceAlias.make(text))

/** Mostly GUIDs as Sentinel makes them, sometimes a name that somebody chose, tildes included. */
export const incidentName: fc.Arbitrary<IncidentName> = fc
  .oneof({ weight: 3, arbitrary: guid }, fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._()~-]{0,127}$/))
  .map((text) => IncidentName.make(text))

export const incidentId: fc.Arbitrary<IncidentId> = fc
  .tuple(workspaceAlias, incidentName)
  .map(([workspace, name]) => incidentIdOf(workspace, name))

export const incidentArmId: fc.Arbitrary<IncidentArmId> = fc
  .tuple(
    fc.record({
      subscriptionId: guid,
      resourceGroup: fc.stringMatching(/^[A-Za-z0-9_.()-]{1,20}$/),
      workspace: fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9-]{1,20}[A-Za-z0-9]$/)
    }),
    incidentName
  )
  .map(([scope, name]) => incidentArmIdOf(scope, name))

/** Mostly as Sentinel makes them, sometimes as any other source may. */
export const fullIncidentId: fc.Arbitrary<FullIncidentId> = fc.oneof(
  { weight: 3, arbitrary: incidentArmId },
  fc.stringMatching(/^[!-~]{1,200}$/).map((text) => FullIncidentId.make(text))
)

/** Between 2020 and 2035, to the millisecond. */
export const timestamp: fc.Arbitrary<Timestamp> = fc
  .integer({ min: Date.UTC(2020, 0, 1), max: Date.UTC(2035, 0, 1) })
  .map((millis) => timestampOf(millis))

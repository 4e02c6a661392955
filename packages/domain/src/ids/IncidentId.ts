import { Schema } from "effect"
import { IncidentName } from "./IncidentName.ts"
import { WorkspaceAlias } from "./WorkspaceAlias.ts"

/** An incident on our wire: `<workspace alias>~<incident name>`, unique in the deployment. */
export const IncidentId = Schema.String.check(
  Schema.isPattern(/^[a-z0-9][a-z0-9-]{0,31}~[A-Za-z0-9][A-Za-z0-9._()~-]{0,127}$/u, {
    expected: "<workspace alias>~<incident name>, such as soc~73e01a99-5cd7-4139-a149-9f2736ff2ab5"
  })
).pipe(Schema.brand("IncidentId"))
export type IncidentId = typeof IncidentId.Type

export const incidentIdOf = (workspace: WorkspaceAlias, name: IncidentName): IncidentId =>
  IncidentId.make(`${workspace}~${name}`)

/**
 * The two halves. An alias holds no tilde, so the first one is the seam; the name may hold more. What was checked as a
 * whole isn't checked again in its halves.
 */
export const partsOfIncidentId = (
  id: IncidentId
): { readonly workspace: WorkspaceAlias; readonly name: IncidentName } => {
  const seam = id.indexOf("~")
  return {
    workspace: WorkspaceAlias.make(id.slice(0, seam), { disableChecks: true }),
    name: IncidentName.make(id.slice(seam + 1), { disableChecks: true })
  }
}

import { badRequest } from "../ArmError.ts"
import type { RelationRecord } from "../ArmState.ts"
import type { Children } from "./childRoutes.ts"
import { requiredText } from "./incidentChange.ts"

/** The last provider, type and name of an ARM id. */
const relatedResource = /\/providers\/([^/]+)\/([^/]+)\/([^/]+)$/i

export const relations: Children<RelationRecord> = {
  plural: "relations",
  noun: "Relation",
  fields: { name: "string", "properties/relatedResourceId": "string" },
  defaultOrder: "name asc",
  of: (incident) => incident.relations,
  properties: ({ relatedResourceId }) => {
    const [, provider = "", type = "", name = ""] = relatedResource.exec(relatedResourceId) ?? []
    return {
      relatedResourceId,
      relatedResourceName: name,
      relatedResourceType: `${provider}/${type}`,
      // Bookmarks have no kind; entities are what alerts are related as.
      ...(type.toLowerCase() === "entities" && { relatedResourceKind: "SecurityAlert" })
    }
  },
  write: (_, properties, name) => {
    // The pattern of 2025-09-01.
    if (!/^[a-zA-Z0-9-]{3,63}$/.test(name)) throw badRequest(`'${name}' is not a valid relation name.`)
    const relatedResourceId = requiredText(properties, "relatedResourceId")
    if (!relatedResource.test(relatedResourceId)) throw badRequest("'relatedResourceId' must be an ARM id.")
    return { name, etag: "", relatedResourceId }
  }
}

import { defined } from "@incident-teams/domain/defined"
import type { IncidentRelation } from "@incident-teams/domain/incident/IncidentRelation"
import { Result, Schema } from "effect"
import { lenient } from "./lenient.ts"

const WireRelation = Schema.Struct({
  name: Schema.NonEmptyString,
  properties: Schema.Struct({
    relatedResourceId: Schema.NonEmptyString,
    relatedResourceName: lenient(Schema.NonEmptyString),
    relatedResourceType: lenient(Schema.NonEmptyString),
    relatedResourceKind: lenient(Schema.NonEmptyString)
  })
})

const decode = Schema.decodeUnknownResult(WireRelation)

export const decodeRelation = (wire: unknown): Result.Result<IncidentRelation, Schema.SchemaError> =>
  Result.map(decode(wire), ({ name, properties }) => {
    const { relatedResourceId, relatedResourceName, relatedResourceType, relatedResourceKind } = properties
    return {
      id: name,
      relatedId: relatedResourceId,
      ...defined({ name: relatedResourceName, type: relatedResourceType, kind: relatedResourceKind })
    }
  })

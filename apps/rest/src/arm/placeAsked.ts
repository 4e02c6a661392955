import { type Belonging, BelongingName, type DocumentPlace } from "@incident-teams/application/ports/IncidentDocuments"
import { type IncidentId, incidentIdOf } from "@incident-teams/domain/ids/IncidentId"
import { IncidentName } from "@incident-teams/domain/ids/IncidentName"
import { Effect, Schema } from "effect"
import { ArmRefusal } from "./ArmRefusal.ts"
import type { ArmAsked } from "./ArmRoute.ts"

const isIncidentName = Schema.is(IncidentName)
const isBelongingName = Schema.is(BelongingName)

const unfit = (what: string) =>
  new ArmRefusal({
    status: 400,
    code: "BadRequest",
    message: `The ${what} must be 1 to 128 letters, digits or . _ - ( ) ~, the first a letter or digit.`
  })

/** The incident that the path names. */
export const incidentAsked = ({ workspace, params }: ArmAsked): Effect.Effect<IncidentId, ArmRefusal> => {
  const name = params["incident"]
  return isIncidentName(name) ? Effect.succeed(incidentIdOf(workspace, name)) : Effect.fail(unfit("incident's name"))
}

/** The incident, or what is below it, that the path names. */
export const placeAsked = (asked: ArmAsked, kind?: Belonging): Effect.Effect<DocumentPlace, ArmRefusal> =>
  Effect.flatMap(incidentAsked(asked), (incident) => {
    if (kind === undefined) return Effect.succeed({ incident })
    const name = asked.params["name"]
    return isBelongingName(name)
      ? Effect.succeed({ incident, below: { kind, name } })
      : Effect.fail(unfit(`name of one of the ${kind}`))
  })

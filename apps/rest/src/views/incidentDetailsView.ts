import type { IncidentDetails as DetailsView, UnavailablePart } from "@incident-teams/api/incidents/IncidentDetails"
import type { ReadFailure } from "@incident-teams/application/ports/IncidentSource"
import type { Part } from "@incident-teams/application/recent/IncidentParts"
import type { IncidentDetails } from "@incident-teams/application/use-cases/incidentDetails"
import { Match, Result } from "effect"
import { operatorRemedy } from "../problems/operatorRemedy.ts"
import { incidentView } from "./incidentView.ts"

export const incidentDetailsView = ({ asOf, parts, ...found }: IncidentDetails): DetailsView => ({
  asOf,
  incident: incidentView(found),
  alerts: partView(parts.alerts),
  entities: Result.match(parts.entities, {
    onFailure: unavailablePart,
    onSuccess: ({ entities, counts }) => ({ status: "read", items: entities, counts })
  }),
  bookmarks: partView(parts.bookmarks),
  comments: partView(parts.comments),
  tasks: partView(parts.tasks),
  relations: partView(parts.relations)
})

const partView = <A>(part: Part<ReadonlyArray<A>>) =>
  Result.match(part, {
    onFailure: unavailablePart,
    onSuccess: (items) => ({ status: "read" as const, items })
  })

/** Why a part can't be read. It is read in our own name, so a right that is missing is ours. */
export const unavailablePart = Match.type<ReadFailure>().pipe(
  Match.withReturnType<UnavailablePart>(),
  Match.tagsExhaustive({
    IncidentNotFound: () => ({
      status: "unavailable",
      detail: "Microsoft Sentinel didn't return the incident.",
      remedy: "Try again after a few seconds. The incident may have been deleted."
    }),
    UnknownWorkspace: ({ workspace }) => ({
      status: "unavailable",
      detail: `This server has no workspace with the alias ${workspace}.`,
      remedy: "Ask the operator of Incident Teams to add it to SENTINEL_WORKSPACES."
    }),
    NotAuthorized: ({ reason, remedy }) => ({
      status: "unavailable",
      detail: reason,
      remedy:
        remedy ??
        "Incident Teams itself lacks this right: ask its operator for the role Microsoft Sentinel Responder on the" +
          " workspace's resource group."
    }),
    IncidentSourceUnavailable: ({ reason, trouble }) => ({
      status: "unavailable",
      detail: reason,
      remedy: trouble === undefined ? "Try again after a few seconds." : operatorRemedy(trouble)
    })
  })
)

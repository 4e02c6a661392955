import type { InstallationTrouble } from "@incident-teams/application/ports/InstallationTrouble"
import {
  type ProviderAnswer,
  ProviderIncidents,
  ProviderUnavailable
} from "@incident-teams/application/ports/ProviderIncidents"
import { defined } from "@incident-teams/domain/defined"
import { Config, Effect, Layer, Schema } from "effect"
import { GraphClient } from "./GraphClient.ts"
import type { CallFailure } from "./wire/CallFailure.ts"

/** Lets the application read Microsoft Defender's incidents; nothing else needs it. */
export const readsDefender = "SecurityIncident.Read.All"

/**
 * DEFENDER_INCIDENTS: whether Microsoft Defender is asked into which incident another one was merged. Default: `auto`, if
 * the permission is granted. `off`: never.
 */
export const asksDefender = Config.Literals(["auto", "off"], "DEFENDER_INCIDENTS").pipe(
  Config.withDefault("auto" as const),
  Config.map((setting) => setting === "auto")
)

/** Graph: redirectIncidentId is set only if an incident was merged into another one. */
const WireIncident = Schema.Struct({ redirectIncidentId: Schema.optionalKey(Schema.NullOr(Schema.String)) })

const chooseByHand =
  "Until then, look up the surviving incident in the Microsoft Defender portal, and choose it as the one that continues."

/** What a failed call tells of an incident. */
const answerTo = (failure: CallFailure): Effect.Effect<ProviderAnswer, InstallationTrouble | ProviderUnavailable> => {
  switch (failure._tag) {
    case "Missing":
      return Effect.succeed({ _tag: "Unknown" })
    case "Refusal":
      return Effect.succeed({
        _tag: "CantBeAsked",
        reason: failure.reason,
        remedy: `Check that the tenant has Microsoft Defender XDR, or set DEFENDER_INCIDENTS=off. ${chooseByHand}`
      })
    case "InstallationTrouble":
      return failure.kind === "permission" || failure.kind === "license"
        ? Effect.succeed({
            _tag: "CantBeAsked",
            reason: failure.reason,
            remedy: `${failure.remedy} ${chooseByHand}`
          })
        : Effect.fail(failure)
    case "NotDone":
    case "Unclear":
      return Effect.fail(
        new ProviderUnavailable({
          reason: failure.reason,
          ...defined({ afterMillis: failure.afterMillis && Math.ceil(failure.afterMillis) }),
          cause: failure
        })
      )
    case "Conflict":
      return Effect.fail(new ProviderUnavailable({ reason: failure.reason, cause: failure }))
  }
}

export const make = (client: GraphClient["Service"], isAsked: boolean): ProviderIncidents["Service"] =>
  ProviderIncidents.of({
    read: (id) => {
      if (!isAsked) {
        return Effect.succeed({
          _tag: "CantBeAsked",
          reason: "Microsoft Defender isn't asked which incident continues, because DEFENDER_INCIDENTS is off.",
          remedy: `Set DEFENDER_INCIDENTS=auto. ${chooseByHand}`
        })
      }
      // Defender numbers its incidents (Graph: incidentId of an incidentCase is an Int64).
      if (!/^\d{1,19}$/u.test(id)) return Effect.succeed({ _tag: "Unknown" })
      return client
        .json(
          {
            method: "GET",
            path: `/security/incidents/${id}`,
            doing: "read an incident of Microsoft Defender",
            needs: readsDefender
          },
          WireIncident
        )
        .pipe(
          Effect.map(({ redirectIncidentId: into }): ProviderAnswer =>
            into ? { _tag: "Redirected", into } : { _tag: "NotRedirected" }
          ),
          Effect.catch(answerTo)
        )
    }
  })

export const layer: Layer.Layer<ProviderIncidents, Config.ConfigError, GraphClient> = Layer.effect(
  ProviderIncidents,
  Effect.gen(function* () {
    return make(yield* GraphClient, yield* asksDefender)
  })
)

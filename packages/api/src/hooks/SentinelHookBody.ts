import { IncidentArmId } from "@incident-teams/domain/ids/IncidentArmId"
import { Predicate, Schema, SchemaIssue, SchemaTransformation } from "effect"

/** Key names differ in case from playbook to playbook (`object`, `Object`). */
const valueOf = (part: unknown, name: string): unknown =>
  Predicate.isObject(part) ? Object.entries(part).find(([key]) => key.toLowerCase() === name)?.[1] : undefined

const idIn = (body: unknown): unknown => valueOf(valueOf(body, "object"), "id")

/** A JSON schema can't name a key in any case, only say that there is one. */
const withId = Schema.Record(Schema.String, Schema.Unknown).check(
  Schema.makeFilter(
    (body) =>
      idIn(body) === undefined ? { path: ["object", "id"], issue: new SchemaIssue.MissingKey(undefined) } : undefined,
    { toJsonSchema: () => ({ minProperties: 1 }) }
  )
)

/** The part of the trigger's body that is used. */
const NamedIncident = Schema.Struct({ object: Schema.Struct({ id: IncidentArmId }) })

/**
 * The body of Microsoft Sentinel's incident trigger, as an automation rule passes it to a playbook. Only the incident's
 * full ARM ID is used. Everything else may be present, differ in case, or be missing.
 */
export const SentinelHookBody = withId
  .annotate({
    identifier: "SentinelHook",
    description:
      "The body of Microsoft Sentinel's incident trigger, unchanged (in a Logic App: triggerBody()). Only object.id is" +
      " used, the incident's full ARM ID. Key names are not case-sensitive.",
    examples: [
      {
        object: {
          id:
            "/subscriptions/d0cfe6b2-9ac0-4464-9919-dccaee2e48c0/resourceGroups/myRg/providers/Microsoft.OperationalInsights" +
            "/workspaces/myWorkspace/providers/Microsoft.SecurityInsights/Incidents/73e01a99-5cd7-4139-a149-9f2736ff2ab5"
        }
      }
    ]
  })
  .pipe(
    Schema.decodeTo(
      NamedIncident,
      SchemaTransformation.transform<{ readonly object: { readonly id: string } }, Readonly<Record<string, unknown>>>({
        decode: (body) => {
          const id = idIn(body)
          return { object: { id: typeof id === "string" ? id.trim() : "" } }
        },
        encode: ({ object: { id } }) => ({ object: { id } })
      })
    )
  )

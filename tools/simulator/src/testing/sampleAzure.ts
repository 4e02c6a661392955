import type { Hono } from "hono"
import type { ArmCaller } from "../arm/ArmCaller.ts"
import { armSurface } from "../arm/armSurface.ts"
import type { ArmState } from "../platform/ArmState.ts"
import { emptyCosmosState } from "../platform/CosmosState.ts"
import { isObject, type UncheckedObject } from "../platform/json.ts"
import { sampleArm } from "../sample/incidents/sampleArm.ts"
import {
  type ApplicationKey,
  type PersonKey,
  sampleApplications,
  sampleGroups,
  samplePeople,
  sampleResourceGroup,
  sampleSubscriptionId,
  sampleTenantId
} from "../sample/people.ts"

export const workspaceScope = (workspace: string): string =>
  `/subscriptions/${sampleSubscriptionId}/resourceGroups/${sampleResourceGroup}` +
  `/providers/Microsoft.OperationalInsights/workspaces/${workspace}`

export const incidentsOf = (workspace: string): string =>
  `${workspaceScope(workspace)}/providers/Microsoft.SecurityInsights/incidents`

export type Who = PersonKey | ApplicationKey

export interface Answer {
  readonly status: number
  readonly headers: Headers
  /** `{}` for an empty body. */
  readonly body: UncheckedObject
  /** `body.value`, `[]` without one. */
  readonly value: ReadonlyArray<UncheckedObject>
  /** `body.properties`, `{}` without them. */
  readonly properties: UncheckedObject
  /** Code of the error envelope. */
  readonly code: unknown
}

export interface RequestOptions {
  readonly method?: string
  readonly version?: string
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

export interface SampleAzure {
  readonly arm: ArmState
  readonly app: Hono
  /** Milliseconds since the epoch, moved by tests. */
  time: number
  /** How often the surface reported a change. */
  changes: number
  /** `path` may have a query; the api-version is added. */
  ask(who: Who | "nobody", path: string, options?: RequestOptions): Promise<Answer>
}

const isPerson = (who: Who): who is PersonKey => Object.hasOwn(samplePeople, who)

const groupsOf = (who: Who): ReadonlyArray<string> => {
  const { "soc-tier1": tier1, "soc-tier2": tier2, "soc-all": all } = sampleGroups
  if (who === "chloe") return [tier1, all]
  return who === "ana" || who === "ben" || who === "ines" || who === "dev" ? [tier2, all] : []
}

const objectIdOf = (who: Who): string => (isPerson(who) ? samplePeople[who].id : sampleApplications[who].objectId)

const everyone: ReadonlyArray<Who> = ["ana", "ben", "chloe", "dev", "elif", "ines", "server", "playbook", "stranger"]

/** The sample tenant's Azure without network and tokens: a request names its caller in a header. */
export const sampleAzure = (scale = 1): SampleAzure => {
  const start = Date.parse("2026-11-23T09:00:00Z")
  const arm = sampleArm(sampleTenantId, new Date(start))
  const callerOf = (who: Who): ArmCaller => {
    const person = isPerson(who) ? samplePeople[who] : undefined
    return {
      tenantId: sampleTenantId,
      objectId: objectIdOf(who),
      kind: person === undefined ? "application" : "user",
      displayName: person?.displayName ?? who,
      multifactor: person === undefined,
      ...(person !== undefined && { userPrincipalName: person.userPrincipalName, email: person.mail }),
      groupIds: groupsOf(who),
      groupsOf: (objectId) => everyone.filter((other) => objectIdOf(other) === objectId).flatMap(groupsOf),
      principalTypeOf: (objectId) => {
        const found = everyone.find((other) => objectIdOf(other) === objectId)
        return found && (isPerson(found) ? "User" : "ServicePrincipal")
      },
      arm,
      cosmos: { state: emptyCosmosState(sampleTenantId), documentEndpoint: "https://localhost:8443/", roleIds: [] },
      changed: () => {
        azure.changes += 1
      }
    }
  }
  const app = armSurface({
    caller: async (request) => {
      const who = everyone.find((known) => request.headers.get("authorization") === `Bearer ${known}`)
      return who === undefined ? undefined : callerOf(who)
    },
    now: () => new Date(azure.time),
    scale
  })
  const azure: SampleAzure = {
    arm,
    app,
    time: start,
    changes: 0,
    ask: async (who, path, { method = "GET", version, body, headers = {} } = {}) => {
      const apiVersion = version ?? (path.includes("Microsoft.Authorization") ? "2022-04-01" : "2025-09-01")
      const query = `${path.includes("?") ? "&" : "?"}api-version=${apiVersion}`
      const response = await app.request(`https://localhost:8443${path}${apiVersion === "" ? "" : query}`, {
        method,
        headers: {
          ...(who !== "nobody" && { authorization: `Bearer ${who}` }),
          ...(body !== undefined && { "content-type": "application/json" }),
          ...headers
        },
        ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) })
      })
      return answerOf(response)
    }
  }
  return azure
}

export const answerOf = async (response: Response): Promise<Answer> => {
  const text = await response.text()
  const parsed: unknown = text === "" ? {} : JSON.parse(text)
  const body = isObject(parsed) ? parsed : {}
  const { value, properties, error } = body
  return {
    status: response.status,
    headers: response.headers,
    body,
    value: Array.isArray(value) ? value.filter(isObject) : [],
    properties: isObject(properties) ? properties : {},
    code: isObject(error) ? error["code"] : undefined
  }
}

/** Ids of sample incidents that tests speak of. */
export const phishing = "5c1f0a52-0d0e-4a57-9a1c-6f0f3b7e4112"
export const unassigned = "5c1f0a52-0d0e-4a57-9a1c-6f0f3b7e4107"

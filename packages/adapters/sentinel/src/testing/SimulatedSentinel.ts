import * as EntraCredentials from "@incident-teams/adapter-entra/EntraCredentials"
import type { Session } from "@incident-teams/application/ports/Session"
import { ApplicationId, PersonId, TenantId } from "@incident-teams/domain/ids/directoryIds"
import { incidentIdOf, type IncidentId, partsOfIncidentId } from "@incident-teams/domain/ids/IncidentId"
import { IncidentName } from "@incident-teams/domain/ids/IncidentName"
import { WorkspaceAlias } from "@incident-teams/domain/ids/WorkspaceAlias"
import { sample } from "@incident-teams/testkit/sample"
import { timeScale } from "@incident-teams/testkit/Simulator"
import type { Tenant } from "@incident-teams/testkit/Tenant"
import { newTenant } from "@incident-teams/testkit/vitest/newTenant"
import { ConfigProvider, Effect, Layer, Redacted } from "effect"
import * as ArmAzureRightsSource from "../ArmAzureRightsSource.ts"
import * as SentinelIncidentDocuments from "../SentinelIncidentDocuments.ts"
import * as SentinelIncidentSource from "../SentinelIncidentSource.ts"

export const prod = WorkspaceAlias.make("prod")
export const lab = WorkspaceAlias.make("lab")
/** Configured, but not in Azure. */
export const lost = WorkspaceAlias.make("lost")
const names = { prod: "soc-prod", lab: "soc-lab", lost: "soc-lost" }

/** What the workspaces of the sample tenant are called on the simulator's control. */
const nameOf = (alias: WorkspaceAlias): string => (alias === prod ? names.prod : names.lab)

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null

/** A tenant of the simulator with the hands that a test needs, and the ports on it. */
export class SimulatedSentinel {
  readonly tenant: Tenant

  private constructor(tenant: Tenant) {
    this.tenant = tenant
  }

  static async make(): Promise<SimulatedSentinel> {
    const tenant = await newTenant()
    await tenant.control("PATCH", "/arm/behavior", { throttling: false })
    return new SimulatedSentinel(tenant)
  }

  /** The ports, configured as in production: by the environment, with the real SDKs, over TLS. */
  get ports() {
    const environment = {
      ...this.tenant.environment,
      SENTINEL_WORKSPACES: Object.entries(names)
        .map(([alias, name]) => `${alias}=${sample.workspace(name)}`)
        .join(","),
      PLATFORM_TIME_SCALE: String(timeScale)
    }
    return Layer.mergeAll(
      SentinelIncidentSource.layer,
      SentinelIncidentDocuments.layer,
      ArmAzureRightsSource.layer
    ).pipe(
      Layer.provide(EntraCredentials.layer),
      Layer.provide(ConfigProvider.layer(ConfigProvider.fromUnknown(environment)))
    )
  }

  /** `claims`: of their token, written over the usual ones. */
  async person(name: keyof typeof sample.person, claims: Readonly<Record<string, unknown>> = {}): Promise<Session> {
    const caller = { _tag: "User" as const, id: PersonId.make(sample.person[name]), name }
    return this.#session(caller, Redacted.make(await this.tenant.token({ user: name, claims })))
  }

  async application(name: keyof typeof sample.servicePrincipal): Promise<Session> {
    const id = ApplicationId.make(sample.servicePrincipal[name])
    const token = Redacted.make(await this.tenant.token({ user: "ana" }))
    // Nobody asks Azure with an application's token: Entra exchanges none.
    return this.#session({ _tag: "Application", id, name, roles: ["Incident.ReadWrite"] }, token)
  }

  #session(caller: Session["caller"], token: Redacted.Redacted): Session {
    return { caller, tenant: TenantId.make(this.tenant.id), token }
  }

  #path(id: IncidentId): string {
    const { workspace, name } = partsOfIncidentId(id)
    return `/arm/workspaces/${nameOf(workspace)}/incidents/${name}`
  }

  control(method: string, path: string, body?: unknown): Effect.Effect<unknown> {
    return Effect.promise(() => this.tenant.control(method, path, body))
  }

  add(workspace: WorkspaceAlias, incident: Readonly<Record<string, unknown>>): Effect.Effect<IncidentId> {
    return Effect.map(this.control("POST", `/arm/workspaces/${nameOf(workspace)}/incidents`, incident), (added) =>
      incidentIdOf(workspace, IncidentName.make(isRecord(added) ? String(added["name"]) : ""))
    )
  }

  change(id: IncidentId, change: Readonly<Record<string, unknown>>): Effect.Effect<void> {
    const close = change["status"] === "Closed"
    return Effect.asVoid(this.control(close ? "POST" : "PATCH", `${this.#path(id)}${close ? "/close" : ""}`, change))
  }

  delete(id: IncidentId): Effect.Effect<void> {
    return Effect.asVoid(this.control("DELETE", this.#path(id)))
  }

  /** The sample incident that has most alerts. */
  get investigated(): Effect.Effect<IncidentId> {
    return Effect.map(this.control("GET", `/arm/workspaces/${names.prod}/incidents`), (list) => {
      const incidents = isRecord(list) && Array.isArray(list["value"]) ? list["value"].filter(isRecord) : []
      const alertsOf = (incident: Readonly<Record<string, unknown>>) =>
        Array.isArray(incident["alerts"]) ? incident["alerts"].length : 0
      const hasAccount = (incident: Readonly<Record<string, unknown>>) =>
        Array.isArray(incident["entities"]) &&
        incident["entities"].some((entity: unknown) => isRecord(entity) && entity["kind"] === "Account")
      const [most] = incidents.filter(hasAccount).toSorted((a, b) => alertsOf(b) - alertsOf(a))
      return incidentIdOf(prod, IncidentName.make(String(most?.["name"])))
    })
  }

  /** Something that goes wrong on ARM from now on, until `heal`. */
  fault(path: string, fault: Readonly<Record<string, unknown>>, rule: Readonly<Record<string, unknown>> = {}) {
    return Effect.promise(() => this.tenant.inject({ surface: "arm", path: `^.*${path}`, fault, ...rule }))
  }

  get heal(): Effect.Effect<void> {
    return Effect.promise(() => this.tenant.heal())
  }

  /** The calls of ARM so far, as `GET 200`. */
  get calls(): Effect.Effect<ReadonlyArray<string>> {
    return Effect.map(
      Effect.promise(() => this.tenant.calls("arm")),
      (calls) => calls.map(({ method, status }) => `${method} ${status}`)
    )
  }
}

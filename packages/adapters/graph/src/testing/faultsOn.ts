import type { PlatformTeamId } from "@incident-teams/domain/ids/PlatformTeamId"
import type { Tenant } from "@incident-teams/testkit/Tenant"
import { Effect } from "effect"
import { truth } from "./SimulatedTeams.ts"

/** A fault of the simulated platform, once unless `times` says otherwise. */
export const inject = (tenant: Tenant, rule: Readonly<Record<string, unknown>>) =>
  Effect.promise(() => tenant.inject({ times: 1, ...rule }))

export const behave = (tenant: Tenant, change: Readonly<Record<string, unknown>>) =>
  Effect.promise(() => tenant.behave(change))

export const teamOf = (tenant: Tenant, id: PlatformTeamId) =>
  Effect.promise(async () => {
    const team = (await truth(tenant)).teams.find((candidate) => candidate.id === id)
    if (team === undefined) throw new Error(`There is no team ${id}.`)
    return team
  })

export const graphCalls = (tenant: Tenant) => Effect.promise(() => tenant.calls("graph"))

export const tagOf = <A, E extends { readonly _tag: string }, R>(effect: Effect.Effect<A, E, R>) =>
  Effect.match(effect, { onFailure: (error): string => error._tag, onSuccess: () => "done" })

export const sorted = (ids: Iterable<string>): ReadonlyArray<string> => [...ids].toSorted()

export const page = { title: "Incident page", url: "https://soc.woodgrove.example/incidents/soc~1042" }

import * as IncidentTeamsClient from "@incident-teams/api/IncidentTeamsClient"
import { Effect, type Layer } from "effect"
import type { HttpClient } from "effect/http"
import { accessToken } from "../session/accessToken.ts"
import type { SessionFailure } from "../session/SessionFailure.ts"
import { http } from "./http.ts"

/** The contract's client for one server, as whoever is signed in to it. */
export type Client = IncidentTeamsClient.IncidentTeamsClient<SessionFailure>

export const clientOf = (server: string, over: Layer.Layer<HttpClient.HttpClient> = http): Effect.Effect<Client> =>
  IncidentTeamsClient.make({ baseUrl: server, token: accessToken(server) }).pipe(Effect.provide(over))

/** For what wants no token: how to sign in. */
export const strangerTo = (server: string): Effect.Effect<IncidentTeamsClient.IncidentTeamsClient> =>
  IncidentTeamsClient.make({ baseUrl: server }).pipe(Effect.provide(http))

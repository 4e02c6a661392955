import * as IncidentTeamsClient from "@incident-teams/api/IncidentTeamsClient"
import { Effect } from "effect"
import { accessToken } from "../session/accessToken.ts"
import type { SessionFailure } from "../session/SessionFailure.ts"
import { http } from "./http.ts"

/** The contract's client for one server, as whoever is signed in to it. */
export type Client = IncidentTeamsClient.IncidentTeamsClient<SessionFailure>

export const clientOf = (server: string): Effect.Effect<Client> =>
  IncidentTeamsClient.make({ baseUrl: server, token: accessToken(server) }).pipe(Effect.provide(http))

/** For what wants no token: how to sign in. */
export const strangerTo = (server: string): Effect.Effect<IncidentTeamsClient.IncidentTeamsClient> =>
  IncidentTeamsClient.make({ baseUrl: server }).pipe(Effect.provide(http))

import * as IncidentTeamsClient from "@incident-teams/api/IncidentTeamsClient"
import { Effect, Layer } from "effect"
import { HttpClient } from "effect/http"
import { accessToken } from "../session/accessToken.ts"
import type { SessionFailure } from "../session/SessionFailure.ts"
import type { DeviceCode } from "../session/signIn.ts"
import { http } from "./http.ts"
import { satisfyingClaims } from "./satisfyingClaims.ts"

/** The contract's client for one server, as whoever is signed in to it. */
export type Client = IncidentTeamsClient.IncidentTeamsClient<SessionFailure>

/** The same for commands, which sign in again where a policy demands more of the sign-in and someone is at the terminal. */
export const clientOfCommands = (
  server: string,
  show: ((code: DeviceCode) => void) | undefined
): Effect.Effect<Client> =>
  Effect.flatMap(HttpClient.HttpClient, (client) =>
    clientOf(server, Layer.succeed(HttpClient.HttpClient, satisfyingClaims(server, client, show)))
  ).pipe(Effect.provide(http))

export const clientOf = (server: string, over: Layer.Layer<HttpClient.HttpClient> = http): Effect.Effect<Client> =>
  IncidentTeamsClient.make({ baseUrl: server, token: accessToken(server) }).pipe(Effect.provide(over))

/** For what wants no token: how to sign in. */
export const strangerTo = (server: string): Effect.Effect<IncidentTeamsClient.IncidentTeamsClient> =>
  IncidentTeamsClient.make({ baseUrl: server }).pipe(Effect.provide(http))

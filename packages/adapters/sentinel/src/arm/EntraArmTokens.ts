import { EntraCredentials, tokenFor } from "@incident-teams/adapter-entra/EntraCredentials"
import { Effect, Layer, Redacted } from "effect"
import { ArmTokenRefused, ArmUnreachable } from "./ArmFailure.ts"
import { ArmTokens } from "./ArmTokens.ts"

/** Tokens from Entra ID: the application's own, or on behalf of a person by the token that they called us with. */
export const layer = Layer.effect(
  ArmTokens,
  Effect.map(EntraCredentials, (credentials) => ({
    tokenFor: (on, scope) => {
      const person = on._tag === "Session" && on.session.caller._tag === "User" ? on.session : undefined
      const credential = person === undefined ? credentials.application : credentials.onBehalfOf(person.token)
      return tokenFor(credential, scope).pipe(
        Effect.map(({ token }) => Redacted.make(token)),
        Effect.mapError((failure) =>
          failure.kind === "refused"
            ? new ArmTokenRefused({
                reason: failure.reason,
                remedy: failure.remedy,
                // Our own token is ours to mend, whatever the code is about.
                by: person === undefined ? "operator" : failure.by
              })
            : new ArmUnreachable({ reason: failure.message, connection: false, cause: failure })
        )
      )
    }
  }))
)

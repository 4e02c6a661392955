import { EntraCredentials, tokenFor } from "@incident-teams/adapter-entra/EntraCredentials"
import { InstallationTrouble } from "@incident-teams/application/ports/InstallationTrouble"
import { defined } from "@incident-teams/domain/defined"
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
        Effect.mapError((failure) => {
          const { kind, reason, remedy, by, claims } = failure
          if (kind === "unreachable") {
            return new ArmUnreachable({ reason: failure.message, connection: false, cause: failure })
          }
          // Our own token is ours to mend, whatever the code is about; a person's where Entra ID rejects what we prove.
          return person === undefined || by === "operator"
            ? new InstallationTrouble({ kind: "credentials", reason, remedy, cause: failure })
            : new ArmTokenRefused({ reason, remedy, by, ...defined({ claims }) })
        })
      )
    }
  }))
)

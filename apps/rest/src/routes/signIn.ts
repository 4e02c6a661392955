import { defined } from "@incident-teams/domain/defined"
import { Effect } from "effect"
import { TokenVerifier } from "../authentication/TokenVerifier.ts"
import type { HandlersOf } from "../contract/Handlers.ts"

export const signIn: HandlersOf<"signIn"> = {
  get: () =>
    Effect.map(TokenVerifier, ({ tokens: { authority, tenant, scope, consoleClient } }) => ({
      authority,
      tenantId: tenant,
      scope,
      ...defined({ clientId: consoleClient })
    }))
}

import type { InstallationTrouble } from "@incident-teams/application/ports/InstallationTrouble"
import type { OnBehalf } from "@incident-teams/application/ports/Session"
import { Context, type Effect, type Redacted } from "effect"
import type { ArmTokenRefused, ArmUnreachable } from "./ArmFailure.ts"

/** Access tokens for Azure Resource Manager. */
export class ArmTokens extends Context.Service<
  ArmTokens,
  {
    /**
     * In whose name a call runs; `scope` is the cloud's, `https://management.azure.com/.default` in the public one. A person's: on behalf of them, so that Azure decides by their roles. Ours: for us, and
     * for a calling application too, because Entra has no on-behalf-of flow for applications; what an application may do
     * is decided before, from its own role assignments.
     */
    readonly tokenFor: (
      on: OnBehalf,
      scope: string
    ) => Effect.Effect<Redacted.Redacted, ArmTokenRefused | ArmUnreachable | InstallationTrouble>
  }
>()("@incident-teams/adapter-sentinel/ArmTokens") {}

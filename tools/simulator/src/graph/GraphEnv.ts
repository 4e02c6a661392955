import type { Context } from "hono"
import type { ServerEnv } from "../platform/ServerEnv.ts"
import type { Tenant } from "../platform/Tenant.ts"

/** The caller of Graph, from its access token. */
export interface GraphCaller {
  readonly kind: "application" | "user"
  readonly appId: string
  /** Of the user, or of the application's service principal. */
  readonly objectId: string
  /** Application permissions (`roles`) or delegated scopes (`scp`). */
  readonly permissions: ReadonlySet<string>
}

export interface GraphEnv extends ServerEnv {
  Variables: ServerEnv["Variables"] & {
    tenant: Tenant
    caller: GraphCaller
  }
}

export type GraphContext = Context<GraphEnv>

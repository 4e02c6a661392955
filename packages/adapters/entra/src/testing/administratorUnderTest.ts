import type { Tenant } from "@incident-teams/testkit/Tenant"
import { Effect } from "effect"
import {
  type Administrator,
  type AdministratorAnswer,
  type AdministratorCall,
  SetupFailed
} from "../setup/Administrator.ts"

/** What happens to a request: `send` makes it. */
export type Sending = (
  call: AdministratorCall,
  send: () => Promise<AdministratorAnswer>
) => Promise<AdministratorAnswer>

/** Scopes that the Azure CLI has. */
const cli =
  "Application.ReadWrite.All AppRoleAssignment.ReadWrite.All DelegatedPermissionGrant.ReadWrite.All Directory.AccessAsUser.All"

/** `ana` as the administrator of a simulated tenant, without waiting long. */
export const administratorUnderTest = async (
  tenant: Tenant,
  sending: Sending = (_, send) => send()
): Promise<Administrator["Service"]> => {
  const tokens = {
    graph: await tenant.token({ user: "ana", audience: "graph", scope: cli }),
    azure: await tenant.token({ user: "ana", audience: "arm", scope: "user_impersonation" })
  }
  const ask = async ({ to, method, path, body, headers }: AdministratorCall): Promise<AdministratorAnswer> => {
    const response = await fetch(to === "graph" ? `${tenant.base}/v1.0${path}` : `${tenant.base}${path}`, {
      method,
      headers: { authorization: `Bearer ${tokens[to]}`, "content-type": "application/json", ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) })
    })
    const text = await response.text()
    return { status: response.status, body: text.startsWith("{") ? JSON.parse(text) : undefined }
  }
  return {
    authority: tenant.base,
    // At the simulator's speed, what is new is known after 50 ms.
    patience: { tries: 12, pauseMillis: 10 },
    send: (call) =>
      Effect.tryPromise({
        try: () => sending(call, () => ask(call)),
        catch: (cause) => new SetupFailed({ reason: "No answer.", remedy: "", cause })
      })
  }
}

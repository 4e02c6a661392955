import { forbidden } from "../CosmosFailure.ts"
import { dataActions, mayAct } from "./dataRoles.ts"
import type { CosmosCaller } from "./identify.ts"

/** Throws 403/5302 unless the key, or a data-plane role of the principal or its groups, allows the action at `scope`. */
export const authorize = (caller: CosmosCaller, action: keyof typeof dataActions, scope: string): void => {
  if (caller.kind === "key") return
  const { cosmos } = caller.tenant.state
  const name = dataActions[action]
  if (mayAct(cosmos, [caller.objectId], name, scope) || mayAct(cosmos, caller.groupIds(), name, scope)) return
  throw forbidden(
    `Request blocked by Auth: Request is blocked because principal [${caller.objectId}] does not have required RBAC ` +
      `permissions to perform action [${name}] on resource [${scope}]. Learn more: https://aka.ms/cosmos-native-rbac.`,
    5302
  )
}

/** Queries through an SDK need two actions: the note in "Data plane security reference". */
export const authorizeQuery = (caller: CosmosCaller, scope: string): void => {
  authorize(caller, "query", scope)
  authorize(caller, "readChangeFeed", scope)
}

/** Throws 403/5300 for a bearer token: only Azure Resource Manager or the key creates databases and containers. */
export const requireKey = (caller: CosmosCaller, request: Request): void => {
  if (caller.kind === "key") return
  throw forbidden(
    `Request blocked by Auth: The given request [${request.method} ${new URL(request.url).pathname}] cannot be ` +
      "authorized by AAD token in data plane. Learn more: https://aka.ms/cosmos-native-rbac.",
    5300
  )
}

import type { CosmosContext } from "../CosmosCall.ts"
import type { ContainerRecord } from "../CosmosState.ts"
import { seenUpTo } from "../session.ts"
import { type Replica, replicaBehind } from "./Replicas.ts"

/**
 * The replica that a read meets: the latest, unless a fault sends it to one that is behind. A session token still
 * gets what its bearer has seen, because the gateway then asks another replica.
 */
export const replicaFor = (c: CosmosContext, container: ContainerRecord, range: number): Replica | undefined => {
  const stale = c.get("faults").find((fault) => fault.kind === "stale")
  if (!stale) return undefined
  const replica = replicaBehind(container, range, stale.commits ?? 1)
  return seenUpTo(c.req.header("x-ms-session-token"), range) > replica.lsn ? undefined : replica
}
